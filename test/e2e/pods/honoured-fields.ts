import type { Pod } from './pod.ts';

/**
 * How the runner treats a field: it honours it, or the field means nothing where there are neither nodes nor
 * images.
 */
type Treatment = 'honoured' | 'meaningless';

const podFields: Readonly<Record<string, Treatment>> = {
  containers: 'honoured',
  initContainers: 'honoured',
  volumes: 'honoured',
  restartPolicy: 'honoured',
  serviceAccountName: 'honoured',
  serviceAccount: 'honoured',
  automountServiceAccountToken: 'honoured',
  securityContext: 'honoured',
  terminationGracePeriodSeconds: 'honoured',
  activeDeadlineSeconds: 'honoured',
  enableServiceLinks: 'honoured',
  dnsPolicy: 'meaningless',
  schedulerName: 'meaningless',
  nodeSelector: 'meaningless',
  tolerations: 'meaningless',
  affinity: 'meaningless',
  topologySpreadConstraints: 'meaningless',
  priority: 'meaningless',
  priorityClassName: 'meaningless',
  preemptionPolicy: 'meaningless',
  imagePullSecrets: 'meaningless',
};

const containerFields: Readonly<Record<string, Treatment>> = {
  name: 'honoured',
  image: 'honoured',
  command: 'honoured',
  args: 'honoured',
  workingDir: 'honoured',
  env: 'honoured',
  envFrom: 'honoured',
  volumeMounts: 'honoured',
  securityContext: 'honoured',
  terminationMessagePath: 'honoured',
  terminationMessagePolicy: 'honoured',
  imagePullPolicy: 'meaningless',
  resources: 'meaningless',
  ports: 'meaningless',
};

const securityFields: Readonly<Record<string, Treatment>> = {
  runAsUser: 'honoured',
  runAsGroup: 'honoured',
  runAsNonRoot: 'honoured',
  readOnlyRootFilesystem: 'honoured',
  allowPrivilegeEscalation: 'honoured',
  capabilities: 'honoured',
  // All files belong to the one user of the namespace; there is nothing to filter system calls with.
  fsGroup: 'meaningless',
  fsGroupChangePolicy: 'meaningless',
  seccompProfile: 'meaningless',
};

const volumeKinds = new Set([
  'name',
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'projected',
  'persistentVolumeClaim',
]);

/** Lists the fields of a Pod that the runner would leave out silently; a Pod with any of them is not run. */
export function unknownFields({ spec }: Pod): string[] {
  const unknown = (fields: object, known: Readonly<Record<string, Treatment>>, path: string): string[] =>
    Object.keys(fields).flatMap((field) => (field in known ? [] : [`${path}.${field}`]));
  const containers = (kind: 'containers' | 'initContainers'): string[] =>
    (spec[kind] ?? []).flatMap((container, index) => [
      ...unknown(container, containerFields, `spec.${kind}[${index}]`),
      ...unknown(container.securityContext ?? {}, securityFields, `spec.${kind}[${index}].securityContext`),
      ...((container.securityContext?.capabilities?.add ?? []).length > 0
        ? [`spec.${kind}[${index}].securityContext.capabilities.add`]
        : []),
    ]);
  return [
    ...unknown(spec, podFields, 'spec'),
    ...unknown(spec.securityContext ?? {}, securityFields, 'spec.securityContext'),
    ...containers('initContainers'),
    ...containers('containers'),
    ...(spec.volumes ?? []).flatMap((volume, index) =>
      Object.keys(volume).flatMap((kind) => (volumeKinds.has(kind) ? [] : [`spec.volumes[${index}].${kind}`])),
    ),
  ];
}
