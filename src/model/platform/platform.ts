import { z } from 'zod';
import { declarationPosition } from '../diagnostics/declaration-position.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { type ProblemCode, problem } from '../diagnostics/problems.ts';
import { bindsName } from '../documents/bound-name.ts';
import { isSubdomain } from '../kubernetes-names.ts';
import { arePreviewsShared } from './preview-namespaces.ts';
import {
  type Cluster,
  clusterSchema,
  type PlatformSettings,
  type Profile,
  platformSchema,
  profileSchemaWith,
  type ResolvedCluster,
  type ResolvedProfile,
} from './profile.ts';
import { serverOf } from './server/server.ts';
import { serverProblems } from './server/server-problems.ts';
import { isOwnEngine, type ResolvedStore, type StoreDefinition, storeId, storeSchemaOf } from './stores.ts';

/** A schema without fields infers an index signature that would forbid every other field. */
type OwnFields<T> = string extends keyof T ? unknown : T;

/** What a user writes to define a platform. */
export interface PlatformDefinition<
  C extends string,
  N extends string,
  F extends z.ZodObject,
  S extends Readonly<Record<string, StoreDefinition>> = Readonly<Record<string, StoreDefinition>>,
> extends z.input<typeof platformSchema> {
  /** Clusters by name. */
  readonly clusters: Readonly<Record<C, Cluster>>;
  /** Schema of the fields that this platform adds to every profile, such as host names. @default no field */
  readonly fields?: F;
  /**
   * Stores besides the platform's own: further engines, and read-only ones of other providers.
   * @default none
   */
  readonly stores?: S;
  /** Environments by name; each names one of the clusters. */
  readonly environments: Readonly<Record<N, Profile & { cluster: NoInfer<C> } & OwnFields<z.input<NoInfer<F>>>>>;
}

/**
 * An environment as declarations see it: its name, its profile with defaults filled in, and the platform's
 * own fields.
 */
export type Environment<N extends string = string, F extends z.ZodObject = z.ZodObject> = ResolvedProfile &
  OwnFields<z.output<F>> & { readonly name: N };

/** The environments, clusters and settings of one platform; made by `definePlatform`. */
export class Platform<N extends string = string, F extends z.ZodObject = z.ZodObject> {
  readonly settings: PlatformSettings & { readonly mirrorStore: string };
  readonly clusters: ReadonlyMap<string, ResolvedCluster>;
  readonly environments: ReadonlyMap<N, Environment<N, F>>;
  /** Names of the fields that an environment may have, also of those that only another one has. */
  readonly environmentFields: ReadonlySet<string>;
  /** Stores besides the platform's own, by their names in the definition. */
  readonly storeDefinitions: ReadonlyMap<string, ResolvedStore>;
  /** Names of all environments, also of those whose profile is not valid, sorted. */
  readonly environmentNames: readonly N[];
  /** Where the platform is defined. */
  readonly declaredAt: Position | undefined;
  /** Everything that factories found wrong with declarations so far. */
  readonly problems: Diagnostic[] = [];

