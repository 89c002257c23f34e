import type { LoginFields } from '../../model/documents/logins/login-method.ts';
import { isObject } from '../../model/json-record.ts';
import { vaultError } from '../clients/vault/vault-client.ts';
import type { Observation, VaultAccess } from './resource.ts';

/** Reads the fields of something that may not exist yet; in a dry run the mount may not either. */
export async function fieldsAt({ vault, deadline }: VaultAccess, path: string): Promise<LoginFields | undefined> {
  const answer = await vault.send({ method: 'GET', path }, deadline);
  if (answer.kind === 'absent' || answer.kind === 'no-mount') return undefined;
  if (answer.kind !== 'ok') throw vaultError(answer, `read ${path}`);
  if (!isObject(answer.body.data)) throw vaultError({ kind: 'malformed' }, `read ${path}`);
  return answer.body.data;
}

/** Compares the managed fields of an object of Vault with what stands there. */
export async function compareAt(access: VaultAccess, path: string, wanted: LoginFields): Promise<Observation> {
  const found = await fieldsAt(access, path);
  if (found === undefined) return { state: 'absent' };
  const fields = Object.keys(wanted)
    .filter((field) => comparable(wanted[field]) !== comparable(found[field]))
    .sort();
  return fields.length === 0 ? { state: 'right' } : { state: 'differs', fields };
}

/**
 * The order of lists is Vault’s own, it cuts blanks off their items, such as the end of a PEM, and a field
 * that it leaves out is empty.
 */
function comparable(value: unknown): string {
  if (isEmpty(value)) return '';
  if (Array.isArray(value)) return JSON.stringify(value.map(comparable).sort());
  if (typeof value === 'string') return JSON.stringify(value.trim());
  if (!isObject(value)) return JSON.stringify(value);
  return JSON.stringify(
    Object.keys(value)
      .sort()
      .map((field) => [field, comparable(value[field])]),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);
