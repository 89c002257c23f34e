import { createHash } from 'node:crypto';
import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { CronJob, Job } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { environmentsAnnotation, ownerAnnotation } from '../model/documents/annotations.ts';
import { configuratorMethods } from '../model/documents/configurator.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { ProgramProblems } from './checks/program-problems.ts';
import { ClusterProgram } from './cluster-program.ts';
import type { Component } from './component.ts';
import { configuratorSettings } from './derive/configurator-settings.ts';
import type { EnvironmentApp, RegulatedEnvironment } from './environment-app.ts';
import type { AccessMap } from './objects/access-map.ts';
import { configuratorCronJob, configuratorJob } from './objects/configurator-runs.ts';
import { type PinnedImage, type ProgramPodOptions, podOptionsOf, programPodOptions } from './objects/program-pod.ts';
import { type Contribution, contribution, type DeclaredConfigurator } from './tree/contribution.ts';
import type { VaultFixture } from './vault-fixture.ts';

export interface ConfiguratorJobProps<S extends EnvironmentApp = EnvironmentApp> extends ProgramPodOptions {
  /**
   * The environment of the component, narrowed: an ephemeral one does not compile, and is refused at run time
   * (VW1230).
   */
  readonly environment: RegulatedEnvironment;
  /**
   * Name of its ServiceAccount, Role, RoleBinding, Lease and CronJob, of its role and policy in Vault, and
   * the beginning of that of the Job; at most 52 characters.
   */
  readonly name: string;
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /** The entries that it creates; rendered in the same namespace. */
  readonly fixtureMap: VaultFixture<S>;
  /** The roles and policies that it writes; rendered in the same namespace. */
  readonly accessMap: AccessMap<S>;
  /**
   * Values that it refuses to write, besides the placeholders of the platform; rendered as digests.
   * @default none
   */
  readonly denylist?: { readonly exact?: readonly string[]; readonly prefixes?: readonly string[] };
  /**
   * When a CronJob runs the same Pod again, so that what is new in the upstream store comes to Vault; `false`
   * renders none.
   * @default each hour; none where the upstream store has no versions (`local`, `none`)
   */
  readonly schedule?: string | false;
  /**
   * Seconds for which one Pod waits for the ceremony; the next one goes on waiting. @default 3600
   */
  readonly handoverSeconds?: number;
  /** Seconds after which an admitted run gives up; its token lives a minute longer. @default 240 */
  readonly deadlineSeconds?: number;
}

/** Away from the full hour, at which everybody's run. */
const hourly = '23 * * * *';

/** Every option, as the type has them. */
const options: KnownOptions<ConfiguratorJobProps> = {
  environment: true,
  name: true,
  image: true,
  fixtureMap: true,
  accessMap: true,
  denylist: true,
  schedule: true,
  handoverSeconds: true,
  deadlineSeconds: true,
  ...programPodOptions,
};

/**
 * The configurator of a regulated environment: a Job that brings an open Vault to what is declared, under an
 * identity that may do exactly that. It initialises nothing, unseals nothing, and no root token is anywhere
 * near.
 *
 * The name of the Job ends in a digest of all that it runs with: an unchanged environment renders the same
 * Job, and a changed one another, which GitOps creates beside removing the former; the template of a Job
 * cannot be changed. It is no hook, so that a phase waits for it, and keeps its result. A CronJob runs the
 * same Pod between changes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
 */
export class ConfiguratorJob<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly name: string;
  readonly declaredAt: Position | undefined;
  readonly #problems = new ProgramProblems(this);
  readonly #configurators: DeclaredConfigurator[] = [];

  constructor(component: Component<S>, props: ConfiguratorJobProps<S>) {
    super(component, 'configurator');
    reportUnknownOptions(component.app, this, ConfiguratorJob, props, options);
    const { name, environment, denylist, handoverSeconds = 3600, deadlineSeconds = 240 } = props;
    this.component = component;
    this.name = name;
    this.declaredAt = declarationPosition(ConfiguratorJob);
    if (!component.isRendered || !this.#isSound(props)) return;
    const { app, componentNamespace: namespace, owner } = component;
    const {
      node: { path: constructPath },
      declaredAt,
    } = this;
    this.#configurators.push({ name, namespace, deadlineSeconds, component, constructPath, declaredAt });
    const annotations = {
      [ownerAnnotation]: owner,
      [environmentsAnnotation]: regulatedEnvironments(component).join(','),
    };
    const settings = configuratorSettings(app, namespace, environment, {
      name,
      ...(denylist && { denylist }),
      handoverSeconds,
      deadlineSeconds,
    });
    const { ca } = environment.vault;
    const { image } = props;
    const { podTemplate } = new ClusterProgram(this, component, {
      program: 'configure',
      name,
      settings,
      annotations,
      image,
      ...podOptionsOf(props),
      ...(ca && 'configMap' in ca && { authority: { configMap: ca.configMap, key: ca.key } }),
    });
    const { schedule = environment.upstream?.type === 'azure-key-vault' && hourly } = props;
    if (schedule !== false)
      new ApiObject(this, 'cron-job', {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, annotations },
        spec: configuratorCronJob(podTemplate, schedule, handoverSeconds + deadlineSeconds),
      } satisfies CronJob);
    app.whenSettled(() => {
      const { fixtureMap } = props.fixtureMap;
      const { accessMap } = props.accessMap;
      const spec = configuratorJob(podTemplate);
      const digest = digestOf([spec, settings, fixtureMap, accessMap, app.programs.configure()]);
      new ApiObject(this, 'job', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        // By this label a remedy finds it, whatever the digest.
        metadata: { name: `${name}-${digest}`, annotations, labels: { 'app.kubernetes.io/name': name } },
        spec,
      } satisfies Job);
    });
  }

  get [contribution](): Contribution {
    return { configurators: this.#configurators };
  }

  #isSound({ image, environment, fixtureMap, accessMap }: ConfiguratorJobProps<S>): boolean {
    const { component } = this;
    const own = component.app.environment;
    // The definition of the platform decides: a cast gets any object past the type of the prop, and past the
    // app's own field.
    const { lifecycle } = component.app.platform.environments.get(own.name) ?? {};
    if (lifecycle !== 'regulated' || environment.lifecycle !== 'regulated')
      return this.#problems.report('VW1230', `Environment "${own.name}" is ephemeral`);
    if (own.vault.managed)
      return this.#problems.report('VW1230', `Somebody else runs the Vault of environment "${own.name}"`);
    if (environment.name !== own.name)
      return this.#problems.report('VW1230', `Environment "${environment.name}" is not that of the component`);
    if (!this.#problems.hasName('a configurator') || !this.#problems.hasPinned(image)) return false;
    const { method } = environment.vault.login ?? { method: 'kubernetes' };
    if (!configuratorMethods.includes(method))
      return this.#problems.report('VW1231', `Environment "${own.name}" logs in to Vault by "${method}"`);
    return this.#problems.hasBeside({ 'fixture-map': fixtureMap, 'access-map': accessMap });
  }
}

/** Characters of the digest in the name of the Job. */
const digestLength = 8;

/** Returns a digest of all that a run depends on; what is made later is made now. */
const digestOf = (parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts, (_, value) => (value instanceof Lazy ? value.produce() : value)))
    .digest('hex')
    .slice(0, digestLength);

const regulatedEnvironments = ({ app, environments }: Component): string[] =>
  [...app.platform.environments.values()]
    .filter(({ name, lifecycle }) => lifecycle === 'regulated' && (environments ?? [name]).includes(name))
    .map(({ name }) => name);
