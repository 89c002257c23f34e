import { isObject } from '../../../model/json-record.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { VaultAnswer } from './vault-answer.ts';
import { encodePath, type VaultClient, vaultError } from './vault-client.ts';

/**
 * Lists the paths below a folder of an engine, folders in it followed. Not by the method LIST, which HTTP
 * does not know and servers in between refuse.
 * @param root the path of the API under which the engine lists, with `/` at its end
 * @throws VW5001–VW5004
 */
export async function listEntries(
  vault: VaultClient,
  root: string,
  folder: string,
  deadline: Deadline,
): Promise<string[]> {
  const path = `${root}${encodePath(folder)}?list=true`;
  const answer: VaultAnswer = await vault.send({ method: 'GET', path }, deadline);
  if (answer.kind === 'absent') return [];
  if (answer.kind !== 'ok') throw vaultError(answer, `list ${root}${folder}`);
  const keys = isObject(answer.body.data) ? answer.body.data.keys : undefined;
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string'))
    throw vaultError({ kind: 'malformed' }, `list ${root}${folder}`);
  const found = await Promise.all(
    keys.map(async (key) =>
      key.endsWith('/') ? listEntries(vault, root, `${folder}${key}`, deadline) : [`${folder}${key}`],
    ),
  );
  return found.flat();
}
