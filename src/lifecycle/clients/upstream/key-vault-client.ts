import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { Clock } from '../../run/clock.ts';
import type { Deadline } from '../../run/deadline.ts';
import { HttpConnection } from '../http/http-connection.ts';
import { keyVaultChallenge } from './key-vault-challenge.ts';
import { type HttpAnswer, sendUntilAnswered } from './send-until-answered.ts';
import { trustedOrigin } from './trusted-origin.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/**
 * Sends authorised requests to one key vault: the first, without a token, earns the challenge that says for
 * what a token is needed.
 *
 * @see https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
 */
export class KeyVaultClient {
  readonly label: string;
  readonly #connection: HttpConnection;
  readonly #identity: WorkloadIdentity;
  readonly #clock: Clock;
  #token: Promise<string> | undefined;

  /** @throws VW5013 where `uri` is not the https address of a vault */
  constructor(uri: string, identity: WorkloadIdentity, clock: Clock, connections: number) {
    const { origin, host } = trustedOrigin(uri, 'The address of the key vault');
    this.label = `Azure Key Vault ${host}`;
    this.#connection = new HttpConnection(origin, { connections });
    this.#identity = identity;
    this.#clock = clock;
  }

  /**
   * Path and query of a link that leads to this very vault; `undefined` of any other, which is never sent a
   * token.
   */
  ownPath(link: string): string | undefined {
    const url = URL.canParse(link) ? new URL(link) : undefined;
    return url?.origin === this.#connection.origin.origin ? `${url.pathname}${url.search}` : undefined;
  }

  /**
   * Gets a path and returns any answer but 401, which leads to a new challenge and token, once.
   *
   * @throws VW5013, VW5014, VW5020
   */
  async get(path: string, deadline: Deadline): Promise<HttpAnswer> {
    for (let refusals = 0; ; ) {
      const used = this.#token;
      const answer = await this.#send(path, await used, deadline);
      if (answer.status !== 401) {
        // A vault answers nobody whom it does not know, so this is none.
        if (used === undefined && answer.status !== 403)
          throw lifecycleError('VW5013', `${this.label} answers HTTP ${answer.status} without asking for a token`);
        return answer;
      }
      if (used !== undefined) refusals += 1;
      if (refusals === 2) throw lifecycleError('VW5013', `${this.label} refuses a token that was just made for it`);
      // Of requests that run at once, the first renews for all.
      if (this.#token === used) this.#renew(answer, deadline);
    }
  }

  async #send(path: string, token: string | undefined, deadline: Deadline): Promise<HttpAnswer> {
    const headers = { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const patience = { deadline, clock: this.#clock, whom: this.label };
    return sendUntilAnswered(this.#connection, { method: 'GET', path, headers }, patience);
  }

  #renew(refusal: HttpAnswer, deadline: Deadline): void {
    const renewal = this.#newToken(refusal, deadline);
    this.#token = renewal;
    // Whoever waits for it fails; what comes later starts anew.
    renewal.catch(() => {
      if (this.#token === renewal) this.#token = undefined;
    });
  }

  async #newToken({ headers }: HttpAnswer, deadline: Deadline): Promise<string> {
    const header = headers['www-authenticate'];
    const challenge = keyVaultChallenge(Array.isArray(header) ? header.join(', ') : header, this.#connection.origin);
    if (challenge === undefined)
      throw lifecycleError('VW5013', `${this.label} asks for no token, or for one of another domain than its own`);
    const isId = /^[0-9a-f-]{36}$/i.test(this.#identity.tenant);
    if (challenge.tenant !== undefined && isId && challenge.tenant !== this.#identity.tenant.toLowerCase())
      throw lifecycleError('VW5013', `${this.label} belongs to another tenant than AZURE_TENANT_ID`);
    return this.#identity.accessToken(challenge.scope, deadline);
  }
}
