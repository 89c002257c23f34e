import * as z from 'zod/mini';
import { errorOf, lifecycleError, lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { Clock } from '../../run/clock.ts';
import type { Deadline } from '../../run/deadline.ts';
import { HttpConnection } from '../http/http-connection.ts';
import { type HttpAnswer, sendUntilAnswered } from './send-until-answered.ts';
import { trustedOrigin } from './trusted-origin.ts';
import { identityError, json } from './vendor-error.ts';

export interface WorkloadIdentityAccess {
  /** Environment variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; rejects where it cannot. */
  readonly readFile: (path: string) => Promise<string>;
  readonly clock: Clock;
}

/** Where tokens come from unless `AZURE_AUTHORITY_HOST` says otherwise, as in national clouds. */
const publicAuthority = 'https://login.microsoftonline.com/';

/**
 * How long the kubelet gets to replace a federated token that is not valid (any more, or yet), in
 * milliseconds.
 */
const replacementPause = 2_000;

const tokenSchema = z.object({ access_token: z.string().check(z.regex(/^[\x21-\x7e]+$/)) });

/**
 * The identity of a Pod in Microsoft Entra ID: exchanges the token of its service account for access tokens.
 *
 * The file is read for each exchange, since the kubelet replaces it.
 * @see https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
 * @see
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#third-case-access-token-request-with-a-federated-credential
 */
export class WorkloadIdentity {
  /** Tenant of the identity, as the environment names it. */
  readonly tenant: string;
  readonly #clientId: string;
  readonly #tokenFile: string;
  readonly #readFile: (path: string) => Promise<string>;
  readonly #clock: Clock;
  readonly #authority: HttpConnection;

  /**
   * @param clientId wins over `AZURE_CLIENT_ID`
   * @throws VW5013 for each variable that is missing: nothing stands in for an identity (INC-10)
   */
  constructor(clientId: string | undefined, { environment, readFile, clock }: WorkloadIdentityAccess) {
    const missing: string[] = [];
    const required = (name: string, value = environment[name]): string => {
      if (value === undefined || value.trim() === '') missing.push(name);
      return value?.trim() ?? '';
    };
    this.#clientId = required('AZURE_CLIENT_ID', clientId);
    this.tenant = required('AZURE_TENANT_ID');
    this.#tokenFile = required('AZURE_FEDERATED_TOKEN_FILE');
    const absent = (name: string) =>
      lifecycleProblem('VW5013', `${name} is not set: the Pod has no workload identity, or not all of it`);
    if (missing.length > 0) throw errorOf(missing.map(absent));
    this.#readFile = readFile;
    this.#clock = clock;
    const authority = environment.AZURE_AUTHORITY_HOST ?? publicAuthority;
    this.#authority = new HttpConnection(trustedOrigin(authority, 'AZURE_AUTHORITY_HOST').origin);
  }

  /**
   * Asks for an access token.
   *
   * @throws VW5013 where the federated token is missing or refused; where the client is refused, which an
   * expired token looks like, the file is read once more after a short pause before. VW5014 where no answer
   * comes before the deadline
   */
  async accessToken(scope: string, deadline: Deadline): Promise<string> {
    let answer = await this.#exchange(scope, deadline);
    // The vendor asks to react to `error` only: its numbers (AADSTS700024 for a time range) may change.
    if (answer.status !== 200 && identityError(answer.text).error === 'invalid_client')
      if (replacementPause < deadline.remaining && (await this.#clock.wait(replacementPause, deadline)))
        answer = await this.#exchange(scope, deadline);

    if (answer.status !== 200) {
      const { codes } = identityError(answer.text);
      const cause = codes.length > 0 ? codes.join(', ') : `HTTP ${answer.status}`;
      throw lifecycleError('VW5013', `${this.#whom} refuses the federated token of the Pod: ${cause}`);
    }
    const token = tokenSchema.safeParse(json(answer.text)).data?.access_token;
    if (token === undefined)
      throw lifecycleError('VW5013', `${this.#whom} answered HTTP 200 without an access token that can be sent`);
    return token;
  }

  get #whom(): string {
    return `Microsoft Entra ID at ${this.#authority.origin.host}`;
  }

  async #exchange(scope: string, deadline: Deadline): Promise<HttpAnswer> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: this.#clientId,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await this.#federatedToken(),
    });
    const request = {
      method: 'POST',
      path: `/${encodeURIComponent(this.tenant)}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: body.toString(),
    };
    return sendUntilAnswered(this.#authority, request, { deadline, clock: this.#clock, whom: this.#whom });
  }

  async #federatedToken(): Promise<string> {
    const token = await this.#readFile(this.#tokenFile).catch(() => undefined);
    if (token === undefined || token.trim() === '')
      throw lifecycleError('VW5013', 'The file that AZURE_FEDERATED_TOKEN_FILE names cannot be read, or is empty');
    return token.trim();
  }
}
