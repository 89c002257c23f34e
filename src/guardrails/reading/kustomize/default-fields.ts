import type { FieldSpec } from './field-specs.ts';

/** A kind whose name others hold, and the fields in which they hold it. */
export interface NameReference {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly fieldSpecs: readonly FieldSpec[];
}

/**
 * The fields that kustomize changes where no `configurations` add others.
 * @see https://github.com/kubernetes-sigs/kustomize/tree/master/api/internal/konfig/builtinpluginconsts
 */
export interface FieldTables {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
}

type Row = readonly [path: string, kinds: string, group?: string | undefined, version?: string | undefined];

const specs = (rows: readonly Row[], create = false): FieldSpec[] =>
  rows.flatMap(([path, kinds, group, version]) =>
    (kinds === '' ? [undefined] : kinds.split(' ')).map((kind) => ({
      path,
      ...(kind && { kind }),
      ...(group !== undefined && { group }),
      ...(version !== undefined && { version }),
      ...(create && { create }),
    })),
  );

/** Where pods stand in the kinds that hold one. */
const pods: readonly (readonly [prefix: string, kinds: string, version?: string])[] = [
  ['spec', 'Pod', 'v1'],
  ['template/spec', 'PodTemplate'],
  ['spec/template/spec', 'Deployment ReplicaSet DaemonSet StatefulSet Job'],
  ['spec/jobTemplate/spec/template/spec', 'CronJob'],
];
/**
 * Kinds whose pods name claims, accounts and classes that are followed; ReplicaSet and PodTemplate are not
 * among them.
 */
const claimants: typeof pods = [
  ['spec', 'Pod'],
  ['spec/template/spec', 'StatefulSet Deployment ReplicationController Job DaemonSet'],
  ['spec/jobTemplate/spec/template/spec', 'CronJob'],
];
const inPods = (holders: typeof pods, fields: readonly string[]): FieldSpec[] =>
  holders.flatMap(([prefix, kinds, version]) =>
    specs(fields.map((field): Row => [`${prefix}/${field}`, kinds, undefined, version])),
  );
const inContainers = (fields: readonly string[]): string[] =>
  fields.flatMap((field) => [`containers/${field}`, `initContainers/${field}`]);

const metadata = (what: 'labels' | 'annotations'): FieldSpec[] => [
  ...specs([[`metadata/${what}`, '']], true),
  ...specs([[`spec/template/metadata/${what}`, 'ReplicationController', undefined, 'v1']], true),
  ...specs([[`spec/template/metadata/${what}`, 'Deployment ReplicaSet DaemonSet']], true),
  ...specs([[`spec/template/metadata/${what}`, 'StatefulSet', what === 'labels' ? 'apps' : undefined]], true),
  ...specs(
    [
      [`spec/template/metadata/${what}`, 'Job', 'batch'],
      [`spec/jobTemplate/metadata/${what}`, 'CronJob', 'batch'],
      [`spec/jobTemplate/spec/template/metadata/${what}`, 'CronJob', 'batch'],
    ],
    true,
  ),
];
const metadataLabels: readonly FieldSpec[] = [
  ...metadata('labels'),
  ...specs([['spec/volumeClaimTemplates[]/metadata/labels', 'StatefulSet', 'apps']], true),
];

const affinities = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);
const selectors: readonly FieldSpec[] = [
  ...specs([['spec/selector', 'Service ReplicationController', undefined, 'v1']], true),
  ...specs([['spec/selector/matchLabels', 'Deployment ReplicaSet DaemonSet']], true),
  ...specs([['spec/selector/matchLabels', 'StatefulSet', 'apps']], true),
  ...specs(
    [...affinities, 'topologySpreadConstraints/labelSelector/matchLabels'].map(
      (field): Row => [`spec/template/spec/${field}`, 'Deployment StatefulSet', 'apps'],
    ),
  ),
  ...specs([
    ['spec/selector/matchLabels', 'Job', 'batch'],
    ['spec/jobTemplate/spec/selector/matchLabels', 'CronJob', 'batch'],
    ['spec/selector/matchLabels', 'PodDisruptionBudget', 'policy'],
    ['spec/podSelector/matchLabels', 'NetworkPolicy', 'networking.k8s.io'],
    ['spec/ingress/from/podSelector/matchLabels', 'NetworkPolicy', 'networking.k8s.io'],
    ['spec/egress/to/podSelector/matchLabels', 'NetworkPolicy', 'networking.k8s.io'],
  ]),
];

const images: readonly Row[] = ['spec', 'spec/template/spec'].flatMap((prefix): Row[] => [
  [`${prefix}/containers[]/image`, ''],
  [`${prefix}/initContainers[]/image`, ''],
  [`${prefix}/volumes[]/image/reference`, ''],
]);

