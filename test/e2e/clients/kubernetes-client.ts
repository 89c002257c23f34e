import { benchProblem } from '../bench-problem.ts';
import { exchange, type HttpAnswer, openExchange } from './http-exchange.ts';

/** An object as the API server speaks it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
  };
  // The schema depends on the kind; tests narrow what they read.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly [field: string]: any;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubernetesObject;
}

interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Field manager of what tests apply, as a GitOps tool would have one of its own. */
const fieldManager = 'vaultwright-e2e';

/**
 * Talks to the API server with plain requests, so that no client library stands between a test and what is on
 * the wire.
 */
export class KubernetesClient {
  readonly #address: string;
  readonly #authority: string;
  readonly #token: string;
  readonly #resources = new Map<string, readonly Resource[]>();

  readonly #user: string | undefined;

  constructor(address: string, authority: string, token: string, user?: string) {
    this.#address = address;
    this.#authority = authority;
    this.#token = token;
    this.#user = user;
  }

  /** The same server, as another user. */
  as(token: string): KubernetesClient {
    return new KubernetesClient(this.#address, this.#authority, token);
  }

  /** The same server, speaking for another user, which takes the right to impersonate. */
  impersonating(user: string): KubernetesClient {
    return new KubernetesClient(this.#address, this.#authority, this.#token, user);
  }

  /** Sends one request and gives the answer, whatever its status. */
  request(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<HttpAnswer> {
    return exchange({
      method,
      url: `${this.#address}${path}`,
      authority: this.#authority,
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        'content-type': contentType,
        ...(this.#user !== undefined && { 'impersonate-user': this.#user }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** @throws VW9008 where the object cannot be read for another reason than that it does not exist */
  async find(reference: Reference, name: string, namespace?: string): Promise<KubernetesObject | undefined> {
    const path = await this.path(reference, namespace, name);
    const answer = await this.request('GET', path);
    return answer.status === 404 ? undefined : accepted(answer, 'GET', path);
  }

  /** @throws VW9008 where the object does not exist */
  async get(reference: Reference, name: string, namespace?: string): Promise<KubernetesObject> {
    const path = await this.path(reference, namespace, name);
    return accepted(await this.request('GET', path), 'GET', path);
  }

  async list(reference: Reference, namespace?: string, query = ''): Promise<readonly KubernetesObject[]> {
    const path = `${await this.path(reference, namespace)}${query}`;
    const { items } = accepted(await this.request('GET', path), 'GET', path) as { items?: KubernetesObject[] };
    // Items of a list come without their kind.
    return (items ?? []).map((item) => ({ ...item, ...reference }));
  }

  async create(object: KubernetesObject, namespace = object.metadata.namespace): Promise<KubernetesObject> {
    const path = await this.path(object, namespace);
    return accepted(await this.request('POST', path, object), 'POST', path);
  }

  /** Applies an object server-side; a field that the schema does not know is an error. */
  async apply(object: KubernetesObject, manager = fieldManager): Promise<KubernetesObject> {
    const { name, namespace } = object.metadata;
    const path = `${await this.path(object, namespace, name)}?fieldManager=${manager}&force=true&fieldValidation=Strict`;
    return accepted(await this.request('PATCH', path, object, 'application/apply-patch+yaml'), 'PATCH', path);
  }

  async patch(
    reference: Reference,
    name: string,
    namespace: string | undefined,
    body: unknown,
    subresource = '',
  ): Promise<KubernetesObject> {
    const path = `${await this.path(reference, namespace, name)}${subresource}`;
    return accepted(await this.request('PATCH', path, body, 'application/merge-patch+json'), 'PATCH', path);
  }

  async delete(reference: Reference, name: string, namespace?: string): Promise<void> {
    const path = `${await this.path(reference, namespace, name)}?propagationPolicy=Background`;
    const answer = await this.request('DELETE', path);
    if (answer.status !== 404) accepted(answer, 'DELETE', path);
  }

  /** Asks for a token of a ServiceAccount; bound to a Pod where one is given. */
  async serviceAccountToken(
    namespace: string,
    name: string,
    spec: { audiences?: readonly string[]; expirationSeconds?: number; boundObjectRef?: unknown } = {},
  ): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
    return accepted(await this.request('POST', path, body), 'POST', path).status.token;
  }

  /** Follows a kind from a resource version on; ends when the server or `signal` ends it. */
  async *watch(reference: Reference, resourceVersion: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const path = `${await this.path(reference)}?watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`;
    const answer = await openExchange({
      method: 'GET',
      url: `${this.#address}${path}`,
      authority: this.#authority,
      headers: { authorization: `Bearer ${this.#token}`, accept: 'application/json' },
      timeout: 600_000,
    });
    const stop = (): void => void answer.destroy();
    signal.addEventListener('abort', stop);
    try {
      let rest = '';
      answer.setEncoding('utf8');
      for await (const chunk of answer) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line !== '') yield JSON.parse(line) as WatchEvent;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      answer.destroy();
    }
  }

  /** Returns the path of a kind, or of one object of it. */
  async path({ apiVersion, kind }: Reference, namespace?: string, name?: string): Promise<string> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = await this.#resource(base, kind);
    const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${base}${scope}/${resource.name}${name === undefined ? '' : `/${name}`}`;
  }

  async #resource(base: string, kind: string): Promise<Resource> {
    const known = this.#resources.get(base)?.find((resource) => resource.kind === kind);
    if (known) return known;
    const listed = accepted(await this.request('GET', base), 'GET', base).resources as Resource[];
    const resources = listed.filter(({ name }) => !name.includes('/'));
    this.#resources.set(base, resources);
    const found = resources.find((resource) => resource.kind === kind);
    if (!found) throw benchProblem('VW9008', `The API server knows no ${kind} in ${base}`);
    return found;
  }
}

function accepted(answer: HttpAnswer, method: string, path: string): KubernetesObject {
  if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.text);
  const message = answer.text.startsWith('{') ? JSON.parse(answer.text).message : answer.text.slice(0, 300);
  throw benchProblem('VW9008', `${method} ${path} was answered ${answer.status}: ${message}`);
}
