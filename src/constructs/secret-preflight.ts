import { createHash } from 'node:crypto';
import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { Job } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { type SecretContract, SecretKeyHandle } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { ownerAnnotation, preflightLabel } from '../model/documents/annotations.ts';
import type { PreflightPlan } from '../model/documents/preflight-plan.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { ProgramProblems } from './checks/program-problems.ts';
import { ClusterProgram } from './cluster-program.ts';
import { preflightNeeds, preflightPlan } from './derive/preflight-plan.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { defaultWait, type GateWait, waitVariables } from './objects/gate-wait.ts';
import { type PinnedImage, type ProgramPodOptions, podOptionsOf, programPodOptions } from './objects/program-pod.ts';
import type { ComponentScope } from './tree/component-scope.ts';
import { type Contribution, contribution, type DeclaredPreflight } from './tree/contribution.ts';

export interface SecretPreflightProps extends ProgramPodOptions {
  /**
   * Before which of its component's workloads it runs: `Sync` before all that the sync applies, `PreSync`
   * before PreSync hooks; there it cannot wait for the component's own ExternalSecrets. @default 'Sync'
   */
  readonly hook?: 'PreSync' | 'Sync';
  /**
   * The Secrets, or single data keys of them, in the namespace of the component.
   * @default everything that the component reads
   */
  readonly secrets?: readonly (SecretContract | SecretKeyHandle)[];
  /**
   * Name of the Job, its ServiceAccount, Role and the like; at most 55 characters.
   * @default the name of the component with `-preflight`, or `-presync-preflight`
   */
  readonly name?: string;
  /**
   * A public image with Node.js 24 for every architecture of the cluster, with tag and digest.
   * @default `programImage` of the platform's definition
   */
  readonly image?: PinnedImage;
  /** How long it waits for what is not there yet. @default 60 attempts, 5 seconds apart */
  readonly wait?: GateWait;
}

/** Names of Jobs become values of labels, of at most 63 characters; ConfigMaps append eight. */
const longestName = 55;
/** What a run may take beyond its waits: the image, the first and the last look. */
const beyondWaits = 120;
/**
 * Waves of a sync: what the Job needs, then the Job and the component's ExternalSecrets; workloads have 0.
 */
const waves = { around: '-30', job: '-20' } as const;
const waveAnnotation = 'argocd.argoproj.io/sync-wave';

/** Every option, as the type has them. */
const options: KnownOptions<SecretPreflightProps> = {
  ...programPodOptions,
  hook: true,
  secrets: true,
  name: true,
  image: true,
  wait: true,
};

/**
 * Holds the workload of a component back until the Secrets that it reads are there: each with its keys, with
 * values that are credentials, and written by the very ExternalSecret that is rendered with it.
 *
 * It renders a Job that Argo CD runs as a hook before the workload, and what the Job needs as hooks of an
 * earlier wave; Argo CD deletes all of them. A ConfigMap with a checksum stays, so that a change of what is
 * waited for makes Argo CD sync. A component that says how its workload reads Secrets (`consumers`) gets it
 * by itself.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 */
