import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../reconcile/resource.ts';

/**
 * Ends the token of a run, also where the run ends in this moment. Where that fails the token ends by itself.
 * @returns what went wrong
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#revoke-a-token-self
 */
export async function revokeSelf(
  { vault, deadline }: VaultAccess,
  { isOfRoot = false }: { readonly isOfRoot?: boolean } = {},
): Promise<Diagnostic | undefined> {
  if (!vault.hasToken) return undefined;
  const request = {
    method: 'POST',
    path: 'auth/token/revoke-self',
    timeout: 3_000,
    repeat: true,
    isOfRoot,
  } as const;
  const isLate = deadline.remaining < request.timeout;
  const answer = await vault.send(request, isLate ? deadline.grace(request.timeout) : deadline.atMost(10_000));
  vault.token = undefined;
  return answer.kind === 'ok' || answer.kind === 'forbidden'
    ? undefined
    : lifecycleProblem('VW5027', `Vault did not revoke the token of the run: ${answer.kind}`);
}
