import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import type { DriftSearch } from './drift-search.ts';

/** Lists the names below an API path of Vault; none where nothing is there. */
export async function namesAt(
  { vault, deadline }: Pick<DriftSearch, 'vault' | 'deadline'>,
  path: string,
): Promise<readonly string[]> {
  const answer = await vault.send({ method: 'GET', path: `${path}?list=true` }, deadline);
  if (answer.kind === 'absent') return [];
  if (answer.kind !== 'ok') throw vaultError(answer, `list ${path}`);
  const keys = isObject(answer.body.data) ? answer.body.data.keys : undefined;
  if (!Array.isArray(keys)) throw vaultError({ kind: 'malformed' }, `list ${path}`);
  return keys.map(String);
}
