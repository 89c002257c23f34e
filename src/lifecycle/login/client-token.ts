import { isObject } from '../../model/json-record.ts';
import type { VaultAnswer } from '../clients/vault/vault-answer.ts';
import { vaultError } from '../clients/vault/vault-client.ts';

/**
 * Returns the token that a login yields.
 * @throws VW5001–VW5004 where the answer is none
 */
export function clientTokenOf(answer: VaultAnswer): string {
  if (answer.kind !== 'ok') throw vaultError(answer, 'log in');
  const token = isObject(answer.body.auth) ? answer.body.auth.client_token : undefined;
  if (typeof token !== 'string') throw vaultError({ kind: 'malformed' }, 'log in');
  return token;
}
