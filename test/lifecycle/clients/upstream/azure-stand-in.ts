import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands in for Azure on loopback, since Azure itself cannot run here: a token endpoint and one key vault,
 * each a server of its own. They follow the vendor's documents; what these leave open is taken from answers
 * that users quote in public issues:
 *
 * - Token endpoint: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 *   ("Third case"), errors: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 * - Challenge, errors:
 *   https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses,
 *   https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
 * - List and get: https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets and
 *   …/get-secret/get-secret (7.4)
 * - Names, ids, versions: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates
 * - `enabled`, `exp`, `nbf`: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
 * - Throttling: https://learn.microsoft.com/azure/key-vault/general/overview-throttling
 * - A disabled secret (403, `SecretDisabled`): https://github.com/Azure/azure-sdk-for-js/issues/24756;
 *   `ForbiddenByRbac` likewise
 */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The connection is cut in place of an answer. */
  readonly cut?: true;
}

export interface StandInSecret {
  readonly value: string;
  readonly enabled?: boolean;
  /** Seconds since 1970. */
  readonly exp?: number;
  readonly nbf?: number;
  readonly version?: string;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

type Fault = (request: SeenRequest) => Reply | undefined;

class StandInServer {
  readonly seen: SeenRequest[] = [];
  /** Answers in place of the server where it returns a reply. */
  fault: Fault = () => undefined;
  /** Holds an answer back until it is done. */
  gate: (request: SeenRequest) => Promise<void> = async () => undefined;
  /** Requests that are under way, and most that were at once. */
  busy = 0;
  busiest = 0;
  readonly #server: http.Server;

