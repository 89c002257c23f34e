import { isObject, type JsonRecord } from '../../../model/json-record.ts';
import type { HttpOutcome } from '../http/http-connection.ts';

/** What an answer of Vault means. Only `absent` is a proven absence. */
export type VaultAnswer =
  | { readonly kind: 'ok'; readonly body: JsonRecord }
  | { readonly kind: 'absent' }
  /** Nothing is mounted at the path. */
  | { readonly kind: 'no-mount' }
  /** The newest version of a kv-v2 entry was deleted or destroyed; the entry itself exists. */
  | { readonly kind: 'deleted'; readonly version: number; readonly isDestroyed: boolean }
  /** Check-and-set did not hold. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'sealed' }
  /** Not active (yet), or told to send less. */
  | { readonly kind: 'standby' }
  | { readonly kind: 'uninitialised' }
  | { readonly kind: 'already-initialised' }
  /** A kv mount that is being upgraded to version 2. */
  | { readonly kind: 'upgrading' }
  /** A server error of unknown meaning. */
  | { readonly kind: 'failing'; readonly status: number }
  /** The request itself is refused. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The request or its value is larger than Vault takes. */
  | { readonly kind: 'too-large' }
  /** Another server is to be asked, which need not be the same Vault. */
  | { readonly kind: 'redirected' }
  /** Not an answer of Vault, despite its status. */
  | { readonly kind: 'malformed'; readonly status?: number }
  /** No whole answer came; whether Vault acted is not known. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Kinds that go away by themselves: asking again later makes sense. */
export const isPassing = ({ kind }: VaultAnswer): boolean =>
  kind === 'unreachable' || kind === 'standby' || kind === 'upgrading' || kind === 'failing';

/**
 * Returns what an answer means.
 *
 * Right after an unseal raft answers 500 "local node not active …", which is standby; a 404 that carries
 * metadata is a deleted version; 472 and 473 are what replicas answer to a health check. What proxies say in
 * HTML is never taken for a word of Vault.
 * @see https://developer.hashicorp.com/vault/api-docs#http-status-codes
 * @see https://developer.hashicorp.com/vault/api-docs/system/health
 */
export function classifyAnswer(outcome: HttpOutcome): VaultAnswer {
  if (outcome.kind === 'unreachable') return outcome.reason === 'ANSWER_TOO_LARGE' ? { kind: 'malformed' } : outcome;
  const { status, text } = outcome;
  const body = parse(text);
  const malformed = { kind: 'malformed', status } as const;
  if (status === 204) return { kind: 'ok', body: {} };
  if (status >= 200 && status < 300) return body ? { kind: 'ok', body } : malformed;
  const errors = errorsOf(body);
  const says = (...phrases: readonly string[]): boolean =>
    phrases.some((phrase) => errors?.some((error) => error.includes(phrase)));
  if (says('Upgrading from non-versioned')) return { kind: 'upgrading' };
  if (says('local node not active', 'is in standby mode')) return { kind: 'standby' };
  if (status === 413 || says('exceeds allowed', 'value being too large')) return { kind: 'too-large' };
  switch (status) {
    case 412:
    case 429:
    case 472:
    case 473:
      return { kind: 'standby' };
    case 501:
      return { kind: 'uninitialised' };
    case 502:
    case 504:
      return { kind: 'unreachable', reason: `HTTP_${status}` };
    case 503:
      return says('Vault is sealed') || body?.sealed === true ? { kind: 'sealed' } : { kind: 'failing', status };
  }
  if (status >= 500) return says('malformed JSON') ? { kind: 'refused', status } : { kind: 'failing', status };
  // What follows ends a run or leads to a write, so only Vault itself may say it.
  if (status === 404 && body && !errors) return deletedVersion(body) ?? malformed;
  if (errors === undefined) return malformed;
  switch (status) {
    case 400:
      if (says('check-and-set parameter')) return { kind: 'conflict' };
      if (says('already initialized')) return { kind: 'already-initialised' };
      return says('Vault is not initialized') ? { kind: 'uninitialised' } : { kind: 'refused', status };
    case 403:
      return { kind: 'forbidden' };
    case 404:
      if (says('no handler for route')) return { kind: 'no-mount' };
      return errors.length === 0 ? { kind: 'absent' } : { kind: 'refused', status };
  }
  return { kind: 'refused', status };
}

function deletedVersion({ data }: JsonRecord): VaultAnswer | undefined {
  const metadata = isObject(data) ? data.metadata : undefined;
  if (!isObject(metadata) || typeof metadata.version !== 'number') return undefined;
  return { kind: 'deleted', version: metadata.version, isDestroyed: metadata.destroyed === true };
}

/** Anything but an object is not one of Vault's answers. */
function parse(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Vault says what is wrong in this field, and nobody else does; it is empty where the status says it all. */
const errorsOf = (body: JsonRecord | undefined): readonly string[] | undefined =>
  Array.isArray(body?.errors) && body.errors.every((error) => typeof error === 'string') ? body.errors : undefined;
