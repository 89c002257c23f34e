import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { CronJob, Job } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import type { SecretKeyHandle, VaultSecret } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { environmentsAnnotation, ownerAnnotation } from '../model/documents/annotations.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { ProgramProblems } from './checks/program-problems.ts';
import { ClusterProgram } from './cluster-program.ts';
import type { Component } from './component.ts';
import { inspectedPlacements } from './derive/inspected-placements.ts';
import { smokePlan } from './derive/smoke-plan.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { defaultWait, type GateWait, waitVariables } from './objects/gate-wait.ts';
import { type PinnedImage, type ProgramPodOptions, podOptionsOf, programPodOptions } from './objects/program-pod.ts';
import { type Contribution, contribution, type SmokeCheck } from './tree/contribution.ts';
import type { PublishedDigests, SmokeDeployment, SmokeProbe } from './tree/smoke-subjects.ts';

export interface SmokeProps extends ProgramPodOptions {
  /**
   * Name of the Job, the CronJob, their ServiceAccount and Role; at most 52 characters, since Jobs are named
   * after it.
   * @default the name of the component
   */
  readonly name?: string;
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /**
   * Secrets whose ExternalSecrets it inspects.
   * @default every one that is rolled out after the previous smoke without this prop, and before this one
   */
  readonly secrets?: readonly VaultSecret[];
  /** @default none */
  readonly deployments?: readonly SmokeDeployment[];
  /** Values of the inspected Secrets whose digests are published. @default none */
  readonly digests?: PublishedDigests;
  /** Services that must accept the credential of an inspected Secret. @default none */
  readonly probes?: readonly SmokeProbe[];
  /**
   * Data key with the authority that signs what probes ask, in its own namespace.
   * @default that of the environment's Vault where a ConfigMap has it, and those of Node.js
   */
  readonly authority?: SecretKeyHandle;
  /** Whether it asks the environment's Vault, without a login, whether it serves. @default true */
  readonly asksVault?: boolean;
  /** How long it waits for what is not there yet. @default 60 attempts, 5 seconds apart */
  readonly wait?: GateWait;
  /**
   * When it runs besides after each sync: a step that was promoted does not reopen.
   * @default every 15 minutes
   */
  readonly schedule?: string;
}

/** What a run may take beyond its waits: the image, the first and the last look. */
const beyondWaits = 180;

/** Every option, as the type has them. */
const options: KnownOptions<SmokeProps> = {
  name: true,
  image: true,
  secrets: true,
  deployments: true,
  digests: true,
  probes: true,
  authority: true,
  asksVault: true,
  wait: true,
  schedule: true,
  ...programPodOptions,
};

/**
 * A smoke: a program that inspects what was rolled out before it, and holds back what comes later.
 *
 * It renders a Job that Argo CD runs after each sync of its component, a CronJob, and its plan (a tracked
 * ConfigMap): the plan holds a checksum of each ExternalSecret that it inspects, so that a change of any of
 * them, whichever Application has it, makes Argo CD sync and run the smoke again.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 */
export class Smoke<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly name: string;
  readonly declaredAt: Position | undefined;
  readonly #props: SmokeProps;
  readonly #isRendered: boolean;

  constructor(component: Component<S>, props: SmokeProps) {
    const name = props.name ?? component.name;
    super(component, `smoke-${name}`);
    reportUnknownOptions(component.app, this, Smoke, props, options);
    this.component = component;
    this.name = name;
    this.declaredAt = declarationPosition(Smoke);
    this.#props = props;
    const problems = new ProgramProblems(this);
    this.#isRendered =
      component.isRendered && problems.hasName('the CronJob of a smoke') && problems.hasPinned(props.image);
    if (this.#isRendered)
      component.app.whenComplete((collected) => {
        const placements = inspectedPlacements(this.#check, collected);
        const { deployments = [], digests, probes = [], asksVault = true } = props;
        const namespace = component.componentNamespace;
        const scope = { name, namespace, placements, deployments, digests, probes, asksVault };
        this.#render(smokePlan(component.app, collected, scope));
      });
  }

  get [contribution](): Contribution {
    return { smokes: this.#isRendered ? [this.#check] : [] };
  }

  get #check(): SmokeCheck {
    const { component, name, declaredAt } = this;
    const { secrets, deployments = [], digests, probes = [] } = this.#props;
    return { name, component, declaredAt, constructPath: this.node.path, secrets, deployments, digests, probes };
  }

  #render(plan: ReturnType<typeof smokePlan>): void {
    const { component, name } = this;
    const { image, wait = defaultWait } = this.#props;
    const { environments } = component;
    const annotations = {
      [ownerAnnotation]: component.owner,
      ...(environments && { [environmentsAnnotation]: [...environments].sort().join(',') }),
    };
    const { ca } = component.environment.vault;
    const { podTemplate } = new ClusterProgram(this, component, {
      program: 'smoke',
      name,
      settings: plan,
      settingsName: `${name}-plan`,
      variables: waitVariables(wait),
      authority: this.#authority(plan.vault && ca),
      annotations,
      image,
      ...podOptionsOf(this.#props),
    });
    const job = {
      // The program itself waits; the schedule and the next sync are the retry.
      backoffLimit: 0,
      activeDeadlineSeconds: wait.attempts * wait.sleepSeconds + beyondWaits,
      template: podTemplate,
    };
    new ApiObject(this, 'job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name,
        annotations: {
          ...annotations,
          'argocd.argoproj.io/hook': 'PostSync',
          // Without a TTL: Argo CD takes a hook that went away by itself for one that must run again.
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      },
      spec: job,
    } satisfies Job);
    new ApiObject(this, 'cron-job', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, annotations },
      spec: {
        schedule: this.#props.schedule ?? '*/15 * * * *',
        concurrencyPolicy: 'Forbid',
        // Without it a CronJob that was held up for long is never scheduled again.
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { ...job, ttlSecondsAfterFinished: 3600 } },
      },
    } satisfies CronJob);
  }

  #authority(
    ofVault: EnvironmentApp['environment']['vault']['ca'],
  ):
    | { readonly secret: string; readonly key: string }
    | { readonly configMap: string; readonly key: string }
    | undefined {
    const { authority } = this.#props;
    if (authority) return { secret: authority.contract.nameIn(this.component.environment), key: authority.name };
    return ofVault && 'configMap' in ofVault ? ofVault : undefined;
  }
}
