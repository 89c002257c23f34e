import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { CronJob, PodTemplateSpec } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { environmentsAnnotation, ownerAnnotation, succeedsWithinAnnotation } from '../model/documents/annotations.ts';
import { configuratorMethods } from '../model/documents/configurator.ts';
import type { SnapshotSettings } from '../model/documents/snapshot-settings.ts';
import { serverOf } from '../model/platform/server/server.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { ProgramProblems } from './checks/program-problems.ts';
import { ClusterProgram } from './cluster-program.ts';
import type { Component } from './component.ts';
import { sealKeyName } from './derive/seal-configuration.ts';
import { vaultReach } from './derive/vault-reach.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { type PinnedImage, type ProgramPodOptions, podOptionsOf, programPodOptions } from './objects/program-pod.ts';
import { type Contribution, contribution, type Snapshotter } from './tree/contribution.ts';

export interface VaultSnapshotsProps extends ProgramPodOptions {
  /** Name of the CronJob, its ServiceAccount, its volume and its role in Vault; at most 52 characters. */
  readonly name: string;
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /** @default every six hours */
  readonly schedule?: string;
  /** Seconds after which, without a snapshot, somebody must look. @default 43200, two runs of the schedule */
  readonly succeedsWithinSeconds?: number;
  /** What stays; the newest always does. @default 56 snapshots of 14 days */
  readonly keep?: { readonly count: number; readonly days: number };
  /**
   * Where snapshots are kept: a claim that somebody else makes, or one that is rendered. A copy elsewhere is
   * theirs who run backups.
   * @default a claim of 20Gi of the default class
   */
  readonly volume?: { readonly claim: string } | { readonly size: string; readonly storageClass?: string };
  /** Seconds after which a run gives up. @default 900 */
  readonly deadlineSeconds?: number;
}

const folder = '/var/lib/vaultwright/snapshots';
/** From pulling the image to the first step of the program. */
const startSeconds = 60;
/** The group of the program, by which it writes the volume. */
const group = 65532;

/** Every option, as the type has them. */
const options: KnownOptions<VaultSnapshotsProps> = {
  ...programPodOptions,
  name: true,
  image: true,
  schedule: true,
  succeedsWithinSeconds: true,
  keep: true,
  volume: true,
  deadlineSeconds: true,
};

/**
 * Snapshots of the raft storage of an environment's Vault, on a schedule, into a volume: each is proven to be
 * whole and has a record beside it that names the seal whose key opens it. It logs in under a role that may
 * read the snapshot and nothing else.
 * @see https://developer.hashicorp.com/vault/docs/sysadmin/snapshots
 */
export class VaultSnapshots<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly name: string;
  readonly declaredAt: Position | undefined;
  readonly #problems = new ProgramProblems(this);
  readonly #snapshotters: Snapshotter[] = [];

  constructor(component: Component<S>, props: VaultSnapshotsProps) {
    super(component, 'snapshots');
    reportUnknownOptions(component.app, this, VaultSnapshots, props, options);
    const { name } = props;
    this.component = component;
    this.name = name;
    this.declaredAt = declarationPosition(VaultSnapshots);
    if (!component.isRendered || !this.#isSound(props)) return;
    this.#snapshotters.push({
      role: name,
      serviceAccount: name,
      namespace: component.componentNamespace,
      component,
      constructPath: this.node.path,
      declaredAt: this.declaredAt,
    });
    this.#render(props);
  }

  get [contribution](): Contribution {
    return { snapshotters: this.#snapshotters };
  }

  #render(props: VaultSnapshotsProps): void {
    const { component, name } = this;
    const { environments, owner } = component;
    const { deadlineSeconds = 900, volume = { size: '20Gi' }, succeedsWithinSeconds = 43_200 } = props;
    const annotations = {
      [ownerAnnotation]: owner,
      ...(environments && { [environmentsAnnotation]: [...environments].sort().join(',') }),
    };
    const { ca } = component.environment.vault;
    const { podTemplate } = new ClusterProgram(this, component, {
      program: 'snapshot',
      name,
      settings: this.#settings(props, deadlineSeconds),
      authority: ca && 'configMap' in ca ? ca : undefined,
      annotations,
      image: props.image,
      ...podOptionsOf(props),
    });
    if ('size' in volume)
      new ApiObject(this, 'volume', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        // Losing the CronJob must not lose what it kept.
        metadata: {
          name,
          annotations: { ...annotations, 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        },
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(volume.storageClass !== undefined && { storageClassName: volume.storageClass }),
          resources: { requests: { storage: volume.size } },
        },
      });
    new ApiObject(this, 'cron-job', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, annotations: { ...annotations, [succeedsWithinAnnotation]: String(succeedsWithinSeconds) } },
      spec: {
        schedule: props.schedule ?? '17 */6 * * *',
        concurrencyPolicy: 'Forbid',
        // Without it a CronJob that was held up for a hundred runs is never scheduled again.
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            ttlSecondsAfterFinished: 86_400,
            activeDeadlineSeconds: deadlineSeconds + startSeconds,
            template: withVolume(podTemplate, 'claim' in volume ? volume.claim : name),
          },
        },
      },
    } satisfies CronJob);
  }

  #settings({ keep = { count: 56, days: 14 } }: VaultSnapshotsProps, deadlineSeconds: number): SnapshotSettings {
    const { app, environment } = this.component;
    const { address, ca, autoUnseal } = environment.vault;
    return {
      kind: 'SnapshotSettings',
      version: 1,
      environment: environment.name,
      name: this.name,
      vault: { address, ...(ca && 'pem' in ca && { ca: ca.pem }) },
      login: { mount: vaultReach(app).authMount, role: this.name },
      folder,
      keep,
      seal: { type: autoUnseal?.type ?? 'shamir', key: autoUnseal ? sealKeyName(autoUnseal) : '' },
      deadlineSeconds,
    };
  }

  #isSound({ image }: VaultSnapshotsProps): boolean {
    const { app, environment } = this.component;
    const { lifecycle, vault } = environment;
    const { login, namespace } = vaultReach(app);
    if (!this.#problems.hasName('a CronJob') || !this.#problems.hasPinned(image)) return false;
    if (vault.managed) return this.#problems.report('VW1214', 'Somebody else runs the Vault of this environment');
    if (serverOf(vault.server, lifecycle).storage !== 'raft')
      return this.#problems.report('VW1214', 'The storage of this Vault is not raft');
    if (namespace !== undefined || !configuratorMethods.includes(login.method))
      return this.#problems.report(
        'VW1214',
        'The login of this environment is not that of a ServiceAccount in the root namespace',
      );
    return true;
  }
}

/** The Pod of a program, with a volume that its group may write. */
function withVolume(template: PodTemplateSpec, claimName: string): PodTemplateSpec {
  const { spec } = template;
  if (!spec) return template;
  return {
    ...template,
    spec: {
      ...spec,
      securityContext: { ...spec.securityContext, fsGroup: group },
      containers: spec.containers.map((container) => ({
        ...container,
        volumeMounts: [...(container.volumeMounts ?? []), { name: 'snapshots', mountPath: folder }],
      })),
      volumes: [...(spec.volumes ?? []), { name: 'snapshots', persistentVolumeClaim: { claimName } }],
    },
  };
}
