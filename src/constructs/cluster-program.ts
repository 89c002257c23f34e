import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type {
  ClusterRole,
  ClusterRoleBinding,
  NetworkPolicy,
  PodTemplateSpec,
  Role,
  RoleBinding,
  ServiceAccount,
} from '../../imports/kubernetes.d.ts';
import { documentConfigMap, documentName, splitConfigMaps } from './objects/document-config-map.ts';
import { type ProgramPodProps, programFile, programPod } from './objects/program-pod.ts';
import type { ForeignRules, Program } from './programs/program.ts';
import { type ProgramName, programs, type SettingsOf } from './programs/programs.ts';
import type { ComponentScope } from './tree/component-scope.ts';

export interface ClusterProgramProps<N extends ProgramName> extends ProgramPodProps<N> {
  readonly settings: SettingsOf<N>;
  /** Name of the ConfigMap of the settings, where a namespace may have several. @default 'vault-<kind>' */
  readonly settingsName?: string | undefined;
  /** Annotations of every object. */
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * A program that runs in the cluster, without what starts it: a ServiceAccount, a Role that names each object
 * it grants, a RoleBinding, both again in each further namespace, a NetworkPolicy, and as ConfigMaps its
 * settings and the program itself. A CronJob or a Job runs its Pod.
 */
export class ClusterProgram<N extends ProgramName> extends Construct {
  /** The Pod that runs it once. */
  readonly podTemplate: PodTemplateSpec;

  constructor(scope: Construct, component: ComponentScope, props: ClusterProgramProps<N>) {
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
    for (const foreign of program.foreignRules?.(settings) ?? []) this.#grant(component, name, foreign, annotations);
    const base = props.settingsName ?? documentName(program.settings);
    if (program.split)
      splitConfigMaps(this, component, program.settings, () => program.split?.(settings) ?? [], { annotations, base });
    else documentConfigMap(this, component, program.settings, () => settings, { annotations, base });
    new ApiObject(this, 'text', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-program`, annotations },
      data: { [programFile(id)]: Lazy.any({ produce: () => component.app.programs[id]() }) },
    });
    const documents = [
      { kind: program.settings, base },
      ...program.documents.map((kind) => ({ kind, base: documentName(kind) })),
    ];
    this.podTemplate = programPod(props, labels, documents, (of) => component.app.partsOf(of));
  }

  /**
   * Its name holds the program's own namespace, since others of the cluster may have a program of that name.
   */
  #grant(
    { componentNamespace }: ComponentScope,
    account: string,
    { namespace, rules }: ForeignRules,
    annotations: Readonly<Record<string, string>>,
  ): void {
    const name = `${componentNamespace}-${account}`;
    const subjects = [{ kind: 'ServiceAccount', name: account, namespace: componentNamespace }];
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const apiGroup = 'rbac.authorization.k8s.io';
    const id = (kind: string): string => `${namespace ?? 'cluster'}.${kind}`;
    if (namespace === undefined) {
      const metadata = { name, annotations };
      const role: ClusterRole = { apiVersion, kind: 'ClusterRole', metadata, rules };
      const roleRef = { apiGroup, kind: 'ClusterRole', name } as const;
      const binding: ClusterRoleBinding = { apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef, subjects };
      // Cluster-scoped: without the namespace that the chart adds.
      for (const [what, object] of [['role', role] as const, ['role-binding', binding] as const])
        new ApiObject(this, id(what), object).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
      return;
    }
    const metadata = { name, namespace, annotations };
    new ApiObject(this, id('role'), { apiVersion, kind: 'Role', metadata, rules } satisfies Role);
    new ApiObject(this, id('role-binding'), {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name },
      subjects,
    } satisfies RoleBinding);
  }
}
