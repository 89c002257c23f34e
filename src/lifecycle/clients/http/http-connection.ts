import type http from 'node:http';
import type { Readable, Writable } from 'node:stream';
import type { Deadline } from '../../run/deadline.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds without an answer after which the request is given up. @default 15000 */
  readonly timeout?: number;
  /** Takes the body of a good answer as it comes, of any size; the outcome then holds `{}`. @default none */
  readonly sink?: Writable | undefined;
  /** Body that is read as it is sent. @default `body` */
  readonly source?: { readonly stream: Readable; readonly length: number } | undefined;
}

/**
 * What came of a request. No text of the other side goes into a message; callers name what they asked for.
 */
export type HttpOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly text: string;
    }
  /**
   * No whole answer came; whether the other side acted is not known. `reason` is a code such as ECONNREFUSED.
   */
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface HttpConnectionOptions {
  /** Certificate authority of the server, PEM. @default those of Node.js */
  readonly authority?: string | undefined;
  /** Unix socket that is used in place of host and port. @default none */
  readonly socketPath?: string;
  /** Connections at once; further requests wait for one. @default 32 */
  readonly connections?: number;
}

// An import reads every export of node:http, among them WebSocket, for which Node.js then loads a whole
// client of its own: half of the start.
const client = (protocol: string): Pick<typeof http, 'Agent' | 'request'> =>
  protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');

/** Separates the end of the run from a fault of the other side. */
export const isEndOfRun = (reason: string): boolean => reason === 'STOPPED' || reason === 'DEADLINE';

/** Largest answer that is read, in bytes; values have at most 1 MiB. */
const answerLimit = 32 * 1024 * 1024;

/** Kept connections to one server; requests never follow redirects and never outlive their deadline. */
export class HttpConnection {
  readonly origin: URL;
  readonly #agent: http.Agent;
  readonly #request: typeof http.request;
  readonly #place: http.RequestOptions;

  constructor(origin: string, { authority, socketPath, connections = 32 }: HttpConnectionOptions = {}) {
    this.origin = new URL(origin);
    const { protocol, hostname, port } = this.origin;
    const { Agent, request } = client(protocol);
    const settings = { keepAlive: true, maxSockets: connections, scheduling: 'lifo' as const };
    this.#agent = new Agent({ ...settings, ...(authority !== undefined && { ca: authority }) });
    this.#request = request;
    this.#place = socketPath === undefined ? { hostname: hostname.replace(/^\[|\]$/g, ''), port } : { socketPath };
  }

  /** Sends one request and reads the whole answer, with any status. It never rejects. */
  send(
    { method, path, headers, body, timeout = 15_000, sink, source }: HttpRequest,
    deadline: Deadline,
  ): Promise<HttpOutcome> {
    if (deadline.isOver) return Promise.resolve({ kind: 'unreachable', reason: deadline.reason });
    const { remaining } = deadline;
    return new Promise((settle) => {
      let sent: http.ClientRequest | undefined;
      const end = (outcome: HttpOutcome): void => {
        clearTimeout(timer);
        deadline.signal.removeEventListener('abort', stop);
        settle(outcome);
      };
      const fail = (reason: string): void => {
        end({ kind: 'unreachable', reason });
        sent?.destroy();
      };
      const stop = (): void => fail(deadline.reason);
      const timer = remaining < timeout ? setTimeout(stop, remaining) : setTimeout(() => fail('ETIMEDOUT'), timeout);
      deadline.signal.addEventListener('abort', stop, { once: true });
      try {
        sent = this.#request({
          ...this.#place,
          agent: this.#agent,
          method,
          path,
          headers: {
            ...headers,
            ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
            ...(source && { 'content-length': String(source.length) }),
          },
        });
      } catch {
        // A character that no path or header may hold; the message could quote it.
        return fail('INVALID_REQUEST');
      }
      sent.on('response', (answer) => {
        const { statusCode: status = 0, headers: received } = answer;
        if (sink && status === 200) {
          answer.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'ECONNRESET'));
          sink.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'SINK'));
          sink.on('finish', () => end({ kind: 'answer', status, headers: received, text: '{}' }));
          answer.pipe(sink);
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > answerLimit) fail('ANSWER_TOO_LARGE');
          else chunks.push(chunk);
        });
        answer.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'ECONNRESET'));
        answer.on('end', () =>
          end({
            kind: 'answer',
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      sent.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'ERROR'));
      if (source) {
        source.stream.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'SOURCE'));
        source.stream.pipe(sent);
      } else sent.end(body);
    });
  }

  /** Closes all connections. */
  close(): void {
    this.#agent.destroy();
  }
}
