import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type {
  NetworkPolicy,
  PodTemplateSpec,
  Role,
  RoleBinding,
  ServiceAccount,
  Toleration,
} from '../../imports/kubernetes.d.ts';
import type { Component } from './component.ts';
import { documentConfigMap } from './objects/document-config-map.ts';
import { type PinnedImage, programFile, programPod } from './objects/program-pod.ts';
import type { Program } from './programs/program.ts';
import { type ProgramName, programs, type SettingsOf } from './programs/programs.ts';

export interface ClusterProgramProps<N extends ProgramName> {
  /** Which of the programs. */
  readonly program: N;
  /**
   * Name of its ServiceAccount, Role, RoleBinding and NetworkPolicy, and the beginning of that of its
   * ConfigMap.
   */
  readonly name: string;
  readonly settings: SettingsOf<N>;
  /** Annotations of every object. */
  readonly annotations: Readonly<Record<string, string>>;
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /** Limit of memory; three quarters of it are for the heap. @default 256 */
  readonly memoryMebibytes?: number | undefined;
  /** @default none */
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  /** @default none */
  readonly tolerations?: readonly Toleration[] | undefined;
}

/**
 * A program that runs in the cluster, without what starts it: a ServiceAccount, a Role that names each object
 * it grants, a RoleBinding, a NetworkPolicy, and as ConfigMaps its settings and the program itself. A CronJob
 * or a Job runs its Pod.
 */
export class ClusterProgram<N extends ProgramName> extends Construct {
  /** The Pod that runs it once. */
  readonly podTemplate: PodTemplateSpec;

  constructor(scope: Construct, component: Component, props: ClusterProgramProps<N>) {
    super(scope, 'program');
    const { program: id, name, settings, annotations } = props;
    const program = programs[id] as Program<SettingsOf<N>>;
    const labels = {
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/part-of': component.name,
      ...program.podLabels?.(settings),
    };
    const metadata = { name, annotations };
    new ApiObject(this, 'service-account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, annotations: { ...annotations, ...program.accountAnnotations?.(settings) } },
    } satisfies ServiceAccount);
    new ApiObject(this, 'role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: program.rules(settings),
    } satisfies Role);
    new ApiObject(this, 'role-binding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: component.componentNamespace }],
    } satisfies RoleBinding);
    new ApiObject(this, 'network-policy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: program.network(settings, { 'app.kubernetes.io/name': name }),
    } satisfies NetworkPolicy);
    documentConfigMap(this, component, program.settings, () => settings, annotations);
    new ApiObject(this, 'text', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-program`, annotations },
      data: { [programFile(id)]: Lazy.any({ produce: () => component.app.programs[id]() }) },
    });
    this.podTemplate = programPod(props, labels, [program.settings, ...program.documents], (kind) =>
      component.app.partsOf(kind),
    );
  }
}
