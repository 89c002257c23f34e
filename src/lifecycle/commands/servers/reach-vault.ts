import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { VaultClient } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';

export interface VaultReach {
  /** Address as it is rendered. */
  readonly rendered: string;
  /** Vault namespace of the environment. @default the root namespace */
  readonly namespace?: string | undefined;
  /**
   * PEM of the authorities behind the rendered address, where the profile gives it. `VAULT_CACERT` counts
   * more.
   */
  readonly ca?: string | undefined;
  /** Address under which it is reached from here. @default the rendered one */
  readonly given?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes the client of a Vault that runs in a cluster, for a program outside of it.
 *
 * `VAULT_ADDR` does not count: it may lead to another environment’s Vault than the one that is named.
 * @throws VW5103 where the address is none or leads nowhere, or `VAULT_CACERT` cannot be read
 */
export async function reachVault({ rendered, namespace, ca, given, environment }: VaultReach): Promise<VaultClient> {
  const address = given ?? rendered;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw commandError('VW5103', 'The address of Vault is no URL with http or https and without credentials');
  await requireName(url.hostname.replace(/^\[|\]$/g, ''));
  const { VAULT_CACERT: file } = environment;
  return new VaultClient(url.origin, {
    isGiven: given !== undefined,
    namespace,
    authority: file ? readAuthority(file) : ca,
  });
}

/** A name of the cluster leads nowhere outside of it; waiting for that to change would be in vain. */
async function requireName(hostname: string): Promise<void> {
  try {
    await lookup(hostname);
  } catch {
    throw commandError('VW5103', `The name ${hostname} of Vault leads nowhere from here`);
  }
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw commandError('VW5103', `VAULT_CACERT names ${file}, which cannot be read`);
  }
}
