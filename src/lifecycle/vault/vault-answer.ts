import type { HttpOutcome } from '../http/http-connection.ts';

type Body = Readonly<Record<string, unknown>>;

/** What an answer of Vault means. Only `absent` is a proven absence. */
export type VaultAnswer =
  | { readonly kind: 'ok'; readonly body: Body }
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
  | { readonly kind: 'malformed' }
  /** No whole answer came; whether Vault acted is not known. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Kinds that go away by themselves: asking again later makes sense. */
export const isPassing = ({ kind }: VaultAnswer): boolean =>
  kind === 'unreachable' || kind === 'standby' || kind === 'upgrading' || kind === 'failing';

/**
 * Tells what an answer means.
 *
 * Right after an unseal raft answers 500 "local node not active …", which is standby; a 404 that carries metadata is a deleted
 * version; 472 and 473 are what replicas answer to a health check.
 * @see https://developer.hashicorp.com/vault/api-docs#http-status-codes
 * @see https://developer.hashicorp.com/vault/api-docs/system/health
 */
export function classifyAnswer(outcome: HttpOutcome): VaultAnswer {
  if (outcome.kind === 'unreachable') return outcome;
  const { status, text } = outcome;
  const body = parse(text);
  if (status >= 200 && status < 300) return body === undefined ? { kind: 'malformed' } : { kind: 'ok', body };
  const errors = errorsOf(body);
  const says = (phrase: string): boolean => errors.some((error) => error.includes(phrase));
  if (says('Upgrading from non-versioned')) return { kind: 'upgrading' };
  switch (status) {
    case 400:
      if (says('check-and-set parameter')) return { kind: 'conflict' };
      if (says('already initialized')) return { kind: 'already-initialised' };
      return says('not yet initialized') ? { kind: 'uninitialised' } : { kind: 'refused', status };
    case 403:
      return { kind: 'forbidden' };
    case 404:
      // A proxy in between also says 404; only Vault says it in this way.
      if (body === undefined) return { kind: 'malformed' };
      if (says('no handler for route')) return { kind: 'no-mount' };
      return deletedVersion(body) ?? (Array.isArray(body.errors) ? { kind: 'absent' } : { kind: 'malformed' });
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
      return body?.initialized === false || says('not yet initialized')
        ? { kind: 'uninitialised' }
        : body !== undefined && (says('sealed') || body.sealed === true)
          ? { kind: 'sealed' }
          : { kind: 'failing', status };
  }
  if (status === 500 && (says('local node not active') || says('node is in standby'))) return { kind: 'standby' };
  return status >= 500 ? { kind: 'failing', status } : { kind: 'refused', status };
}

function deletedVersion({ data }: Body): VaultAnswer | undefined {
  const metadata = isObject(data) ? data.metadata : undefined;
  if (!isObject(metadata) || typeof metadata.version !== 'number') return undefined;
  return { kind: 'deleted', version: metadata.version, isDestroyed: metadata.destroyed === true };
}

/** An empty answer is an empty object; anything but an object is not one of Vault's. */
function parse(text: string): Body | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const errorsOf = (body: Body | undefined): string[] =>
  Array.isArray(body?.errors) ? body.errors.filter((error) => typeof error === 'string') : [];

/** Tells an object from other JSON values. */
export const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
