import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answer, ScriptedServer, type SeenRequest } from './scripted-server.ts';

interface Entry {
  readonly versions: ({ readonly value: object } | 'deleted' | 'destroyed')[];
  metadata: Record<string, string>;
}

type Fields = Record<string, unknown>;
type Answer = [status: number, body?: object];

/**
 * A Vault as far as a bootstrap uses one, in the words of Vault 1.21: seal, tokens, mounts, and whatever is
 * read back as written.
 */
export class VaultStandIn implements AsyncDisposable {
  readonly server: ScriptedServer;
  readonly entries = new Map<string, Entry>();
  readonly mounts: Record<string, Fields> = {};
  readonly auths: Record<string, Fields> = {};
  /** Policies, roles and configurations, by their API path. */
  readonly objects = new Map<string, Fields>();
  readonly tokens = new Set<string>();
  isSealed = true;
  /** Another than `shamir` opens it as soon as it is initialised. */
  sealType = 'shamir';
  /** Made by the initialisation. */
  keys: { readonly rootToken: string; readonly unsealKey: string } | undefined;
  /** Answers in place of the stand-in, or does something before it does, where it returns `true`. */
  intercept: (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean> = () => false;

  private constructor(server: ScriptedServer) {
    this.server = server;
  }

  static async start(): Promise<VaultStandIn> {
    let standIn: VaultStandIn | undefined;
    const server = await ScriptedServer.start(async (request, response) => {
      if (standIn && !(await standIn.intercept(request, response))) answer(response, ...standIn.#reply(request));
    });
    standIn = new VaultStandIn(server);
    return standIn;
  }

  /** Writes a version as somebody else. */
  put(path: string, value: object): void {
    const entry = this.entries.get(path) ?? { versions: [], metadata: {} };
    entry.versions.push({ value });
    this.entries.set(path, entry);
  }

  /** Writes a version as somebody else who keeps what stands there. */
  patch(path: string, value: object): void {
    this.put(path, { ...this.propertiesAt(path), ...value });
  }

  /** All properties of the newest version. */
  propertiesAt(path: string): Readonly<Fields> {
    const newest = this.entries.get(path)?.versions.at(-1);
    return typeof newest === 'object' ? (newest.value as Fields) : {};
  }

  /** The value of the newest version. */
  valueAt(path: string): unknown {
    const newest = this.entries.get(path)?.versions.at(-1);
    return typeof newest === 'object' ? (newest.value as Fields).value : newest;
  }

  /** Requests that change something, seals and tokens aside. */
  get changes(): readonly string[] {
    return this.server.requests
      .filter(({ method, path }) => method !== 'GET' && !/^\/v1\/(sys\/(init|unseal)|auth\/token)/.test(path))
      .map(({ method, path }) => `${method} ${path.slice('/v1/'.length)}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]();
  }

  #initialise(sent: Fields): Answer {
    if (this.keys) return [400, { errors: ['Vault is already initialized'] }];
    const opensItself = this.sealType !== 'shamir';
    const wrong = Object.keys(sent).find((field) => field.startsWith('recovery_') !== opensItself);
    if (wrong !== undefined)
      return [400, { errors: [`parameters ${wrong} not applicable to seal type ${this.sealType}`] }];
    this.keys = {
      rootToken: `hvs.${randomBytes(18).toString('base64url')}`,
      unsealKey: randomBytes(32).toString('base64'),
    };
    this.tokens.add(this.keys.rootToken);
    if (opensItself) this.isSealed = false;
    const keys = { [opensItself ? 'recovery_keys_base64' : 'keys_base64']: [this.keys.unsealKey] };
    return [200, { ...keys, root_token: this.keys.rootToken }];
  }

  #unseal({ key }: Fields): Answer {
    if (!this.keys) return [400, { errors: ['Vault is not initialized'] }];
    if (key !== this.keys.unsealKey) return [400, { errors: ['invalid key: … cipher: message authentication failed'] }];
    this.isSealed = false;
    return [200, this.#seal()];
  }

  #seal(): object {
    return { type: this.sealType, initialized: this.keys !== undefined, sealed: this.isSealed };
  }

  #createToken(): Answer {
    const token = `hvs.${randomBytes(18).toString('base64url')}`;
    this.tokens.add(token);
    return [200, { auth: { client_token: token } }];
  }

  #reply({ method, path: url, headers, body }: SeenRequest): Answer {
    const { pathname, searchParams } = new URL(url, this.server.origin);
    const path = decodeURIComponent(pathname.slice('/v1/'.length));
    const token = String(headers['x-vault-token']);
    const sent: Fields = body === '' ? {} : JSON.parse(body);
    if (path === 'sys/seal-status') return [200, this.#seal()];
    if (path === 'sys/init') return this.#initialise(sent);
    if (path === 'sys/unseal') return this.#unseal(sent);
    if (this.isSealed) return [503, { errors: ['Vault is sealed'] }];
    if (path === 'sys/health') return [200, { initialized: true, sealed: false, standby: false }];
    if (!this.tokens.has(token))
      return [403, { errors: ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'] }];
    if (path === 'auth/token/create-orphan') return this.#createToken();
    if (path === 'auth/token/revoke-self') return [this.tokens.delete(token) ? 204 : 403];
    const [, list, name] = /^sys\/(mounts|auth)(?:\/(.+))?$/.exec(path) ?? [];
    if (list) return this.#mount(list === 'mounts' ? this.mounts : this.auths, method, name, sent);
    const mount = Object.keys(this.mounts).find((each) => path.startsWith(each));
    if (mount) {
      // Entries of another engine than the first are kept under its mount.
      const below = path.slice(mount.length);
      const prefix = mount === 'secret/' ? '' : mount;
      const version = searchParams.get('version');
      if (!isVersioned(this.mounts[mount]))
        return searchParams.has('list') ? this.#list(prefix, below) : this.#unversioned(`${prefix}${below}`);
      return this.#keyValue(method, below, sent, { isList: searchParams.has('list'), prefix, version });
    }
    const isKnown =
      /^(?:sys\/policies|identity|auth\/token\/roles)(?:\/|$)/.test(path) ||
      Object.keys(this.auths).some((each) => path.startsWith(`auth/${each}`));
    if (!isKnown) return [404, { errors: [`no handler for route "${path}". route entry not found.`] }];
    if (searchParams.has('list')) {
      const below = [...this.objects.keys()].filter((each) => each.startsWith(`${path}/`));
      const keys = below.map((each) => each.slice(path.length + 1));
      return keys.length > 0 ? [200, { data: { keys } }] : [404, { errors: [] }];
    }
    if (method !== 'GET') this.objects.set(path, sent);
    const data = this.objects.get(path);
    if (method !== 'GET') return [204];
    return data ? [200, { data }] : [404, { errors: [] }];
  }

  #mount(mounts: Record<string, Fields>, method: string, name: string | undefined, sent: Fields): Answer {
    if (name === undefined) return [200, { ...mounts, data: mounts }];
    if (method !== 'POST') return [405, { errors: [] }];
    if (mounts[`${name}/`]) return [400, { errors: [`path is already in use at ${name}/`] }];
    mounts[`${name}/`] = sent;
    return [204];
  }

  /** An engine of version 1 has neither versions nor metadata. */
  #unversioned(path: string): Answer {
    const properties = this.propertiesAt(path);
    return this.entries.has(path) ? [200, { data: properties }] : [404, { errors: [] }];
  }

  #list(prefix: string, folder: string): Answer {
    const others = Object.keys(this.mounts).filter((mount) => prefix === '' && mount !== 'secret/');
    const keys = [...this.entries.keys()]
      .filter((each) => each.startsWith(prefix + folder) && !others.some((other) => each.startsWith(other)))
      .map((each) => each.slice(prefix.length + folder.length));
    const shown = [...new Set(keys.map((key) => key.replace(/\/.*$/, '/')))];
    return shown.length > 0 ? [200, { data: { keys: shown } }] : [404, { errors: [] }];
  }

  #keyValue(
    method: string,
    below: string,
    sent: Fields,
    { isList, prefix, version }: { isList: boolean; prefix: string; version: string | null },
  ): Answer {
    const path = prefix + below.replace(/^(data|metadata)\//, '');
    const entry = this.entries.get(path);
    if (isList) return this.#list(prefix, path.slice(prefix.length));
    if (method === 'PATCH') {
      if (!entry) return [404];
      Object.assign(entry.metadata, sent.custom_metadata);
      return [204];
    }
    if (method === 'POST') {
      const { cas } = sent.options as { cas: number };
      if (cas !== (entry?.versions.length ?? 0))
        return [400, { errors: ['check-and-set parameter did not match the current version'] }];
      this.put(path, sent.data as object);
      return [200, { data: { version: cas + 1 } }];
    }
    const newest = version === null ? entry?.versions.at(-1) : entry?.versions[Number(version) - 1];
    if (!entry || !newest) return [404, { errors: [] }];
    const number = version === null ? entry.versions.length : Number(version);
    const metadata = {
      version: number,
      // A day for each version.
      created_time: new Date(Date.UTC(2026, 0, number)).toISOString(),
      destroyed: newest === 'destroyed',
      custom_metadata: entry.metadata,
    };
    return typeof newest === 'object'
      ? [200, { data: { data: newest.value, metadata } }]
      : [404, { data: { data: null, metadata } }];
  }
}

const isVersioned = (mount: Fields | undefined): boolean =>
  (mount?.options as Fields | null | undefined)?.version === '2';
