import type { Readable, Writable } from 'node:stream';
import type { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { type LifecycleCode, lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { Deadline } from '../../run/deadline.ts';
import { HttpConnection, type HttpConnectionOptions, isEndOfRun } from '../http/http-connection.ts';
import { redirectTarget } from './redirect-target.ts';
import { classifyAnswer, isPassing, type VaultAnswer } from './vault-answer.ts';

export interface VaultClientOptions extends HttpConnectionOptions {
  /** Whether a person named the address: it then leads to no other host. @default false */
  readonly isGiven?: boolean;
  /** Vault namespace of the requests. @default the root namespace */
  readonly namespace?: string | undefined;
}

export interface VaultRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** API path below `/v1/`, its segments encoded. */
  readonly path: string;
  readonly body?: unknown;
  /**
   * Whether the request is sent again where no answer came or Vault is not ready. Only for requests that may
   * be carried out twice.
   * @default true for GET
   */
  readonly repeat?: boolean;
  /** Milliseconds without an answer after which the request is given up. @default 15000 */
  readonly timeout?: number;
  /** Sends it to the root namespace, instead of the namespace of the client. @default false */
  readonly isOfRoot?: boolean;
  /** Sends it without the token of the client. @default false */
  readonly isAnonymous?: boolean;
  /**
   * How long the answer is kept in a cubbyhole, such as `30m`, in place of being given.
   * @default not at all
   * @see https://developer.hashicorp.com/vault/docs/concepts/response-wrapping
   */
  readonly wrapTtl?: string;
  /** Takes the body of a good answer as it comes. @default none */
  readonly sink?: Writable;
  /** Body that is read as it is sent, as it is; it can be sent once. @default `body` as JSON */
  readonly source?: { readonly stream: Readable; readonly length: number };
}

/**
 * What is about the server itself, which no namespace has.
 * @see https://developer.hashicorp.com/vault/docs/enterprise/namespaces
 */
const ofServer = /^sys\/(?:init|seal-status|health|unseal|leader)$/;

/** How long a request is repeated before its last answer counts, in milliseconds. */
const patience = 20_000;
const longestPause = 1_000;
const redirectLimit = 3;

/**
 * Talks to Vault or OpenBao: classified answers, kept connections, a deadline over everything, redirects to
 * the active node.
 *
 * @see https://developer.hashicorp.com/vault/api-docs
 */
export class VaultClient {
  readonly address: string;
  readonly #options: VaultClientOptions;
  readonly #connections = new Map<string, HttpConnection>();
  #token: string | undefined;

  /** @param address as rendered, e.g. `http://vault-core-local.ameide-local.svc.cluster.local:8200` */
  constructor(address: string, options: VaultClientOptions = {}) {
    // It stands in messages, so what could come before or behind the host is left out.
    this.address = new URL(address).origin;
    this.#options = options;
  }

  /** The token of later requests; `undefined` logs out without revoking. */
  set token(token: string | undefined) {
    this.#token = token;
  }

  /** Takes the token of another client of the same Vault. */
  loginAs(other: VaultClient): void {
    this.#token = other.#token;
  }

  get hasToken(): boolean {
    return this.#token !== undefined;
  }

  /**
   * Sends a request and says what the answer means; passing states are waited out where the request may be
   * repeated.
   */
  async send(request: VaultRequest, deadline: Deadline): Promise<VaultAnswer> {
    const { repeat = request.method === 'GET' } = request;
    const until = deadline.atMost(patience);
    let last: VaultAnswer | undefined;
    for (let pause = 50; ; pause = Math.min(pause * 2, longestPause)) {
      const answer = await this.#sendOnce(request, deadline);
      // What Vault said before explains more than that the time was over.
      if (last && answer.kind === 'unreachable' && answer.reason === 'DEADLINE') return last;
      if (!repeat || !isPassing(answer) || !(await until.wait(pause))) return answer;
      last = answer;
    }
  }

  /**
   * Sends a request that must succeed.
   * @param what names the request in the error
   * @throws VW5001–VW5004, VW5021 by what the answer means
   */
  async expect(request: VaultRequest, what: string, deadline: Deadline): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.send(request, deadline);
    if (answer.kind !== 'ok') throw vaultError(answer, what);
    return answer.body;
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }

  async #sendOnce(
    { method, path, body, timeout, isOfRoot, isAnonymous, wrapTtl, sink, source }: VaultRequest,
    deadline: Deadline,
  ): Promise<VaultAnswer> {
    let origin = this.address;
    let target = `/v1/${path}`;
    const namespace = isOfRoot || ofServer.test(path) ? undefined : this.#options.namespace;
    for (let hops = 0; ; hops++) {
      const outcome = await this.#connection(origin).send(
        {
          method,
          path: target,
          headers: {
            'x-vault-request': 'true',
            ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
            ...(this.#token !== undefined && !isAnonymous && { 'x-vault-token': this.#token }),
            ...(wrapTtl !== undefined && { 'x-vault-wrap-ttl': wrapTtl }),
            ...(body !== undefined && {
              'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
            }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(timeout !== undefined && { timeout }),
          sink,
          source,
        },
        deadline,
      );
      if (outcome.kind !== 'answer' || (outcome.status !== 307 && outcome.status !== 308))
        return classifyAnswer(outcome);
      const next = redirectTarget(outcome.headers.location, {
        origin: this.address,
        target,
        isGiven: this.#options.isGiven === true,
      });
      if (next === undefined) return { kind: 'redirected' };
      if (hops === redirectLimit) return { kind: 'malformed', status: outcome.status };
      origin = next.origin;
      target = next.pathname + next.search;
    }
  }

  #connection(origin: string): HttpConnection {
    const existing = this.#connections.get(origin);
    if (existing) return existing;
    const created = new HttpConnection(origin, this.#options);
    this.#connections.set(origin, created);
    return created;
  }
}

const codes: Readonly<Record<Exclude<VaultAnswer['kind'], 'ok'>, readonly [LifecycleCode, string]>> = {
  unreachable: ['VW5001', 'no answer'],
  sealed: ['VW5002', 'it is sealed'],
  standby: ['VW5002', 'it is standby'],
  upgrading: ['VW5002', 'the kv mount is being upgraded'],
  uninitialised: ['VW5002', 'it is not initialised'],
  failing: ['VW5002', 'a server error'],
  forbidden: ['VW5003', 'permission denied'],
  absent: ['VW5004', 'it is not there'],
  'no-mount': ['VW5004', 'nothing is mounted there'],
  deleted: ['VW5015', 'its newest version is deleted'],
  conflict: ['VW5021', 'check-and-set did not hold'],
  'already-initialised': ['VW5004', 'it is initialised already'],
  refused: ['VW5004', 'the request is refused'],
  'too-large': ['VW5028', 'it is larger than Vault takes'],
  redirected: ['VW5004', 'it redirects to another server, to which no token is sent'],
  malformed: ['VW5004', 'the answer is not one of Vault’s'],
};

/** Makes the error of an answer that ends a run. @param what names the request */
export function vaultError(answer: Exclude<VaultAnswer, { kind: 'ok' }>, what: string): VaultwrightError {
  if (answer.kind === 'unreachable' && isEndOfRun(answer.reason))
    return lifecycleError('VW5020', `The run ended (${answer.reason}) before Vault answered: ${what}`);
  const [code, meaning] = codes[answer.kind];
  const detail = 'reason' in answer ? ` (${answer.reason})` : 'status' in answer ? ` (${answer.status})` : '';
  return lifecycleError(code, `Vault, ${what}: ${meaning}${detail}`);
}

/** Encodes a Vault path for a URL; slashes stay. */
export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
