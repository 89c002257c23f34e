import type { BootstrapSettings } from '../../../model/documents/bootstrap-settings.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import type { CredentialsSecret, KeptCredentials, VaultCredentials } from '../../login/kept-credentials.ts';
import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import type { Journal } from '../../run/journal.ts';
import type { VaultStatus } from '../../run/vault-status.ts';

/** What opening a Vault works with. */
export interface Opening extends VaultAccess {
  readonly journal: Journal;
  readonly secret: CredentialsSecret;
  readonly settings: Pick<BootstrapSettings['vault'], 'initialize' | 'unseal'>;
}

/** Whether a key service unseals a Vault of that seal, at its start and right after it was initialised. */
export const opensItself = (sealType: string): boolean => sealType !== 'shamir' && sealType !== 'unknown';

/** How long Vault may take to initialise itself, in milliseconds. */
const longestInit = 60_000;

/**
 * Initialises a Vault that was never initialised, and keeps its credentials.
 *
 * The right to keep them is proven before. What cannot be closed is the moment between the answer of Vault
 * and the Secret: whoever dies there leaves a Vault whose keys nobody has, which every later run names
 * (VW5007).
 * @returns the credentials, or `undefined` in a dry run
 * @throws VW5005, VW5006, VW5009, and what Vault or Kubernetes refuse
 * @see https://developer.hashicorp.com/vault/api-docs/system/init
 */
export async function initialise(
  { vault, deadline, journal, secret, settings }: Opening,
  { sealType }: VaultStatus,
  kept: KeptCredentials,
): Promise<VaultCredentials | undefined> {
  journal.enter('init');
  if (!settings.initialize) throw lifecycleError('VW5005', `Vault at ${vault.address} is not initialised`);
  // What stands there, whole or not, may be the last copy of something.
  if (kept.kind === 'kept' || (kept.kind === 'incomplete' && !kept.isEmpty))
    throw lifecycleError('VW5006', `${secret.label} exists, and Vault at ${vault.address} is not initialised`);
  // A key service unseals with a key of its own; in place of an unseal key there is one for recovery. Nobody
  // holds it of an environment that may be thrown away, so that it is kept where the other one would be.
  const body = opensItself(sealType)
    ? { recovery_shares: 1, recovery_threshold: 1 }
    : { secret_shares: 1, secret_threshold: 1 };
  let credentials: VaultCredentials | undefined;
  await secret.proveKeeping();
  if (deadline.isOver) throw lifecycleError('VW5020', 'The run ended before Vault was initialised');
  await journal.change('init', { kind: 'server', action: 'initialise', name: vault.address }, async () => {
    const answer = await vault.send(
      // An election comes first, which takes seconds.
      { method: 'PUT', path: 'sys/init', body, timeout: longestInit },
      // If something stops the run: hanging up now would throw away the only copy of the keys.
      deadline.grace(longestInit),
    );
    if (answer.kind === 'already-initialised')
      throw lifecycleError('VW5020', `Vault at ${vault.address} was initialised by somebody else at the same moment`);
    if (answer.kind !== 'ok') throw vaultError(answer, 'initialise');
    const { root_token: rootToken, keys_base64: unsealKeys, recovery_keys_base64: recoveryKeys } = answer.body;
    const keys = opensItself(sealType) ? recoveryKeys : unsealKeys;
    const unsealKey: unknown = Array.isArray(keys) ? keys[0] : undefined;
    if (typeof rootToken !== 'string' || typeof unsealKey !== 'string')
      throw vaultError({ kind: 'malformed' }, 'initialise');
    credentials = { rootToken, unsealKey };
  });
  await journal.change('credentials', { kind: 'credentials', action: 'keep', name: secret.label }, async () => {
    if (credentials) await secret.keep(credentials);
  });
  return credentials;
}