const substituted = [...inContainers(['args', 'command', 'env/value', 'volumeMounts/mountPath']), 'volumes/nfs/server'];
const varReference: readonly FieldSpec[] = [
  ...inPods(
    [
      ['spec', 'Pod'],
      ['spec/template/spec', 'DaemonSet Deployment Job ReplicaSet StatefulSet'],
      ['spec/jobTemplate/spec/template/spec', 'CronJob'],
    ],
    substituted,
  ),
  ...specs([
    ['spec/template/metadata/annotations', 'Deployment'],
    ['spec/rules/host', 'Ingress'],
    ['spec/tls/hosts', 'Ingress'],
    ['spec/tls/secretName', 'Ingress'],
    ['spec/ports/port', 'Service'],
    ['spec/ports/targetPort', 'Service'],
    ['spec/volumeClaimTemplates/spec/nfs/server', 'StatefulSet'],
    ['spec/nfs/server', 'PersistentVolume'],
    ['metadata/labels', ''],
    ['metadata/annotations', ''],
  ]),
];

const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const ingressAnnotation = 'metadata/annotations/nginx.ingress.kubernetes.io\\';

const nameReference: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    kind,
    fieldSpecs: specs([['spec/scaleTargetRef/name', 'HorizontalPodAutoscaler']]),
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    fieldSpecs: [
      ...inPods(pods, [
        'volumes/configMap/name',
        ...inContainers(['env/valueFrom/configMapKeyRef/name', 'envFrom/configMapRef/name']),
        'volumes/projected/sources/configMap/name',
      ]),
      ...specs([
        ['spec/configSource/configMap', 'Node'],
        ['rules/resourceNames', 'Role ClusterRole'],
        [`${ingressAnnotation}/fastcgi-params-configmap`, 'Ingress'],
      ]),
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    fieldSpecs: [
      ...inPods(pods, [
        'volumes/secret/secretName',
        ...inContainers(['env/valueFrom/secretKeyRef/name', 'envFrom/secretRef/name']),
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ]),
      ...specs([
        ['spec/tls/secretName', 'Ingress'],
        ['metadata/annotations/ingress.kubernetes.io\\/auth-secret', 'Ingress'],
        [`${ingressAnnotation}/auth-secret`, 'Ingress'],
        [`${ingressAnnotation}/auth-tls-secret`, 'Ingress'],
        ['imagePullSecrets/name', 'ServiceAccount'],
        ['parameters/secretName', 'StorageClass'],
        ['parameters/adminSecretName', 'StorageClass'],
        ['parameters/userSecretName', 'StorageClass'],
        ['parameters/secretRef', 'StorageClass'],
        ['rules/resourceNames', 'Role ClusterRole'],
        ['spec/template/spec/containers/env/valueFrom/secretKeyRef/name', 'Service', 'serving.knative.dev', 'v1'],
        ['spec/azureFile/secretName', 'PersistentVolume'],
      ]),
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    fieldSpecs: specs([
      ['spec/serviceName', 'StatefulSet', 'apps'],
      ['spec/rules/http/paths/backend/serviceName', 'Ingress'],
      ['spec/backend/serviceName', 'Ingress'],
      ['spec/rules/http/paths/backend/service/name', 'Ingress'],
      ['spec/defaultBackend/service/name', 'Ingress'],
      ['spec/service/name', 'APIService', 'apiregistration.k8s.io'],
      ['webhooks/clientConfig/service', 'ValidatingWebhookConfiguration MutatingWebhookConfiguration', admission],
    ]),
  },
  { kind: 'Role', group: rbac, fieldSpecs: specs([['roleRef/name', 'RoleBinding', rbac]]) },
  {
    kind: 'ClusterRole',
    group: rbac,
    fieldSpecs: specs([['roleRef/name', 'RoleBinding ClusterRoleBinding', rbac]]),
  },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    fieldSpecs: [
      ...specs([['subjects', 'RoleBinding ClusterRoleBinding', rbac]]),
      ...inPods(claimants, ['serviceAccountName']),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    version: 'v1',
    fieldSpecs: inPods(claimants, ['volumes/persistentVolumeClaim/claimName']),
  },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    fieldSpecs: specs([
      ['spec/volumeName', 'PersistentVolumeClaim'],
      ['rules/resourceNames', 'ClusterRole'],
    ]),
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    fieldSpecs: specs([
      ['spec/storageClassName', 'PersistentVolume PersistentVolumeClaim'],
      ['spec/volumeClaimTemplates/spec/storageClassName', 'StatefulSet'],
    ]),
  },
  {
    kind: 'PriorityClass',
    version: 'v1',
    group: 'scheduling.k8s.io',
    fieldSpecs: inPods(claimants, ['priorityClassName']),
  },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: admission,
    fieldSpecs: specs([['spec/policyName', 'ValidatingAdmissionPolicyBinding', admission]]),
  },
];

/** What kustomize does without `configurations`. */
export const defaultFields: FieldTables = {
  namePrefix: specs([['metadata/name', '']]),
  nameSuffix: specs([['metadata/name', '']]),
  namespace: [
    ...specs([['metadata/name', 'Namespace']], true),
    ...specs([['spec/service/namespace', 'APIService', 'apiregistration.k8s.io']], true),
    ...specs([
      ['spec/conversion/webhook/clientConfig/service/namespace', 'CustomResourceDefinition', 'apiextensions.k8s.io'],
    ]),
  ],
  commonLabels: [...selectors, ...metadataLabels],
  labels: [],
  templateLabels: metadataLabels,
  commonAnnotations: metadata('annotations'),
  images: specs(images, true),
  replicas: specs([['spec/replicas', 'Deployment ReplicationController ReplicaSet StatefulSet']], true),
  varReference,
  nameReference,
};
