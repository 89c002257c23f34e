import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Number of the connection, from 1. */
  readonly connection: number;
}

export type Reply = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** A loopback server that answers as a test says, and remembers what it was asked. */
export class ScriptedServer implements AsyncDisposable {
  readonly requests: SeenRequest[] = [];
  readonly origin: string;
  readonly #server: Server;
  readonly #connections: Set<Socket>;
  #most = 0;

  private constructor(server: Server, connections: Set<Socket>) {
    this.#server = server;
    this.#connections = connections;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(reply: Reply): Promise<ScriptedServer> {
    const connections = new Set<Socket>();
    const numbers = new WeakMap<Socket, number>();
    let count = 0;
    const server = createServer(async (incoming, response) => {
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: await text(incoming).catch(() => ''),
        connection: numbers.get(incoming.socket) ?? 0,
      };
      scripted.requests.push(request);
      await reply(request, response);
    });
    server.on('connection', (socket) => {
      numbers.set(socket, ++count);
      connections.add(socket.on('close', () => connections.delete(socket)));
      scripted.#most = Math.max(scripted.#most, connections.size);
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const scripted = new ScriptedServer(server, connections);
    return scripted;
  }

  /** Most connections that were open at once. */
  get mostConnections(): number {
    return this.#most;
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((settle) => this.#server.close(settle));
  }
}

/** Answers with a status and a body, objects as JSON. */
export function answer(response: ServerResponse, status: number, body?: object | string, headers = {}): void {
  response.writeHead(status, headers).end(typeof body === 'object' ? JSON.stringify(body) : body);
}

/** An address at which nothing listens. */
export async function closedOrigin(): Promise<string> {
  const server = await ScriptedServer.start(() => undefined);
  await server[Symbol.asyncDispose]();
  return server.origin;
}
