import http from 'node:http';
import https from 'node:https';
import type { Deadline } from '../run/deadline.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds without an answer after which the request is given up. @default 15000 */
  readonly timeout?: number;
}

/** What came of a request. No text of the other side goes into a message; callers name what they asked for. */
export type HttpOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly text: string;
    }
  /** No whole answer came; whether the other side acted is not known. `reason` is a code such as ECONNREFUSED. */
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface HttpConnectionOptions {
  /** Certificate authority of the server, PEM. @default those of Node.js */
  readonly authority?: string;
  /** Unix socket that is used in place of host and port. @default none */
  readonly socketPath?: string;
  /** Connections at once; further requests wait for one. @default 32 */
  readonly connections?: number;
}

/** Largest answer that is read, in bytes; values have at most 1 MiB. */
const answerLimit = 32 * 1024 * 1024;

/** Kept connections to one server; requests never follow redirects and never outlive their deadline. */
export class HttpConnection {
  readonly origin: URL;
  readonly #agent: http.Agent;
  readonly #socketPath: string | undefined;

  constructor(origin: string, { authority, socketPath, connections = 32 }: HttpConnectionOptions = {}) {
    this.origin = new URL(origin);
    this.#socketPath = socketPath;
    const settings = { keepAlive: true, maxSockets: connections, scheduling: 'lifo' as const };
    this.#agent =
      this.origin.protocol === 'https:'
        ? new https.Agent({ ...settings, ...(authority !== undefined && { ca: authority }) })
        : new http.Agent(settings);
  }

  /** Sends one request and reads the whole answer, whatever its status. */
  send({ method, path, headers, body, timeout = 15_000 }: HttpRequest, deadline: Deadline): Promise<HttpOutcome> {
    const limit = Math.min(timeout, deadline.remaining);
    if (limit <= 0) return Promise.resolve({ kind: 'unreachable', reason: 'DEADLINE' });
    const { protocol, hostname, port } = this.origin;
    const send = protocol === 'https:' ? https.request : http.request;
    return new Promise((settle) => {
      const end = (outcome: HttpOutcome): void => {
        clearTimeout(timer);
        deadline.signal.removeEventListener('abort', stop);
        settle(outcome);
      };
      const fail = (reason: string) => {
        end({ kind: 'unreachable', reason });
        sent.destroy();
      };
      const sent = send(
        {
          method,
          path,
          agent: this.#agent,
          ...(this.#socketPath === undefined
            ? { hostname: hostname.replace(/^\[|\]$/g, ''), port }
            : { socketPath: this.#socketPath }),
          headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > answerLimit) fail('ANSWER_TOO_LARGE');
            else chunks.push(chunk);
          });
          answer.on('aborted', () => fail('ECONNRESET'));
          answer.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'ECONNRESET'));
          answer.on('end', () =>
            answer.complete
              ? end({
                  kind: 'answer',
                  status: answer.statusCode ?? 0,
                  headers: answer.headers,
                  text: Buffer.concat(chunks).toString('utf8'),
                })
              : fail('ECONNRESET'),
          );
        },
      );
      const timer = setTimeout(() => fail('ETIMEDOUT'), limit);
      const stop = (): void => fail('STOPPED');
      deadline.signal.addEventListener('abort', stop, { once: true });
      sent.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'ERROR'));
      sent.end(body);
    });
  }

  /** Closes all connections. */
  close(): void {
    this.#agent.destroy();
  }
}
