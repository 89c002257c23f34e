import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { makeCertificate } from '../configure/certificate.ts';
import type { BenchNetwork } from '../namespace/bench-network.ts';

const address = '127.0.9.44';
/** The API server has the usual one, at every address of the namespace. */
const port = 9443;

/** The token of a consumer, as the producer has left it in Vault. */
export const gitLabToken = (consumer: string): string => `example of gitlab/tokens/local/${consumer}`;

/** What of GitLab a smoke asks: who a token belongs to. */
export class GitLabFront {
  /** Certificate of the authority that signed its own, PEM. */
  readonly authority: string;
  /** The same as a file. */
  readonly authorityFile: string;
  readonly host: string;
  readonly #known = new Set<string>();
  readonly #server: Server;

  private constructor(host: string, authority: string, authorityFile: string, cert: string, key: string) {
    this.host = host;
    this.authority = authority;
    this.authorityFile = authorityFile;
    this.#server = createServer({ cert, key }, ({ method, url, headers }, response) => {
      const isKnown = this.#known.has(String(headers['private-token']));
      const status = method !== 'GET' || url !== '/api/v4/user' ? 404 : isKnown ? 200 : 401;
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  }

  /** Starts it under the host that Secrets name. */
  static async start(folder: string, network: BenchNetwork, host: string): Promise<GitLabFront> {
    const { authority, certificate, privateKey } = makeCertificate(folder, host);
    const front = new GitLabFront(host, authority, join(folder, 'ca.crt'), certificate, privateKey);
    await new Promise<void>((settle, fail) => front.#server.on('error', fail).listen(port, address, settle));
    network.pointTo(host, address);
    return front;
  }

  /** Gives a rendered object, with the port at which its interface listens; what else is there stays. */
  reached<T>(object: T): T {
    return JSON.parse(
      JSON.stringify(object).replaceAll(`https://${this.host}/api/`, `https://${this.host}:${port}/api/`),
    );
  }

  know(token: string): void {
    this.#known.add(token);
  }

  forget(token: string): void {
    this.#known.delete(token);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
