import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { answer, ScriptedServer, type SeenRequest } from './scripted-server.ts';

interface Stored {
  /** Leaves by their path, its keys joined by {@link joint}, since keys of Secrets hold dots. */
  readonly fields: Map<string, unknown>;
  /** Managers of each leaf. */
  readonly owners: Map<string, Set<string>>;
  readonly version: number;
}

/**
 * An API server as far as a bootstrap uses one: reading objects, and server-side apply with its managers,
 * conflicts, versions and dry runs, over objects without lists.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export class KubernetesStandIn implements AsyncDisposable {
  readonly server: ScriptedServer;
  /** Answers in place of the stand-in where it returns `true`. */
  intercept: (request: SeenRequest, response: ServerResponse) => boolean = () => false;
  readonly #objects = new Map<string, Stored>();
  #version = 0;

  private constructor(server: ScriptedServer) {
    this.server = server;
  }

  static async start(): Promise<KubernetesStandIn> {
    let standIn: KubernetesStandIn | undefined;
    const server = await ScriptedServer.start((request, response) => {
      if (standIn && !standIn.intercept(request, response)) standIn.#serve(request, response);
    });
    standIn = new KubernetesStandIn(server);
    return standIn;
  }

  /** Creates or replaces an object, as somebody else. */
  put(path: string, object: object): void {
    const fields = new Map(leaves(object));
    const owners = new Map([...fields.keys()].map((field) => [field, new Set(['somebody-else'])]));
    this.#objects.set(path, { fields, owners, version: ++this.#version });
  }

  delete(path: string): void {
    this.#objects.delete(path);
  }

  /** The object at a path as its leaves. */
  at(path: string): Readonly<Record<string, unknown>> | undefined {
    const stored = this.#objects.get(path);
    return stored && Object.fromEntries(stored.fields);
  }

  /** Everybody who owns a field of an object; each is an entry in `managedFields`. */
  managersOf(path: string): readonly string[] {
    return [...new Set([...(this.#objects.get(path)?.owners.values() ?? [])].flatMap((owners) => [...owners]))].sort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]();
  }

  #serve(request: SeenRequest, response: ServerResponse): void {
    const { pathname: path, searchParams: query } = new URL(request.path, this.server.origin);
    const stored = this.#objects.get(path);
    const isApply = request.method === 'PATCH' && request.headers['content-type'] === 'application/apply-patch+yaml';
    if (request.method === 'GET' && stored) answer(response, 200, assemble(stored));
    else if (request.method === 'GET') refuse(response, 404, 'NotFound');
    else if (isApply) this.#apply(path, stored, query, JSON.parse(request.body), response);
    else refuse(response, 405, 'MethodNotAllowed');
  }

  #apply(
    path: string,
    stored: Stored | undefined,
    query: URLSearchParams,
    { metadata: { resourceVersion, ...metadata }, ...object }: KubernetesObject,
    response: ServerResponse,
  ): void {
    const manager = query.get('fieldManager') ?? '';
    const isSeen = resourceVersion === undefined || resourceVersion === String(stored?.version);
    const next = isSeen && merge(stored, leaves({ ...object, metadata }), manager, query.get('force') === 'true');
    if (next && query.get('dryRun') !== 'All') this.#objects.set(path, { ...next, version: ++this.#version });
    if (next) answer(response, stored ? 200 : 201, assemble(next));
    else refuse(response, 409, 'Conflict');
  }
}

/** Applies fields as a manager; `undefined` where another one owns a field with another value. */
function merge(
  stored: Stored | undefined,
  applied: [string, unknown][],
  manager: string,
  isForced: boolean,
): Stored | undefined {
  const fields = new Map(stored?.fields);
  const owners = new Map([...(stored?.owners ?? [])].map(([field, of]) => [field, new Set(of)]));
  for (const [field, value] of applied) {
    const others = [...(owners.get(field) ?? [])].filter((owner) => owner !== manager);
    const isTaken = others.length > 0 && fields.get(field) !== value;
    if (isTaken && !isForced) return undefined;
    // Who applied the same value stays an owner beside the manager.
    owners.set(field, new Set([manager, ...(isTaken ? [] : others)]));
    fields.set(field, value);
  }
  const names = applied.map(([field]) => field);
  for (const [field, of] of owners)
    if (!names.includes(field) && of.delete(manager) && of.size === 0) {
      owners.delete(field);
      fields.delete(field);
    }
  return { fields, owners, version: stored?.version ?? 0 };
}

function refuse(response: ServerResponse, code: number, reason: string): void {
  answer(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code });
}

/** Fields that name the object belong to nobody. */
const nameless = ['apiVersion', 'kind', 'metadata/name', 'metadata/namespace'];
const joint = '/';

function leaves(object: object, above = ''): [string, unknown][] {
  return Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const field = `${above}${key}`;
    if (nameless.includes(field)) return [];
    return typeof value === 'object' && value !== null ? leaves(value, field + joint) : [[field, value]];
  });
}

function assemble({ fields, version }: Stored): object {
  const object = { metadata: { resourceVersion: String(version) } };
  for (const [field, value] of fields) {
    const keys = field.split(joint);
    let place: Record<string, unknown> = object;
    for (const key of keys.slice(0, -1)) {
      place[key] ??= {};
      place = place[key] as Record<string, unknown>;
    }
    place[keys.at(-1) ?? ''] = value;
  }
  return object;
}
