import { isObject } from '../../../model/json-record.ts';
import { encodePath, vaultError } from '../../clients/vault/vault-client.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';

/** What the metadata of an entry says, which hold no value. */
export type EntryHistory =
  | { readonly state: 'absent' }
  /** The newest version was deleted or destroyed. */
  | { readonly state: 'deleted'; readonly version: number }
  | {
      readonly state: 'present';
      readonly version: number;
      /** When the newest version was written, ISO 8601. */
      readonly changedAt: string;
      /** When the first version was written, ISO 8601. */
      readonly createdAt: string;
    }
  /** The engine keeps no versions, or the login may not read metadata. */
  | { readonly state: 'unknown'; readonly why: string };

/**
 * Reads when an entry was written, from its metadata alone: no value is read.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-metadata
 * @throws VW5001, VW5002, VW5004
 */
export async function entryHistory(
  { vault, deadline }: VaultAccess,
  { mount, version: kv }: { readonly mount: string; readonly version: 1 | 2 },
  path: string,
): Promise<EntryHistory> {
  if (kv === 1) return { state: 'unknown', why: 'kv of version 1 keeps no versions' };
  const request = { method: 'GET', path: `${encodePath(mount)}/metadata/${encodePath(path)}` } as const;
  const answer = await vault.send(request, deadline);
  if (answer.kind === 'absent' || answer.kind === 'no-mount') return { state: 'absent' };
  if (answer.kind === 'forbidden') return { state: 'unknown', why: 'the login may not read its metadata' };
  const what = `read the metadata of ${mount}/${path}`;
  if (answer.kind !== 'ok') throw vaultError(answer, what);
  const {
    current_version: current,
    versions,
    created_time: createdAt,
  } = isObject(answer.body.data) ? answer.body.data : {};
  if (typeof current !== 'number' || !isObject(versions)) throw vaultError({ kind: 'malformed' }, what);
  // Metadata may be there before any version is.
  if (current === 0) return { state: 'absent' };
  const newest = versions[String(current)];
  if (!isObject(newest)) throw vaultError({ kind: 'malformed' }, what);
  const isGone =
    newest.destroyed === true || (typeof newest.deletion_time === 'string' && isPast(newest.deletion_time));
  if (isGone) return { state: 'deleted', version: current };
  const changedAt = String(newest.created_time);
  if (Number.isNaN(Date.parse(changedAt))) throw vaultError({ kind: 'malformed' }, what);
  return { state: 'present', version: current, changedAt, createdAt: String(createdAt) };
}

/** A version may be set to be deleted later. */
const isPast = (time: string): boolean => time !== '' && Date.parse(time) <= Date.now();
