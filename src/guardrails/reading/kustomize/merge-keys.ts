import type { JsonObject } from '../../manifest/manifest.ts';
import { groupVersion, textOf } from './resource.ts';

/**
 * What is known of a type: the keys by which a list of it is merged, and the types below.
 *
 * Only types of Kubernetes itself have one; lists of custom resources are replaced as a whole.
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export interface TypeSchema {
  /**
   * Keys that tell items apart; empty for a list of scalars that is a set; absent for a list that is
   * replaced.
   */
  readonly keys?: readonly string[];
  readonly fields?: Readonly<Record<string, TypeSchema>>;
}

const list = (keys: readonly string[], fields?: TypeSchema['fields']): TypeSchema => ({
  keys,
  ...(fields && { fields }),
});
const at = (path: string, schema: TypeSchema): TypeSchema =>
  path
    .split('.')
    .reverse()
    .reduce((below, field) => ({ fields: { [field]: below } }), schema);

const metadata: TypeSchema = { fields: { ownerReferences: list(['uid']), finalizers: list([]) } };
const containerLists = {
  env: list(['name']),
  volumeDevices: list(['devicePath']),
  volumeMounts: list(['mountPath']),
};
const container = list(['name'], { ...containerLists, ports: list(['containerPort', 'protocol']) });
const podSpec: TypeSchema = {
  fields: {
    containers: container,
    initContainers: container,
    ephemeralContainers: list(['name'], containerLists),
    hostAliases: list(['ip']),
    imagePullSecrets: list(['name']),
    topologySpreadConstraints: list(['topologyKey', 'whenUnsatisfiable']),
    volumes: list(['name']),
  },
};
const podTemplate: TypeSchema = { fields: { metadata, spec: podSpec } };
const claims = { volumeClaimTemplates: { fields: { metadata } } };
const template: TypeSchema = { fields: { template: podTemplate } };
const jobTemplate: TypeSchema = { fields: { metadata, spec: template } };

/** Kinds whose lists are merged below `metadata` too, by group and version. */
const kinds: Readonly<Record<string, TypeSchema>> = {
  'v1 Pod': { fields: { spec: podSpec } },
  'v1 PodTemplate': { fields: { template: podTemplate } },
  'v1 ReplicationController': { fields: { spec: template } },
  'v1 Service': at('spec.ports', list(['port', 'protocol'])),
  'v1 ServiceAccount': at('secrets', list(['name'])),
  'v1 Node': at('spec.podCIDRs', list([])),
  'apps/v1 Deployment': { fields: { spec: template } },
  'apps/v1 ReplicaSet': { fields: { spec: template } },
  'apps/v1 DaemonSet': { fields: { spec: template } },
  'apps/v1 StatefulSet': { fields: { spec: { fields: { ...template.fields, ...claims } } } },
  'batch/v1 Job': { fields: { spec: template } },
  'batch/v1 CronJob': { fields: { spec: { fields: { jobTemplate } } } },
  'batch/v1beta1 CronJob': { fields: { spec: { fields: { jobTemplate } } } },
};

const webhooks = at('webhooks', list(['name']));
const ownGroup = /^(?:[a-z]+|[a-z.]+\.k8s\.io)$/;

/** Returns the schema of an object of Kubernetes itself; `undefined` for custom resources. */
export function schemaOf(object: JsonObject): TypeSchema | undefined {
  const { group, version } = groupVersion(object.apiVersion);
  const kind = textOf(object.kind);
  const known =
    kinds[`${group === '' ? '' : `${group}/`}${version} ${kind}`] ??
    (group === 'admissionregistration.k8s.io' && kind.endsWith('WebhookConfiguration') ? webhooks : undefined);
  if (known !== undefined) return { fields: { metadata, ...known.fields } };
  return (group === '' ? version === 'v1' : ownGroup.test(group)) ? { fields: { metadata } } : undefined;
}
