import { vaultError } from '../../clients/vault/vault-client.ts';
import type { CredentialsSecret, KeptCredentials, VaultCredentials } from '../../login/kept-credentials.ts';
import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import { waitForActive } from '../../run/vault-status.ts';
import type { Opening } from './initialise.ts';

/**
 * Returns the credentials of a Vault that is initialised.
 * @throws VW5007 where they are missing, empty or truncated: a named state that no repetition heals
 */
export function requireCredentials(secret: CredentialsSecret, kept: KeptCredentials): VaultCredentials {
  if (kept.kind === 'kept') return kept.credentials;
  const state = kept.kind === 'absent' ? 'does not exist' : `has no usable ${kept.defects.join(' and ')}`;
  throw lifecycleError('VW5007', `${secret.label} ${state}, and Vault is initialised`);
}

/**
 * Unseals Vault with the kept key and waits until it serves.
 * @throws VW5008 where the key belongs to another Vault, VW5010 where unsealing is somebody else’s
 * @see https://developer.hashicorp.com/vault/api-docs/system/unseal
 */
export async function unseal(
  { vault, deadline, journal, secret, settings }: Opening,
  { unsealKey }: VaultCredentials,
): Promise<void> {
  journal.enter('unseal');
  if (!settings.unseal) throw lifecycleError('VW5010', `Vault at ${vault.address} is sealed`);
  await journal.change('unseal', { kind: 'server', action: 'unseal', name: vault.address }, async () => {
    // With one share a repetition does the same, and an unsealed Vault takes a further key without harm.
    const answer = await vault.send(
      { method: 'PUT', path: 'sys/unseal', body: { key: unsealKey }, repeat: true },
      deadline,
    );
    if (answer.kind === 'refused')
      throw lifecycleError('VW5008', `${secret.label} holds an unseal key that Vault does not accept`);
    if (answer.kind !== 'ok') throw vaultError(answer, 'unseal');
    if (answer.body.sealed !== false)
      throw lifecycleError('VW5008', 'Vault wants more key shares than the one that is kept');
    await waitForActive(vault, deadline);
  });
}