  constructor(answer: (request: SeenRequest) => Reply) {
    this.#server = http.createServer((request, response) => {
      this.busy += 1;
      this.busiest = Math.max(this.busiest, this.busy);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const { method = '', url = '', headers } = request;
        const seen = { method, path: url, headers, form: new URLSearchParams(Buffer.concat(chunks).toString()) };
        this.seen.push(seen);
        const reply = this.fault(seen) ?? answer(seen);
        await this.gate(seen);
        this.busy -= 1;
        if (reply.cut) return void request.socket.destroy();
        const { body = '' } = reply;
        response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

const notFound = (name: string): Reply => ({
  status: 404,
  body: {
    error: { code: 'SecretNotFound', message: `A secret with (name/id) ${name} was not found in this key vault.` },
  },
});

export const forbidden = (inner: string): Reply => ({
  status: 403,
  body: { error: { code: 'Forbidden', message: 'Caller is not authorized.', innererror: { code: inner } } },
});

export const identityRefusal = (status: number, error: string, code: number, text = ''): Reply => ({
  status,
  body: { error, error_description: `AADSTS${code}: ${text}\r\nTrace ID: x`, error_codes: [code], trace_id: 'x' },
});

/** A token endpoint and a key vault that trusts it. */
export class AzureStandIn {
  readonly tenant = randomUUID();
  readonly clientId = randomUUID();
  /** Secrets by name; names are compared without regard to case. */
  readonly secrets = new Map<string, StandInSecret>();
  /** Federated tokens that are valid now. */
  readonly federatedTokens = new Set<string>([jwt()]);
  readonly accessTokens = new Set<string>();
  /** Every value and token of the run, for the search of leaks. */
  readonly credentials = new Set<string>(this.federatedTokens);
  readonly authority: StandInServer;
  readonly vault: StandInServer;
  /** Secrets on a page of the list, at most. */
  pageSize = 25;

  private constructor() {
    this.authority = new StandInServer((request) => this.#exchange(request));
    this.vault = new StandInServer((request) => this.#read(request));
  }

  static async start(): Promise<AzureStandIn> {
    const azure = new AzureStandIn();
    await Promise.all([azure.authority.listen(), azure.vault.listen()]);
    return azure;
  }

  async stop(): Promise<void> {
    await Promise.all([this.authority.close(), this.vault.close()]);
  }

  /** Puts a secret with a value that no other one has. */
  put(name: string, secret: Partial<StandInSecret> = {}): string {
    const value = secret.value ?? randomBytes(12).toString('hex');
    this.secrets.set(name, { version: randomBytes(16).toString('hex'), ...secret, value });
    if (value.trim() !== '') this.credentials.add(value);
    return value;
  }

  /** Makes a federated token, valid or not, as the kubelet would write it. */
  federate(isValid: boolean): string {
    const token = jwt();
    if (isValid) this.federatedTokens.add(token);
    this.credentials.add(token);
    return token;
  }

  get resource(): string {
    return this.vault.origin;
  }

  challenge(resource = this.resource, tenant = this.tenant): Reply {
    const authenticate = `Bearer authorization="https://login.windows.net/${tenant}", resource="${resource}"`;
    const message = 'AKV10000: Request is missing a Bearer or PoP token.';
    return {
      status: 401,
      headers: { 'www-authenticate': authenticate },
      body: { error: { code: 'Unauthorized', message } },
    };
  }

  #exchange({ method, path, headers, form }: SeenRequest): Reply {
    if (method !== 'POST' || headers['content-type'] !== 'application/x-www-form-urlencoded')
      return identityRefusal(400, 'invalid_request', 900561);
    if (path !== `/${this.tenant}/oauth2/v2.0/token`) return identityRefusal(400, 'invalid_request', 90002);
    if (form.get('grant_type') !== 'client_credentials') return identityRefusal(400, 'unsupported_grant_type', 70003);
    if (form.get('scope') !== `${this.resource}/.default`) return identityRefusal(400, 'invalid_scope', 70011);
    if (form.get('client_id') !== this.clientId) return identityRefusal(400, 'unauthorized_client', 700016);
    if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
      return identityRefusal(400, 'invalid_request', 90014);
    const assertion = form.get('client_assertion') ?? '';
    if (!this.federatedTokens.has(assertion))
      return identityRefusal(401, 'invalid_client', 700024, `${assertion} is not within its valid time range.`);
    const token = jwt();
    this.accessTokens.add(token);
    this.credentials.add(token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
  }

  #read({ method, path, headers }: SeenRequest): Reply {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined || !this.accessTokens.has(token)) return this.challenge();
    const url = new URL(path, this.vault.origin);
    const [, collection, name, wantedVersion, ...rest] = url.pathname.split('/');
    const isGet = method === 'GET' && collection === 'secrets' && rest.length === 0;
    if (url.searchParams.get('api-version') !== '7.4' || !isGet)
      return { status: 400, body: { error: { code: 'BadParameter', message: path } } };
    if (name === undefined) return this.#list(url);
    const [spelling, secret] = [...this.secrets].find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
    if (spelling === undefined || secret === undefined) return notFound(name);
    if (wantedVersion !== undefined && wantedVersion !== secret.version) return notFound(name);
    if (secret.enabled === false) return forbidden('SecretDisabled');
    const id = `${this.vault.origin}/secrets/${spelling}/${secret.version}`;
    return { status: 200, body: { value: secret.value, id, attributes: attributes(secret) } };
  }

  #list(url: URL): Reply {
    const most = Number(url.searchParams.get('maxresults') ?? 25);
    if (!(most >= 1 && most <= 25)) return { status: 400, body: { error: { code: 'BadParameter', message: '' } } };
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const to = from + Math.min(most, this.pageSize);
    const value = [...this.secrets].slice(from, to).map(([name, secret]) => ({
      id: `${this.vault.origin}/secrets/${name}`,
      attributes: attributes(secret),
    }));
    const next = `${this.vault.origin}/secrets?api-version=7.4&$skiptoken=${to}&maxresults=${most}`;
    return { status: 200, body: { value, nextLink: to < this.secrets.size ? next : null } };
  }
}

function attributes({ enabled = true, exp, nbf }: StandInSecret): object {
  return { enabled, exp, nbf, created: 1_493_938_410, updated: 1_493_938_410, recoveryLevel: 'Recoverable+Purgeable' };
}

function jwt(): string {
  return ['eyJ0eXAiOiJKV1QifQ', randomBytes(30).toString('base64url'), randomBytes(30).toString('base64url')].join('.');
}
