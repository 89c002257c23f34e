import type { Profile } from 'vaultwright';

const where = { cluster: 'lab', namespace: 'tiny-production', lifecycle: 'regulated' } as const;
const passing = { cluster: 'lab', namespace: 'tiny', lifecycle: 'ephemeral' } as const;
const address = 'https://vault:8200';
const bootstrap = { initialize: true, unseal: false, credentialsSecret: 'vault-keys' };
const reference = { secret: 'seal', key: 'pin' };
const sha256sum = 'ab'.repeat(32);

const kms = { type: 'awskms', region: 'eu-central-1', kmsKeyId: 'alias/unseal' } as const;
const hsm = { type: 'pkcs11', lib: '/hsm.so', slot: '1', keyLabel: 'unseal', pin: reference } as const;
const fixed = { type: 'static', currentKeyId: '1', currentKey: reference } as const;
const transit = { type: 'transit', address, keyName: 'unseal' } as const;
const plugin = { command: 'kms', version: 'v0.1.0', sha256sum } as const;

const community = { product: 'vault' } as const;
const enterprise = { product: 'vault', edition: 'enterprise', license: reference } as const;
const older = { product: 'openbao', version: '2.5.4' } as const;
const both = { product: 'openbao', version: '2.6.3' } as const;
const newer = { product: 'openbao', version: '2.7.0' } as const;
const newest = { product: 'openbao', version: '2.10.0' } as const;

/** Cells of the matrix that exist. */
export const known: readonly Profile[] = [
  { ...where, vault: { address, autoUnseal: kms } },
  { ...where, vault: { address, server: community, autoUnseal: transit } },
  { ...where, vault: { address, server: enterprise, autoUnseal: hsm } },
  { ...where, vault: { address, server: older, autoUnseal: hsm } },
  { ...where, vault: { address, server: both, autoUnseal: { ...kms, plugin } } },
  { ...where, vault: { address, server: both, autoUnseal: kms } },
  { ...where, vault: { address, server: newer, autoUnseal: { ...hsm, plugin } } },
  { ...where, vault: { address, server: newest, autoUnseal: transit } },
  { ...passing, vault: { address, bootstrap, server: newer, autoUnseal: fixed } },
  { ...passing, vault: { address, bootstrap, server: { ...both, storage: 'file' } } },
];

// @ts-expect-error pkcs11 seal of community Vault
export const hsmByDefault: Profile = { ...where, vault: { address, autoUnseal: hsm } };
// @ts-expect-error pkcs11 seal of community Vault that is named
export const hsmOfCommunity: Profile = { ...where, vault: { address, server: community, autoUnseal: hsm } };
// @ts-expect-error static seal of a regulated profile
export const regulatedStatic: Profile = { ...where, vault: { address, server: both, autoUnseal: fixed } };
// @ts-expect-error static seal of Vault
export const staticVault: Profile = { ...passing, vault: { address, bootstrap, server: community, autoUnseal: fixed } };
// @ts-expect-error seal of a vendor without the plugin of OpenBao 2.7
export const unplugged: Profile = { ...where, vault: { address, server: newer, autoUnseal: kms } };
// @ts-expect-error seal of a vendor without the plugin of OpenBao 2.10
export const unpluggedLater: Profile = { ...where, vault: { address, server: newest, autoUnseal: kms } };
const { sha256sum: _digest, ...unpinned } = plugin;
const loose = { ...kms, plugin: unpinned };
// @ts-expect-error plugin of OpenBao without its digest
export const undigested: Profile = { ...where, vault: { address, server: newer, autoUnseal: loose } };
const plugged = { ...kms, plugin };
// @ts-expect-error plugin for a seal of Vault
export const pluginOfVault: Profile = { ...where, vault: { address, autoUnseal: plugged } };
// @ts-expect-error plugin for a seal of OpenBao 2.5
export const pluginTooEarly: Profile = { ...where, vault: { address, server: older, autoUnseal: plugged } };
// @ts-expect-error file storage of OpenBao 2.7
export const noFile: Profile = { ...passing, vault: { address, bootstrap, server: { ...newer, storage: 'file' } } };
const single = { ...community, storage: 'file' } as const;
// @ts-expect-error file storage of a regulated profile
export const oneNode: Profile = { ...where, vault: { address, server: single, autoUnseal: kms } };
const unlicensed = { product: 'vault', edition: 'enterprise' } as const;
// @ts-expect-error Enterprise edition without a license
export const unlicensedHsm: Profile = { ...where, vault: { address, server: unlicensed, autoUnseal: hsm } };
const hmac = { ...hsm, hmacKeyLabel: 'hmac' };
// @ts-expect-error HMAC key of OpenBao
export const hmacOfBao: Profile = { ...where, vault: { address, server: both, autoUnseal: hmac } };
const inTheClear = { ...transit, token: 'x' };
// @ts-expect-error literal token of a seal
export const literalToken: Profile = { ...where, vault: { address, autoUnseal: inTheClear } };
// @ts-expect-error server that somebody else runs, with a seal
export const lent: Profile = { ...where, vault: { address, managed: true, autoUnseal: kms } };
