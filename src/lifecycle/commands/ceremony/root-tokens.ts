import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import { inParallel } from '../../run/in-parallel.ts';

/** A root token that lives, as its accessor shows it. */
export interface LivingRootToken {
  readonly accessor: string;
  /** Its display name. */
  readonly name: string;
}

/** Requests at once. */
const atOnce = 16;

/**
 * Lists the root tokens among the accessors that the login may list.
 * @throws VW5001–VW5004 where they cannot be listed
 */
export async function rootTokensOf({ vault, deadline }: VaultAccess): Promise<readonly LivingRootToken[]> {
  const list = { method: 'GET', path: 'auth/token/accessors?list=true', isOfRoot: true } as const;
  const answer = await vault.send(list, deadline);
  if (answer.kind === 'absent') return [];
  if (answer.kind !== 'ok') throw vaultError(answer, 'list the accessors of tokens');
  const accessors = isObject(answer.body.data) ? answer.body.data.keys : undefined;
  if (!Array.isArray(accessors)) throw vaultError({ kind: 'malformed' }, 'list the accessors of tokens');
  const found: LivingRootToken[] = [];
  await inParallel(accessors.map(String), atOnce, async (accessor) => {
    const path = 'auth/token/lookup-accessor';
    const seen = await vault.send({ method: 'POST', path, body: { accessor }, repeat: true, isOfRoot: true }, deadline);
    // It may have ended since it was listed.
    if (seen.kind === 'refused' || seen.kind === 'forbidden' || seen.kind === 'absent') return;
    if (seen.kind !== 'ok') throw vaultError(seen, 'look at the accessor of a token');
    const { policies, display_name: name } = isObject(seen.body.data) ? seen.body.data : {};
    if (Array.isArray(policies) && policies.includes('root'))
      found.push({ accessor, name: typeof name === 'string' ? name : 'unnamed' });
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