export class SecretPreflight<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: ComponentScope<S>;
  readonly name: string;
  readonly hook: 'PreSync' | 'Sync';
  readonly declaredAt: Position | undefined;
  readonly #problems = new ProgramProblems(this);
  readonly #props: SecretPreflightProps;
  readonly #image: string | undefined;
  readonly #isRendered: boolean;

  /** @param declaredAt where it is declared, for a component that makes its own @default where it is made */
  constructor(
    component: ComponentScope<S>,
    props: SecretPreflightProps = {},
    declaredAt: Position | undefined = declarationPosition(SecretPreflight),
  ) {
    const { hook = 'Sync', name = `${component.name}${hook === 'PreSync' ? '-presync' : ''}-preflight` } = props;
    super(component, name === `${component.name}-preflight` ? 'preflight' : name);
    reportUnknownOptions(component.app, this, SecretPreflight, props, options);
    this.component = component;
    this.name = name;
    this.hook = hook;
    this.declaredAt = declaredAt;
    this.#props = props;
    this.#image = props.image ?? component.app.platform.settings.programImage;
    this.#isRendered = component.isRendered && this.#isSound();
    if (!this.#isRendered) return;
    for (const { contract, key } of this.#found.secrets ?? [])
      component.recordRead({ contract, ...(key !== undefined && { key }) });
    component.app.whenSettled(() => this.#render());
  }

  get [contribution](): Contribution {
    return { preflights: this.#isRendered ? [this.#found] : [] };
  }

  get #found(): DeclaredPreflight {
    const { component, name, hook, declaredAt } = this;
    const { secrets } = this.#props;
    const reads = secrets?.map((one) =>
      SecretKeyHandle.is(one) ? { contract: one.contract, key: one.name } : { contract: one },
    );
    return { component, name, declaredAt, constructPath: this.node.path, hook, secrets: reads };
  }

  #render(): void {
    const { app } = this.component;
    const collected = app.collect();
    const needs = preflightNeeds(app, this.#found, collected);
    if (needs.secrets.length === 0) {
      this.#problems.report('VW1138', `Preflight "${this.name}" has no Secret to wait for`);
      return;
    }
    const plan = preflightPlan(app, this.#found, needs, collected);
    this.#renderJob(plan);
    if (this.hook === 'Sync') this.#advanceSecrets();
  }

  #renderJob(plan: PreflightPlan): void {
    const { component, name, hook } = this;
    const { wait = defaultWait } = this.#props;
    const { app, owner } = component;
    const hooked = (wave: string, deletion: string): Record<string, string> => ({
      [ownerAnnotation]: owner,
      'argocd.argoproj.io/hook': hook,
      'argocd.argoproj.io/hook-delete-policy': deletion,
      [waveAnnotation]: wave,
    });
    const { podTemplate } = new ClusterProgram(this, component, {
      program: 'preflight',
      name,
      settings: plan,
      settingsName: `${name}-plan`,
      variables: waitVariables(wait),
      annotations: hooked(waves.around, 'BeforeHookCreation,HookSucceeded,HookFailed'),
      image: this.#image as PinnedImage,
      ...podOptionsOf(this.#props),
    });
    new ApiObject(this, 'job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name,
        labels: { [preflightLabel]: component.name },
        // A failed one stays until the next sync, for its log.
        annotations: hooked(waves.job, 'BeforeHookCreation,HookSucceeded'),
      },
      spec: {
        // The program itself waits; the next sync is the retry.
        backoffLimit: 0,
        activeDeadlineSeconds: wait.attempts * wait.sleepSeconds + beyondWaits,
        // Without a TTL: Argo CD fails to delete a hook that went away by itself (argo-cd#14929).
        template: podTemplate,
      },
    } satisfies Job);
    new ApiObject(this, 'record', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-record`, labels: { [preflightLabel]: component.name } },
      data: {
        plan: sha256(JSON.stringify(plan)),
        program: Lazy.any({ produce: () => sha256(app.programs.preflight()) }),
      },
    });
  }

  /** The component's own ExternalSecrets are applied with the Job that waits for them, not after it. */
  #advanceSecrets(): void {
    for (const child of this.component.node.findAll())
      if (ApiObject.isApiObject(child) && child.kind === 'ExternalSecret')
        child.metadata.addAnnotation(waveAnnotation, waves.job);
  }

  #isSound(): boolean {
    const { name, component } = this;
    if (!this.#problems.hasName('the Job of a preflight', longestName)) return false;
    if (this.#image === undefined) return this.#problems.report('VW1137', `Preflight "${name}" has no image`);
    if (!this.#problems.hasPinned(this.#image)) return false;
    if (component.secretsPhase <= component.phase) return true;
    const what = `Component "${component.name}" has its ExternalSecrets in a later phase than itself`;
    return this.#problems.report('VW1139', what);
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
