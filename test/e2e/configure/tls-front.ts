import http from 'node:http';
import https from 'node:https';
import type { ServerCertificate } from './certificate.ts';

/** TLS before a Vault of the bench, which listens without it: what is rendered names an https address. */
export class TlsFront {
  /** Requests that passed, as method and path. */
  readonly seen: string[] = [];
  readonly #server: https.Server;

  constructor(target: string, { certificate, privateKey }: ServerCertificate) {
    this.#server = https.createServer({ cert: certificate, key: privateKey }, (request, response) => {
      this.seen.push(`${request.method} ${request.url}`);
      const { method, headers } = request;
      const onward = http.request(`${target}${request.url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
  }

  listen(address: string, port: number): Promise<void> {
    return new Promise((settle, fail) => this.#server.on('error', fail).listen(port, address, settle));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
