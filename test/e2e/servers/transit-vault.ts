import type { VaultKeys, VaultServer } from './vault-server.ts';

/** The key of a second Vault, by which other Vaults unseal themselves. */
export interface TransitKey {
  /** The Vault that serves the key: its key service. */
  readonly vault: VaultServer;
  readonly mountPath: string;
  readonly keyName: string;
  /** Root token and unseal key of the key service, for a test that stops and starts it. */
  readonly keys: VaultKeys;
  /** Token with which the sealed Vault logs in: orphan, periodic, for this one key. */
  readonly token: string;
  /** The seal as the sealed Vault's configuration says it, in HCL; the token is not in it. */
  readonly configuration: string;
  /** Variables that the sealed Vault's process needs besides, the token among them. */
  readonly environment: Readonly<Record<string, string>>;
}

const policy = 'autounseal';

/**
 * Initialises a Vault by hand and makes it the key service of others, as HashiCorp's tutorial does.
 * @see https://developer.hashicorp.com/vault/tutorials/auto-unseal/autounseal-transit
 */
export async function serveTransitKey(
  vault: VaultServer,
  { mountPath = 'transit', keyName = 'vault-unseal' }: { readonly mountPath?: string; readonly keyName?: string } = {},
): Promise<TransitKey> {
  const keys = await vault.initialise();
  const root = vault.client.as(keys.rootToken);
  await root.expect('POST', `sys/mounts/${mountPath}`, { type: 'transit' });
  await root.expect('POST', `${mountPath}/keys/${keyName}`, {});
  const may = (verb: string) => `path "${mountPath}/${verb}/${keyName}" { capabilities = ["update"] }`;
  await root.expect('PUT', `sys/policies/acl/${policy}`, { policy: [may('encrypt'), may('decrypt')].join('\n') });
  const made = await root.expect('POST', 'auth/token/create-orphan', { policies: [policy], period: '24h' });
  const fields = { address: vault.address, key_name: keyName, mount_path: mountPath };
  return {
    vault,
    mountPath,
    keyName,
    keys,
    token: made.auth.client_token,
    configuration: [
      'seal "transit" {',
      ...Object.entries(fields).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`),
      '}',
    ].join('\n'),
    environment: { VAULT_TOKEN: made.auth.client_token },
  };
}
