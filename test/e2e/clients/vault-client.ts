import { benchProblem } from '../bench-problem.ts';
import { exchange } from './http-exchange.ts';

export interface VaultAnswer {
  readonly status: number;
  // Vault's answers differ by path; tests narrow what they read.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
}

/**
 * Talks to Vault with plain requests, independent of the product's own client, so that tests see what the
 * server has.
 */
export class VaultClient {
  readonly address: string;
  readonly #token: string | undefined;
  readonly #authority: string | undefined;

  /** @param authority PEM, behind an https address that no system knows */
  constructor(address: string, token?: string, authority?: string) {
    this.address = address;
    this.#token = token;
    this.#authority = authority;
  }

  /** The same server, with another token. */
  as(token: string): VaultClient {
    return new VaultClient(this.address, token, this.#authority);
  }

  /** Sends one request and gives the answer, whatever its status. */
  async request(method: string, path: string, body?: unknown): Promise<VaultAnswer> {
    const answer = await exchange({
      method,
      url: `${this.address}/v1/${path}`,
      ...(this.#authority !== undefined && { authority: this.#authority }),
      headers: {
        ...(this.#token !== undefined && { 'x-vault-token': this.#token }),
        ...(body !== undefined && {
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: answer.text === '' ? undefined : JSON.parse(answer.text) };
  }

  /** @throws VW9008 on any status but 2xx; the text names the path only */
  async expect(method: string, path: string, body?: unknown): Promise<VaultAnswer['body']> {
    const answer = await this.request(method, path, body);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    const errors = Array.isArray(answer.body?.errors) ? answer.body.errors.join('; ') : '';
    throw benchProblem('VW9008', `Vault answered ${method} ${path} with ${answer.status}: ${errors}`);
  }
}
