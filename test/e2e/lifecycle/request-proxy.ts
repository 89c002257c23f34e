import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request that reached a proxy. */
export interface SeenRequest {
  /** Number of the request within the run, over all proxies that share a plan; from 0. */
  readonly index: number;
  readonly server: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Whether it carries a token of Vault. */
  readonly isLoggedIn: boolean;
}

/** What a proxy does with a request. */
export type Treatment =
  | 'forward'
  /** Calls `then` in place of forwarding; the client gets no answer. */
  | { readonly before: () => void }
  /** Forwards, waits for the server's answer, and calls `then` in place of passing it on. */
  | { readonly after: () => void }
  /** Answers in place of the server. */
  | { readonly answer: { readonly status: number; readonly body: string; readonly headers?: Record<string, string> } }
  /** Closes the connection without an answer. */
  | 'reset'
  /** Forwards, and breaks the connection in the middle of the answer's body. */
  | 'reset-mid-body'
  /** Forwards, and holds the answer back for so many milliseconds. */
  | { readonly delay: number }
  /** Lets something else happen on the server first, and then forwards. */
  | { readonly meanwhile: () => Promise<void> };

/** Decides about each request of a run. */
export type Plan = (request: SeenRequest) => Treatment;

/** Counts the requests of one run over several proxies and says what happens to each. */
export class Interception {
  readonly requests: SeenRequest[] = [];
  #plan: Plan = () => 'forward';

  /** Starts a new run. */
  begin(plan: Plan = () => 'forward'): void {
    this.requests.length = 0;
    this.#plan = plan;
  }

  treat(request: Omit<SeenRequest, 'index'>): Treatment {
    const seen = { ...request, index: this.requests.length };
    this.requests.push(seen);
    return this.#plan(seen);
  }
}

/**
 * Stands before a real server and does to requests what a network, a dying client or a server in trouble
 * would.
 */
export class RequestProxy {
  readonly address: string;
  readonly #server: http.Server;
  readonly #agent: http.Agent;

  private constructor(server: http.Server, agent: http.Agent) {
    this.#server = server;
    this.#agent = agent;
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * @param authority certificate authority of an https target, PEM
   * @param token what the target is to see as the client’s token; kubectl sends none without TLS
   */
  static async start(
    name: string,
    target: string,
    interception: Interception,
    authority?: string,
    token?: string,
  ): Promise<RequestProxy> {
    const isSecure = target.startsWith('https:');
    const agent = isSecure
      ? new https.Agent({ keepAlive: true, ...(authority !== undefined && { ca: authority }) })
      : new http.Agent({ keepAlive: true });
    const server = http.createServer((request, response) => {
      if (token !== undefined) request.headers.authorization = `Bearer ${token}`;
      void handle({ name, target, interception, agent, isSecure }, request, response);
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    return new RequestProxy(server, agent);
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((settle) => this.#server.close(settle));
  }
}

interface Forwarding {
  readonly name: string;
  readonly target: string;
  readonly interception: Interception;
  readonly agent: http.Agent;
  readonly isSecure: boolean;
}

async function handle(
  forwarding: Forwarding,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return;
  }
  const body = Buffer.concat(chunks);
  const { method = '', url: path = '' } = request;
  const isLoggedIn = request.headers['x-vault-token'] !== undefined;
  const seen = { server: forwarding.name, method, path, body: body.toString(), isLoggedIn };
  const treatment = forwarding.interception.treat(seen);
  if (treatment === 'reset') return void request.socket.destroy();
  if (typeof treatment === 'object' && 'before' in treatment) {
    treatment.before();
    return void request.socket.destroy();
  }
  if (typeof treatment === 'object' && 'answer' in treatment) {
    const { status, body: text, headers = { 'content-type': 'application/json' } } = treatment.answer;
    return void response.writeHead(status, headers).end(text);
  }
  if (typeof treatment === 'object' && 'meanwhile' in treatment) await treatment.meanwhile();
  const answer = await forward(forwarding, request, body);
  if (answer === undefined) return void request.socket.destroy();
  if (typeof treatment === 'object' && 'after' in treatment) {
    treatment.after();
    return void request.socket.destroy();
  }
  if (typeof treatment === 'object' && 'delay' in treatment)
    await new Promise((settle) => setTimeout(settle, treatment.delay));
  if (request.socket.destroyed) return;
  // Its length is known, so a missing half is seen as such.
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  if (treatment === 'reset-mid-body') {
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
    setTimeout(() => request.socket.destroy(), 20);
    return;
  }
  response.end(answer.body);
}

function forward(
  { target, agent, isSecure }: Forwarding,
  request: http.IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: http.OutgoingHttpHeaders; body: Buffer } | undefined> {
  const send = isSecure ? https.request : http.request;
  const { host: _, connection: __, 'transfer-encoding': ___, ...headers } = request.headers;
  return new Promise((settle) => {
    const sent = send(`${target}${request.url}`, { method: request.method ?? 'GET', headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { 'transfer-encoding': _te, 'content-length': _cl, connection: _c, ...rest } = answer.headers;
        settle({ status: answer.statusCode ?? 0, headers: rest, body: Buffer.concat(chunks) });
      });
      answer.on('error', () => settle(undefined));
    });
    sent.on('error', () => settle(undefined));
    sent.end(body);
  });
}
