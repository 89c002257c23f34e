import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../reconcile/resource.ts';

/**
 * Revokes the token of a run, which was made in the root namespace, and logs the client out; where that fails
 * the token ends by itself.
 */
export async function revokeSelf({ vault, deadline }: VaultAccess): Promise<Diagnostic | undefined> {
  if (!vault.hasToken) return undefined;
  const request = {
    method: 'POST',
    path: 'auth/token/revoke-self',
    timeout: 3_000,
    repeat: true,
    isOfRoot: true,
  } as const;
  // Also where the run ends in this moment.
  const isLate = deadline.remaining < request.timeout;
  const answer = await vault.send(request, isLate ? deadline.grace(request.timeout) : deadline.atMost(10_000));
  vault.token = undefined;
  return answer.kind === 'ok' || answer.kind === 'forbidden'
    ? undefined
    : lifecycleProblem('VW5027', `Vault did not revoke the token of the run: ${answer.kind}`);
}
