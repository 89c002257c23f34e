import type { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { isObject } from '../../../model/json-record.ts';
import { apiServerError } from '../../problems/kubernetes-problems.ts';
import type { Deadline } from '../../run/deadline.ts';
import { HttpConnection, type HttpConnectionOptions, type HttpOutcome, isEndOfRun } from '../http/http-connection.ts';

/** An object as the API server speaks it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** What an answer of the API server means. */
export type KubernetesAnswer =
  | { readonly kind: 'ok'; readonly object: KubernetesObject }
  | { readonly kind: 'absent' }
  /** The API server has no such group or version, as before a CRD is installed. */
  | { readonly kind: 'no-api' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unauthorised' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'failing'; readonly status: number }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface KubernetesClientOptions extends HttpConnectionOptions {
  /**
   * Returns the token of the next request, read anew since tokens are replaced while the program runs.
   * @default none
   */
  readonly token?: () => string;
}

export interface ApplyOptions {
  readonly fieldManager: string;
  /** Takes over fields of other managers. @default false: their owner wins, as `conflict` */
  readonly force?: boolean;
  /** Has the API server check everything and store nothing. @default false */
  readonly dryRun?: boolean;
}

const patience = 15_000;
const longestPause = 1_000;

/**
 * Talks to the API server: reads, server-side apply, merge patches.
 *
 * Server-side apply is the one way to create an object that RBAC can bind to a name.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export class KubernetesClient {
  readonly #connection: HttpConnection;
  readonly #token: (() => string) | undefined;

  constructor(address: string, { token, ...options }: KubernetesClientOptions = {}) {
    this.#connection = new HttpConnection(address, { connections: 8, ...options });
    this.#token = token;
  }

  get(path: string, deadline: Deadline): Promise<KubernetesAnswer> {
    return this.#send({ method: 'GET', path }, deadline);
  }

  /** Reads an object. @returns `undefined` where it does not exist @throws VW5018, VW5019 */
  async find(path: string, deadline: Deadline): Promise<KubernetesObject | undefined> {
    const answer = await this.get(path, deadline);
    if (answer.kind === 'absent') return undefined;
    return kubernetesObject(answer, `read ${readable(path)}`);
  }

  /**
   * Lists the objects at a path.
   * @returns `undefined` where the kind does not exist
   * @throws VW5018, VW5019
   */
  async list(path: string, deadline: Deadline): Promise<readonly KubernetesObject[] | undefined> {
    const answer = await this.get(path, deadline);
    if (answer.kind === 'absent' || answer.kind === 'no-api') return undefined;
    const { items } = kubernetesObject(answer, `list ${readable(path)}`);
    if (!Array.isArray(items)) throw kubernetesError({ kind: 'malformed' }, `list ${readable(path)}`);
    return items as readonly KubernetesObject[];
  }

  /**
   * Applies an object at its own path, created where it does not exist. Carried out twice it does the same.
   */
  apply(path: string, object: KubernetesObject, options: ApplyOptions, deadline: Deadline): Promise<KubernetesAnswer> {
    const { fieldManager, force = false, dryRun = false } = options;
    const query = new URLSearchParams({
      fieldManager,
      force: String(force),
      fieldValidation: 'Strict',
      ...(dryRun && { dryRun: 'All' }),
    });
    return this.#send(
      {
        method: 'PATCH',
        path: `${path}?${query}`,
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(object),
      },
      deadline,
    );
  }

  /** Merges fields into an object that exists. */
  merge(path: string, fields: object, fieldManager: string, deadline: Deadline): Promise<KubernetesAnswer> {
    return this.#send(
      {
        method: 'PATCH',
        path: `${path}?${new URLSearchParams({ fieldManager })}`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify(fields),
      },
      deadline,
    );
  }

  close(): void {
    this.#connection.close();
  }

  /** Repeats what may pass: no answer, a busy server, a token that is not valid yet. */
  async #send(
    request: { method: string; path: string; headers?: Record<string, string>; body?: string },
    deadline: Deadline,
  ): Promise<KubernetesAnswer> {
    const until = deadline.atMost(patience);
    let last: KubernetesAnswer | undefined;
    for (let pause = 50; ; pause = Math.min(pause * 2, longestPause)) {
      const answer = await this.#sendOnce(request, deadline);
      // What the API server said before explains more than that the time was over.
      if (last && answer.kind === 'unreachable' && answer.reason === 'DEADLINE') return last;
      const passes = ['unreachable', 'failing', 'unauthorised'].includes(answer.kind);
      if (!passes || !(await until.wait(pause))) return answer;
      last = answer;
    }
  }

  async #sendOnce(
    request: { method: string; path: string; headers?: Record<string, string>; body?: string },
    deadline: Deadline,
  ): Promise<KubernetesAnswer> {
    let token: string | undefined;
    try {
      token = this.#token?.();
    } catch {
      // The file is replaced while the program runs; for a moment it may not be there.
      return { kind: 'unauthorised' };
    }
    const authorisation = token !== undefined && { authorization: `Bearer ${token}` };
    const headers = { accept: 'application/json', ...request.headers, ...authorisation };
    return classify(await this.#connection.send({ ...request, headers }, deadline));
  }
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#api-responses */
function classify(outcome: HttpOutcome): KubernetesAnswer {
  if (outcome.kind === 'unreachable') return outcome;
  const { status, text } = outcome;
  const body = parse(text);
  switch (status) {
    case 401:
      return { kind: 'unauthorised' };
    case 403:
      return { kind: 'forbidden' };
    case 404:
      // Only the API server says it in this way, and only of an object is it a proven absence.
      if (body?.kind === 'Status') return { kind: 'absent' };
      return text.trim() === '404 page not found' ? { kind: 'no-api' } : { kind: 'malformed' };
    case 409:
      return { kind: 'conflict' };
    case 429:
      return { kind: 'failing', status };
  }
  if (status >= 500) return { kind: 'failing', status };
  if (status >= 300) return { kind: 'refused', status };
  return body ? { kind: 'ok', object: body as KubernetesObject } : { kind: 'malformed' };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the object of an answer that must be one.
 * @throws VW5018 where nothing is known, VW5019 where it is refused
 */
export function kubernetesObject(answer: KubernetesAnswer, what: string): KubernetesObject {
  if (answer.kind === 'ok') return answer.object;
  throw kubernetesError(answer, what);
}

/** Makes the error of an answer that ends a run. @param what names the request */
export function kubernetesError(answer: Exclude<KubernetesAnswer, { kind: 'ok' }>, what: string): VaultwrightError {
  if (answer.kind === 'unreachable' && isEndOfRun(answer.reason))
    return apiServerError('VW5020', `The run ended (${answer.reason}) before Kubernetes answered: ${what}`);
  const detail = 'reason' in answer ? ` (${answer.reason})` : 'status' in answer ? ` (${answer.status})` : '';
  const isPassing = answer.kind === 'unreachable' || answer.kind === 'failing';
  return apiServerError(isPassing ? 'VW5018' : 'VW5019', `Kubernetes, ${what}: ${answer.kind}${detail}`);
}

/** Formats an API path for a person: `secrets/name in namespace`. */
const readable = (path: string): string => {
  const [, namespace, resource] = /\/namespaces\/([^/]+)\/(.+)$/.exec(path.split('?')[0] ?? '') ?? [];
  return resource === undefined ? path : `${resource} in ${namespace}`;
};

/** Path of a Secret. */
export const secretPath = (namespace: string, name: string): string =>
  `/api/v1/namespaces/${namespace}/secrets/${name}`;

/** Decodes the data of a Secret; a key that holds something else than text is left out. */
export function secretData({ data }: KubernetesObject): Readonly<Record<string, string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return Object.fromEntries(
    Object.entries(isObject(data) ? data : {}).flatMap(([key, text]) => {
      try {
        return [[key, decoder.decode(Buffer.from(String(text), 'base64'))]];
      } catch {
        return [];
      }
    }),
  );
}

/** Encodes texts as the data of a Secret. */
export const encodeData = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
