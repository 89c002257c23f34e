import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Origin } from '../model/declarations/origin.ts';
import type { RecipeOverride } from '../model/declarations/recipe-override.ts';
import type { Recipe, VaultKey } from '../model/declarations/vault-key.ts';
import type { Diagnostic, Position } from '../model/diagnostics/diagnostic.ts';
import type { PhaseCorrection } from '../model/platform/phase.ts';
import type { Platform } from '../model/platform/platform.ts';
import type { ResolvedCluster, ResolvedProfile } from '../model/platform/profile.ts';
import { problemAt } from './checks/problem-at.ts';
import { type CollectedEnvironment, collectEnvironment } from './tree/collect-environment.ts';
import type { Programs } from './tree/programs.ts';
import { watchedEnvironment } from './tree/watched-environment.ts';

/** An environment as constructs see it; a platform's own fields come in through its type. */
export type AnyEnvironment = ResolvedProfile & { readonly name: string };

/**
 * An environment that may be thrown away, the only kind whose Vault a program in the cluster may initialise
 * and unseal.
 */
export type EphemeralEnvironment = Extract<AnyEnvironment, { readonly lifecycle: 'ephemeral' }>;

/** An environment whose Vault is initialised by an audited ceremony and unsealed by a key service. */
export type RegulatedEnvironment = Extract<AnyEnvironment, { readonly lifecycle: 'regulated' }>;

/** What may differ from the declarations in one rendering. */
export interface EnvironmentAppOptions {
  /** Recipes that replace declared ones; those of other environments are ignored. @default none */
  readonly recipeOverrides?: readonly RecipeOverride[];
  /** Corrected phases by component name. @default none */
  readonly phaseCorrections?: Readonly<Record<string, PhaseCorrection>>;
  /**
   * The programs that are rendered with the Jobs which run them.
   * @default none, so that such a Job cannot be rendered
   */
  readonly programs?: Programs;
}

/** One environment of a platform: the root under which its components are constructed. */
export class EnvironmentApp<E extends AnyEnvironment = AnyEnvironment> extends App {
  readonly platform: Platform;
  readonly environment: E;
  readonly cluster: ResolvedCluster;
  readonly phaseCorrections: Readonly<Record<string, PhaseCorrection>>;
  readonly recipeOverrides: readonly RecipeOverride[];
  /** What constructs found wrong while they were made. */
  readonly problems: Diagnostic[] = [];
  readonly #programs: Programs | undefined;
  #collected: CollectedEnvironment | undefined;
  readonly #derivations: ((collected: CollectedEnvironment) => void)[] = [];
  readonly #conclusions: (() => void)[] = [];
  readonly #parts = new Map<string, () => number>();

  constructor(platform: Platform, environment: E, cluster: ResolvedCluster, options: EnvironmentAppOptions = {}) {
    super();
    this.platform = platform;
    this.environment = watchedEnvironment(environment, platform.environmentFields, (found) =>
      this.problems.push(found),
    );
    this.cluster = cluster;
    this.#programs = options.programs;
    this.phaseCorrections = options.phaseCorrections ?? {};
    this.recipeOverrides = (options.recipeOverrides ?? []).filter(
      (override) => override.environment === environment.name,
    );
  }

  /**
   * Returns the environment around a construct.
   * @throws TypeError in a plain cdk8s app
   */
  static override of(construct: Parameters<typeof App.of>[0]): EnvironmentApp {
    const app = App.of(construct);
    if (!(app instanceof EnvironmentApp))
      throw new TypeError(
        `${construct.node.path}: Vaultwright constructs live in an EnvironmentApp, not in a plain App`,
      );
    return app;
  }

  /**
   * Runs `derive` when every component is there, for constructs whose children depend on what the others
   * need.
   */
  whenComplete(derive: (collected: CollectedEnvironment) => void): void {
    this.#derivations.push(derive);
  }

  /** Runs `conclude` when nothing more is derived, for constructs that describe the whole environment. */
  whenSettled(conclude: () => void): void {
    this.#conclusions.push(conclude);
  }

  /** @internal says in how many ConfigMaps a document is, by the name of the first. */
  registerParts(base: string, count: () => number): void {
    this.#parts.set(base, count);
  }

  /**
   * In how many ConfigMaps a document is, by the name of the first; known when the environment is settled.
   */
  partsOf(base: string): number {
    return this.#parts.get(base)?.() ?? 1;
  }

  /** What the constructs of the environment brought. */
  collect(): CollectedEnvironment {
    return this.#collected ?? collectEnvironment(this);
  }

  /** @internal runs the derivations once; the renderer calls it after the last component. */
  complete(): void {
    const collected = collectEnvironment(this);
    for (const derive of this.#derivations.splice(0)) derive(collected);
    this.#collected = collectEnvironment(this);
    for (const conclude of this.#conclusions.splice(0)) conclude();
  }

  /**
   * The programs of Jobs.
   * @throws TypeError where the app was made without them
   */
  get programs(): Programs {
    if (this.#programs === undefined)
      throw new TypeError(
        'programs of Jobs come from renderPlatform or synthesizePlatform; this EnvironmentApp has none',
      );
    return this.#programs;
  }

  /**
   * Returns the recipe of a key in this environment: the override where there is one, else the declared
   * recipe.
   */
  recipeOf(key: VaultKey): Recipe<never> {
    return this.recipeOverrides.find((override) => override.key === key)?.recipe ?? key.recipeIn(this.environment.name);
  }

  /**
   * Who is the authority for a key in this environment: `external` where its value is an input, whatever it
   * is elsewhere.
   */
  originOf(key: VaultKey): Origin {
    return this.recipeOf(key).type === 'upstream' ? 'external' : key.origin;
  }

  /** Kind of the store that ExternalSecrets of this environment refer to. */
  get storeKind(): 'ClusterSecretStore' | 'SecretStore' {
    return this.cluster.stores === 'cluster' ? 'ClusterSecretStore' : 'SecretStore';
  }

  /** Returns whether a namespace is this environment's own, or a shared one that is assigned to it. */
  owns(namespace: string): boolean {
    const { environment, cluster } = this;
    if (namespace === environment.namespace || environment.namespaces?.includes(namespace)) return true;
    return cluster.sharedNamespaces[namespace] === environment.name;
  }

  /**
   * Returns whether this environment renders what lives in `namespace`: its own namespaces, or a shared one
   * that the cluster assigns to it. Any other namespace is a problem (VW1105), reported for the construct
   * that asks.
   */
  rendersInto(namespace: string, construct: IConstruct & { readonly declaredAt: Position | undefined }): boolean {
    if (this.cluster.sharedNamespaces[namespace] !== undefined || this.owns(namespace)) return this.owns(namespace);
    const { environment } = this;
    const allowed = `"${environment.namespace}" nor shared in cluster "${environment.cluster}"`;
    this.problems.push(
      problemAt(this, 'VW1105', `Namespace "${namespace}" is neither ${allowed}`, {
        constructPath: construct.node.path,
        declaredAt: construct.declaredAt,
      }),
    );
    return false;
  }
}

/**
 * The scope in which components of a platform are constructed:
 * `type Env = EnvironmentScope<typeof platform>`.
 */
export type EnvironmentScope<P extends Platform> = P extends {
  readonly environments: ReadonlyMap<string, infer E extends AnyEnvironment>;
}
  ? EnvironmentApp<E>
  : never;
