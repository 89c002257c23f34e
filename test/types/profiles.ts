import { definePlatform, type Profile } from 'vaultwright';
import { z } from 'zod';

const upstream = { type: 'azure-key-vault', uri: 'https://tiny.example/', secretPrefix: '' } as const;
const where = { cluster: 'lab', namespace: 'tiny-production', upstream } as const;
const address = 'https://vault:8200';
const bootstrap = { initialize: true, unseal: true, credentialsSecret: 'vault-keys' };
const autoUnseal = { type: 'azurekeyvault', vaultName: 'tiny', keyName: 'unseal' } as const;

export const ephemeral: Profile = { ...where, lifecycle: 'ephemeral', vault: { address, bootstrap } };
export const regulated: Profile = { ...where, lifecycle: 'regulated', vault: { address, autoUnseal } };

// @ts-expect-error regulated profile with auto-init
export const initialised: Profile = { ...where, lifecycle: 'regulated', vault: { address, autoUnseal, bootstrap } };
// @ts-expect-error regulated profile without auto-unseal
export const sealed: Profile = { ...where, lifecycle: 'regulated', vault: { address } };
const previews = { namespaces: 'pr-tiny-*', components: ['ledger'] } as const;
export const previewed: Profile = { ...where, lifecycle: 'ephemeral', vault: { address, bootstrap }, previews };
// @ts-expect-error regulated profile with previews
export const exposed: Profile = { ...where, lifecycle: 'regulated', vault: { address, autoUnseal }, previews };
const everywhere = { ...previews, namespaces: '*' } as const;
// @ts-expect-error previews in every namespace
export const open: Profile = { ...where, lifecycle: 'ephemeral', vault: { address, bootstrap }, previews: everywhere };
// @ts-expect-error ephemeral profile with auto-unseal instead of bootstrap
export const unsealed: Profile = { ...where, lifecycle: 'ephemeral', vault: { address, autoUnseal } };

const clusters = { lab: { stores: 'cluster' } } as const;
const settings = { store: 'tiny-vault', clusters, fields: z.object({ region: z.string() }) } as const;
const vault = { address, autoUnseal };
const production = { ...where, region: 'lab-1', lifecycle: 'regulated', vault } as const;
definePlatform({ ...settings, environments: { production } });

// @ts-expect-error regulated profile with auto-init in a platform
definePlatform({ ...settings, environments: { production: { ...production, vault: { ...vault, bootstrap } } } });
const misplaced = { ...production, cluster: 'elsewhere' } as const;
// @ts-expect-error environment in an unknown cluster
definePlatform({ ...settings, environments: { production: misplaced } });
const { region: _region, ...placeless } = production;
// @ts-expect-error environment without a field of the platform
definePlatform({ ...settings, environments: { production: placeless } });
