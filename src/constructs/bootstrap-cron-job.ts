import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { CronJob } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import {
  devOnlyAnnotation,
  environmentsAnnotation,
  ownerAnnotation,
  succeedsWithinAnnotation,
} from '../model/documents/annotations.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { ProgramProblems } from './checks/program-problems.ts';
import { ClusterProgram } from './cluster-program.ts';
import type { Component } from './component.ts';
import { type BootstrapSettingsProps, bootstrapSettings } from './derive/bootstrap-settings.ts';
import type { EnvironmentApp, EphemeralEnvironment } from './environment-app.ts';
import type { AccessMap } from './objects/access-map.ts';
import { startingDeadlineSeconds, startSeconds, succeedsWithin } from './objects/bootstrap-times.ts';
import { type PinnedImage, type ProgramPodOptions, podOptionsOf, programPodOptions } from './objects/program-pod.ts';
import { type Bootstrap, type Contribution, contribution } from './tree/contribution.ts';
import { ephemeralEnvironments } from './tree/ephemeral-environments.ts';
import { vaultKeyUses } from './tree/vault-key-uses.ts';
import type { VaultFixture } from './vault-fixture.ts';

export interface BootstrapCronJobProps<S extends EnvironmentApp = EnvironmentApp>
  extends ProgramPodOptions,
    BootstrapSettingsProps {
  /**
   * The environment of the component, narrowed: a regulated one does not compile, and is refused at run time
   * (VW1120).
   */
  readonly environment: EphemeralEnvironment;
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /** What bootstrap writes; rendered in the same namespace. */
  readonly fixtureMap: VaultFixture<S>;
  /** The roles and policies that bootstrap writes; rendered in the same namespace. */
  readonly accessMap: AccessMap<S>;
  /** @default every minute */
  readonly schedule?: string;
  /**
   * Seconds without a success after which Argo CD and alerts call it failed.
   * @default the time of two runs; with a schedule of your own, nothing calls it so
   */
  readonly succeedsWithinSeconds?: number;
  /** Failed Jobs that are kept. @default 1 */
  readonly failedJobsHistoryLimit?: number;
}

/** Every option, as the type has them. */
const options: KnownOptions<BootstrapCronJobProps> = {
  environment: true,
  name: true,
  image: true,
  fixtureMap: true,
  accessMap: true,
  seedSecret: true,
  backfill: true,
  schedule: true,
  deadlineSeconds: true,
  succeedsWithinSeconds: true,
  failedJobsHistoryLimit: true,
  ...programPodOptions,
};

/**
 * The bootstrap of an ephemeral environment: a CronJob that initialises, unseals and fills Vault, run after
 * run to the same state.
 *
 * It renders the program with its account, its rights and its settings (`bootstrapSettingsSchema`, version
 * 1), and the CronJob. Nothing of it can stand in a regulated environment.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export class BootstrapCronJob<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly name: string;
  readonly declaredAt: Position | undefined;
  readonly #problems = new ProgramProblems(this);
  readonly #bootstraps: Bootstrap[] = [];

  constructor(component: Component<S>, props: BootstrapCronJobProps<S>) {
    super(component, 'bootstrap');
    reportUnknownOptions(component.app, this, BootstrapCronJob, props, options);
    const { name, environment, backfill = [] } = props;
    this.component = component;
    this.name = name;
    this.declaredAt = declarationPosition(BootstrapCronJob);
    if (!component.isRendered || !this.#isSound(props)) return;
    const settings = bootstrapSettings(component.app, component.componentNamespace, environment, props);
    const runSeconds = settings.deadlineSeconds + startSeconds;
    const within = succeedsWithin(props, runSeconds);
    this.#bootstraps.push({
      name,
      namespace: component.componentNamespace,
      credentialsSecret: settings.vault.credentialsSecret,
      succeedsWithinSeconds: within,
      component,
      constructPath: this.node.path,
      declaredAt: this.declaredAt,
    });
    component.app.whenComplete((collected) => {
      const keys = new Set(vaultKeyUses(component.app, collected).map(({ key }) => key));
      for (const { key } of backfill)
        if (!keys.has(key)) this.#problems.report('VW1121', `Vault key "${key.idIn(environment)}" is not used there`);
    });
    const annotations = {
      [ownerAnnotation]: component.owner,
      [environmentsAnnotation]: ephemeralEnvironments(component).join(','),
    };
    const { image } = props;
    const { podTemplate } = new ClusterProgram(this, component, {
      program: 'bootstrap',
      name,
      settings,
      annotations,
      image,
      ...podOptionsOf(props),
    });
    new ApiObject(this, 'cron-job', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {
        name,
        annotations: {
          ...annotations,
          [devOnlyAnnotation]: devOnlyReason,
          ...(within !== undefined && { [succeedsWithinAnnotation]: String(within) }),
        },
      },
      spec: {
        schedule: props.schedule ?? '*/1 * * * *',
        concurrencyPolicy: 'Forbid',
        // Without it a CronJob that was held up for a hundred minutes is never scheduled again.
        startingDeadlineSeconds,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: props.failedJobsHistoryLimit ?? 1,
        jobTemplate: {
          spec: {
            // The program itself retries what may go away, within its time; the next run is a minute off.
            backoffLimit: 0,
            activeDeadlineSeconds: runSeconds,
            ttlSecondsAfterFinished: 300,
            template: podTemplate,
          },
        },
      },
    } satisfies CronJob);
  }

  get [contribution](): Contribution {
    return { bootstraps: this.#bootstraps };
  }

  #isSound({ image, environment, fixtureMap, accessMap }: BootstrapCronJobProps<S>): boolean {
    const { component } = this;
    // The definition of the platform decides: a cast gets any object past the type of the prop, and past the
    // app's own field.
    const { platform, environment: own } = component.app;
    if (platform.environments.get(own.name)?.lifecycle !== 'ephemeral' || environment.lifecycle !== 'ephemeral')
      return this.#problems.report('VW1120', `Environment "${own.name}" is regulated`);
    if (own.vault.bootstrap === undefined)
      return this.#problems.report('VW1127', `Somebody else runs the Vault of environment "${own.name}"`);
    if (environment.name !== own.name)
      return this.#problems.report('VW1120', `Environment "${environment.name}" is not that of the component`);
    if (!this.#problems.hasName('a CronJob') || !this.#problems.hasPinned(image)) return false;
    return this.#problems.hasBeside({ 'fixture-map': fixtureMap, 'access-map': accessMap });
  }
}

const devOnlyReason =
  'It initialises Vault and keeps its root token and unseal key in a Secret: fit only for an environment that may be thrown away.';