  /** @internal */
  constructor(definition: PlatformDefinition<string, N, F>, caller: (...args: never[]) => unknown) {
    this.declaredAt = declarationPosition(caller);
    const accept = <T>(result: z.ZodSafeParseResult<T>, at: string): T | undefined => {
      for (const issue of result.error?.issues ?? []) {
        const path = [at, ...issue.path.map(String)].filter((part) => part !== '');
        if (issue.code === 'unrecognized_keys')
          for (const key of issue.keys) this.#report([...path, key].join('.'), 'there is no such field');
        else this.#report(path.join('.'), issue.message);
      }
      return result.data;
    };
    const { clusters, environments, fields, stores, ...settings } = definition;
    const accepted = accept(platformSchema.safeParse(settings), '') ?? platformSchema.parse({ store: 'invalid' });
    this.settings = { ...accepted, mirrorStore: accepted.mirrorStore ?? `${accepted.store}-mirror` };
    this.storeDefinitions = new Map(
      Object.entries(stores ?? {}).flatMap(([name, store]) => {
        const isNamed = accept(storeId.safeParse(name), `stores.${name}`) !== undefined;
        const valid = accept(storeSchemaOf(store).safeParse(store), `stores.${name}`);
        return isNamed && valid ? [[name, valid] as const] : [];
      }),
    );
    this.environmentNames = (Object.keys(environments) as N[]).sort();
    const schema = profileSchemaWith(fields ?? z.object({}));
    this.clusters = new Map(
      Object.entries(clusters).flatMap(([name, cluster]) => {
        const valid = accept(clusterSchema.safeParse(cluster), `clusters.${name}`);
        return valid ? [[name, valid] as const] : [];
      }),
    );
    this.environments = new Map(
      this.environmentNames.flatMap((name) => {
        const valid = accept(schema.safeParse(environments[name]), `environments.${name}`);
        // The schema was built from `fields`, which the compiler cannot follow through the union.
        return valid ? [[name, { ...valid, name } as unknown as Environment<N, F>] as const] : [];
      }),
    );
    this.environmentFields = new Set(['name', ...schema.options.flatMap(({ shape }) => Object.keys(shape))]);
    for (const name of this.environmentNames) {
      const cluster: unknown = environments[name]?.cluster;
      if (typeof cluster === 'string' && !Object.hasOwn(clusters, cluster))
        this.#report(`environments.${name}.cluster`, `"${cluster}" is not a cluster`);
    }
    this.#crossCheck();
    this.#crossCheckStores();
    this.#crossCheckPreviews();
    this.#checkServers();
    this.#crossCheckArgoCd();
  }

