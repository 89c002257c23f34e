import { Chart } from 'cdk8s';
import { type KnownOptions, unknownOptions, unknownOptionsText } from '../model/declarations/known-options.ts';
import { type PerEnvironment, resolveFor } from '../model/declarations/per-environment.ts';
import { SecretContract } from '../model/declarations/secret-contract.ts';
import { declarationPosition, subclassPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { FindingsError } from '../model/diagnostics/errors.ts';
import type { ProblemCode } from '../model/diagnostics/problems.ts';
import { phaseLabel } from '../model/documents/annotations.ts';
import { isSubdomain } from '../model/kubernetes-names.ts';
import {
  type ComponentArgoCd,
  componentArgoCdSchema,
  type ResolvedComponentArgoCd,
} from '../model/platform/argo-cd.ts';
import { formatPhase, isPhase } from '../model/platform/phase.ts';
import { problemAt } from './checks/problem-at.ts';
import { type HelmValues, type HelmValuesOptions, resolveHelmValues, type SecretRead } from './derive/helm-values.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { SecretPreflight } from './secret-preflight.ts';
import type { ComponentScope } from './tree/component-scope.ts';
import { type Contribution, contribution } from './tree/contribution.ts';
import { enabledEnvironments } from './tree/enabled-environments.ts';

type EnvironmentIn<S extends EnvironmentApp> = S['environment'];

/** Who reads Secrets that do harm when they come late. */
export type ConsumerKind = 'cron-job' | 'job' | 'operator' | 'pre-sync-hook' | 'sync-hook' | 'workload';

/** What every component says about itself. */
export interface ComponentProps<S extends EnvironmentApp = EnvironmentApp> {
  /** Team that answers for the component and is asked when its secrets are rotated. */
  readonly owner: string;
  /** Recorded rollout phase, 10 to 699. */
  readonly phase: number;
  /** Phase in which its ExternalSecrets are rolled out, where that differs. @default phase */
  readonly secretsPhase?: number;
  /** Namespace of the component. @default the namespace of the environment */
  readonly namespace?: PerEnvironment<string, EnvironmentIn<S>>;
  /** Environments to which the component is limited. @default every environment */
  readonly environments?: readonly EnvironmentIn<S>['name'][];
  /**
   * How its workload reads Secrets, where late ones do harm: by Jobs, CronJobs, hooks of a sync or of before
   * it, by an operator, or by a workload that does not recover by itself. A preflight then holds the workload
   * back until the Secrets are there; one more does so for hooks before the sync. @default none
   */
  readonly consumers?: readonly ConsumerKind[];
  /** Why the component is declared but off, or `false` where it is on. @default false */
  readonly disabled?: PerEnvironment<string | false, EnvironmentIn<S>>;
  /** What Argo CD needs to know of it. @default its manifests become one Application of the usual kind */
  readonly argoCd?: ComponentArgoCd;
}

/** Options of every component; a kind of component may have more. */
export const componentOptions: KnownOptions<ComponentProps> = {
  owner: true,
  phase: true,
  secretsPhase: true,
  namespace: true,
  environments: true,
  disabled: true,
  argoCd: true,
  consumers: true,
};

/**
 * A part of a platform that is rolled out as one: its manifests render into one folder, its Helm values into
 * one file.
 *
 * Where it is limited to other environments, disabled, or its namespace is rendered by another environment,
 * it renders nothing.
 */
export abstract class Component<S extends EnvironmentApp = EnvironmentApp> extends Chart implements ComponentScope<S> {
  readonly app: S;
  readonly name: string;
  readonly owner: string;
  readonly phase: number;
  readonly secretsPhase: number;
  readonly componentNamespace: string;
  readonly environments: readonly string[] | undefined;
  readonly enabledIn: readonly string[] | undefined;
  readonly isRendered: boolean;
  readonly disabledReason: string | undefined;
  readonly argoCd: ResolvedComponentArgoCd | undefined;
  readonly declaredAt: Position | undefined;
  readonly folder: string;
  readonly #values: { [key: string]: unknown }[] = [];
  readonly #reads: SecretRead[] = [];

  constructor(
    app: S,
    name: string,
    folder: string,
    props: ComponentProps<S>,
    known: Readonly<Record<string, true>> = componentOptions,
  ) {
    const declaredAt = subclassPosition(Component, new.target.name);
    refuseSecond(app, name, declaredAt);
    const { environment, phaseCorrections } = app;
    const correction = phaseCorrections[name];
    const phase = correction?.phase ?? props.phase;
    const secretsPhase = correction?.secretsPhase ?? props.secretsPhase ?? phase;
    const namespace = resolveFor(props.namespace ?? environment.namespace, environment);
    super(app, name, {
      namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'vaultwright',
        'app.kubernetes.io/part-of': name,
        [phaseLabel]: formatPhase(secretsPhase),
      },
    });
    this.app = app;
    this.name = name;
    this.folder = folder;
    this.owner = props.owner;
    this.phase = phase;
    this.secretsPhase = secretsPhase;
    this.componentNamespace = namespace;
    this.environments = props.environments;
    this.enabledIn = enabledEnvironments(app.platform, props.disabled);
    this.declaredAt = declaredAt;
    const isHere = (props.environments ?? [environment.name]).includes(environment.name);
    const reason = resolveFor(props.disabled ?? false, environment);
    this.isRendered = isHere && !reason && app.rendersInto(namespace, this);
    this.disabledReason = (isHere && app.owns(namespace) && reason) || undefined;
    this.argoCd = this.#resolveArgoCd(props.argoCd);
    const unknown = unknownOptions(props, known);
    if (unknown.length > 0) this.report('VW1029', `Component "${name}": ${unknownOptionsText(unknown, known)}`);
    if (typeof props.owner !== 'string' || props.owner.trim() === '')
      this.report('VW1104', `Component "${name}" has no owner`);
    if (!isSubdomain(name)) this.report('VW1004', `"${name}" is not a valid name for a component`);
    for (const [what, value] of Object.entries({ phase, secretsPhase }))
      if (!isPhase(value)) this.report('VW1107', `Component "${name}" has a ${what} outside 010 to 699`);
    if (props.environments?.length === 0)
      this.report('VW1017', `Component "${name}" is limited to no environment at all`);
    const consumers = new Set(props.consumers);
    if (consumers.delete('pre-sync-hook')) new SecretPreflight(this, { hook: 'PreSync' }, declaredAt);
    if (consumers.size > 0) new SecretPreflight(this, {}, declaredAt);
    for (const limit of props.environments ?? [])
      if (!app.platform.environmentNames.includes(limit))
        this.report('VW1009', `"${limit}" is not an environment of the platform`);
  }

  /** Recognises a component; `instanceof` would take any chart for one. */
  static isComponent(candidate: unknown): candidate is Component {
    return Object.prototype.isPrototypeOf.call(Component.prototype, candidate as object);
  }

  get [contribution](): Contribution {
    if (this.isRendered) return { components: [this] };
    return this.disabledReason === undefined ? {} : { disabled: [{ component: this, reason: this.disabledReason }] };
  }

  get environment(): EnvironmentIn<S> {
    return this.app.environment;
  }

  /**
   * Adds Helm values: contracts and key handles become names, and are recorded as read.
   *
   * Beside each Secret that is named, `createSecret: false` is written, unless the chart's own switch stands
   * there.
   */
  values(
    values: PerEnvironment<HelmValues<EnvironmentIn<S>>, EnvironmentIn<S>>,
    options: HelmValuesOptions = {},
  ): void {
    const declaredAt = declarationPosition(this.values);
    const resolved = resolveHelmValues(values, this.environment, options);
    this.#values.push(resolved.values);
    this.#reads.push(...resolved.reads);
    for (const { field, found } of resolved.refused)
      this.report('VW1117', `Helm value "${field}" of component "${this.name}" is ${found}`, declaredAt);
  }

  /** Records that the component reads a Secret in some way other than through its Helm values. */
  recordRead(read: SecretRead): void {
    if (SecretContract.is(read.contract)) this.#reads.push(read);
    else
      this.report('VW1005', `Component "${this.name}" reads something that no factory made as if it were a contract`);
  }

  /** The Helm values of this environment, merged in the order in which they were added. */
  get helmValues(): Readonly<Record<string, unknown>> {
    return this.#values.reduce((merged, next) => merge(merged, next), {});
  }

  /** The Secrets that the component reads. */
  get reads(): readonly SecretRead[] {
    return this.#reads;
  }

  #resolveArgoCd(given: ComponentArgoCd | undefined): ResolvedComponentArgoCd | undefined {
    if (given === undefined) return undefined;
    const { data, error } = componentArgoCdSchema.safeParse(given);
    for (const { path, message } of error?.issues ?? [])
      this.report('VW1150', `Component "${this.name}", argoCd.${path.join('.')}: ${message}`);
    return data;
  }

  /** Reports a problem of this component, at its declaration unless another position is given. */
  protected report(code: ProblemCode, what: string, declaredAt = this.declaredAt): void {
    this.app.problems.push(problemAt(this.app, code, what, { constructPath: this.node.path, declaredAt }));
  }
}

/** Reports it at both places, since neither is the first but by the order of the list. */
function refuseSecond(app: EnvironmentApp, name: string, declaredAt: Position | undefined): void {
  const other = app.node.tryFindChild(name);
  if (other === undefined) return;
  const positions = [declaredAt, (other as Component).declaredAt];
  throw new FindingsError(
    positions.map((position) =>
      problemAt(app, 'VW1110', `Two components are named "${name}"`, {
        constructPath: other.node.path,
        declaredAt: position,
      }),
    ),
  );
}

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges maps key by key; anything else is replaced. */
function merge(base: Tree, over: Tree): Tree {
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const existing = result.get(key);
    result.set(key, isTree(existing) && isTree(value) ? merge(existing, value) : value);
  }
  return Object.fromEntries([...result].sort(([a], [b]) => (a < b ? -1 : 1)));
}