  #report(field: string, what: string, code: ProblemCode = 'VW1201'): void {
    const position = this.declaredAt;
    this.problems.push(problem(code, `${field}: ${what}`, { field, ...(position && { position }) }));
  }

  /** What types refuse as well, for profiles that come in through a variable or a cast. */
  #checkServers(): void {
    for (const [name, { lifecycle, vault }] of this.environments) {
      if (vault.managed) continue;
      for (const { code, field, what } of serverProblems(
        serverOf(vault.server, lifecycle),
        vault.autoUnseal,
        lifecycle,
      ))
        this.#report(`environments.${name}.vault.${field}`, what, code);
    }
  }

  #crossCheck(): void {
    const report = (field: string, what: string): void => this.#report(field, what);
    const owners = new Map<string, string>();
    const count = new Map<string, number>();
    for (const [name, { cluster, namespace, namespaces = [] }] of this.environments) {
      const claim = (claimed: string, field: string): void => {
        const place = `${cluster}/${claimed}`;
        const owner = owners.get(place);
        if (owner !== undefined) report(field, `environment "${owner}" already has ${claimed}`);
        owners.set(place, name);
      };
      claim(namespace, `environments.${name}.namespace`);
      for (const [index, further] of namespaces.entries()) claim(further, `environments.${name}.namespaces.${index}`);
      count.set(cluster, (count.get(cluster) ?? 0) + 1);
    }
    for (const [name, { sharedNamespaces, stores }] of this.clusters) {
      if (stores === 'cluster' && (count.get(name) ?? 0) > 1)
        report(`clusters.${name}.stores`, 'several environments share this cluster, so it must be "namespaced"');
      for (const [namespace, environment] of Object.entries(sharedNamespaces)) {
        const field = `clusters.${name}.sharedNamespaces.${namespace}`;
        const profile = this.environments.get(environment as N);
        if (!this.environmentNames.includes(environment as N)) report(field, `"${environment}" is not an environment`);
        else if (profile && profile.cluster !== name) report(field, `"${environment}" runs in another cluster`);
        const environmentOwner = owners.get(`${name}/${namespace}`);
        if (environmentOwner !== undefined) report(field, `it is the namespace of environment "${environmentOwner}"`);
      }
    }
  }

  /** `metadata.name` of a store besides the platform's own. */
  nameOfStore(id: string): string {
    return this.storeDefinitions.get(id)?.name ?? `${this.settings.store}-${id}`;
  }

  /**
   * Names of stores exist once a namespace, and what an environment says of engines must be about one of
   * them.
   */
  #crossCheckStores(): void {
    const owners = new Map<string, string>([
      [this.settings.store, 'the platform'],
      [this.settings.mirrorStore, 'mirrors'],
    ]);
    for (const id of this.storeDefinitions.keys()) {
      const owner = owners.get(this.nameOfStore(id));
      if (owner !== undefined) this.#report(`stores.${id}.name`, `"${this.nameOfStore(id)}" is the store of ${owner}`);
      owners.set(this.nameOfStore(id), `"${id}"`);
    }
    for (const [name, { vault }] of this.environments) {
      const mounts = new Map<string, string>([[vault.mount ?? this.settings.mount, 'the platform']]);
      for (const engine of Object.keys(vault.engines ?? {}))
        if (!isOwnEngine(this.storeDefinitions.get(engine)))
          this.#report(
            `environments.${name}.vault.engines.${engine}`,
            `"${engine}" is no engine of the platform's Vault`,
          );
      for (const [id, store] of this.storeDefinitions) {
        if (!isOwnEngine(store)) continue;
        const mount = vault.engines?.[id]?.mount ?? store.mount;
        const owner = mounts.get(mount);
        if (owner !== undefined) this.#report(`stores.${id}.mount`, `"${mount}" is the engine of ${owner}, too`);
        mounts.set(mount, `"${id}"`);
      }
    }
  }

  /** A namespace of previews must be nobody else's: Vault distinguishes it from others by its name alone. */
  #crossCheckPreviews(): void {
    const all = [...this.environments].flatMap(([name, { cluster, previews }]) =>
      previews ? [{ name, cluster, namespaces: previews.namespaces }] : [],
    );
    for (const { name, cluster, namespaces } of all) {
      const field = `environments.${name}.previews.namespaces`;
      const taken = [
        ...[...this.environments.values()]
          .filter((other) => other.cluster === cluster)
          .flatMap((other) => [other.namespace, ...(other.namespaces ?? [])]),
        ...Object.keys(this.clusters.get(cluster)?.sharedNamespaces ?? {}),
      ];
      for (const namespace of taken)
        if (bindsName(namespaces, namespace)) this.#report(field, `"${namespaces}" admits ${namespace}, too`);
      for (const other of all)
        if (other.name < name && other.cluster === cluster && arePreviewsShared(other.namespaces, namespaces))
          this.#report(field, `"${namespaces}" and "${other.namespaces}" of "${other.name}" admit the same namespaces`);
    }
  }

  /**
   * What belongs to no environment has folders and an ApplicationSet of its own beside those of environments.
   */
  #crossCheckArgoCd(): void {
    const { argoCd } = this.settings;
    if (argoCd === undefined) return;
    for (const name of this.environmentNames) {
      const field = `environments.${name}`;
      if (name.startsWith('_')) this.#report(field, 'a name that begins with "_" is kept for what environments share');
      else if (!isSubdomain(name))
        this.#report(field, 'it must be a DNS subdomain, since ApplicationSets have its name');
      if (name === 'cluster' || argoCd.destinations[name] !== undefined)
        this.#report(field, 'the ApplicationSet of a cluster has that name');
    }
    for (const cluster of Object.keys(argoCd.destinations))
      if (!this.clusters.has(cluster)) this.#report(`argoCd.destinations.${cluster}`, `"${cluster}" is not a cluster`);
    const names = new Set<string>(this.environmentNames);
    for (const [name, base] of Object.entries(argoCd.overlays)) {
      const field = `argoCd.overlays.${name}`;
      for (const each of [name, base]) if (!names.has(each)) this.#report(field, `"${each}" is not an environment`);
      if (argoCd.overlays[base] !== undefined)
        this.#report(field, `"${base}" is an overlay itself, so it has no values of its own to stand over`);
    }
  }
}
