import { isObject } from '../../../model/json-record.ts';
import {
  type KubernetesClient,
  type KubernetesObject,
  kubernetesObject,
} from '../../clients/kubernetes/kubernetes-client.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { DeliveredSecret } from './delivery.ts';

/** A workload that reads a Secret. */
export interface Consumer {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Names of the Secrets, sorted. */
  readonly secrets: readonly string[];
  /**
   * Whether it can be rolled; a CronJob takes the new value with its next run, a Pod of its own has to be
   * made anew.
   */
  readonly canRestart: boolean;
  /** Whether something in the cluster rolls it by itself when the Secret changes. */
  readonly reloads: boolean;
}

const kinds = [
  { kind: 'Deployment', path: '/apis/apps/v1', plural: 'deployments', canRestart: true },
  { kind: 'StatefulSet', path: '/apis/apps/v1', plural: 'statefulsets', canRestart: true },
  { kind: 'DaemonSet', path: '/apis/apps/v1', plural: 'daemonsets', canRestart: true },
  { kind: 'CronJob', path: '/apis/batch/v1', plural: 'cronjobs', canRestart: false },
  { kind: 'Pod', path: '/api/v1', plural: 'pods', canRestart: false },
] as const;

/**
 * Finds the workloads that read changed Secrets by environment variables or volumes. What an operator reads
 * by a resource of its own is not seen.
 * @throws VW5018, VW5019
 */
export async function findConsumers(
  kubernetes: KubernetesClient,
  changed: readonly DeliveredSecret[],
  deadline: Deadline,
): Promise<readonly Consumer[]> {
  const found: Consumer[] = [];
  for (const namespace of [...new Set(changed.map((each) => each.namespace))].sort()) {
    const keys = new Map<string, Set<string>>();
    for (const each of changed.filter((secret) => secret.namespace === namespace))
      keys.set(each.secret, new Set([...(keys.get(each.secret) ?? []), ...each.keys]));
    for (const { kind, path, plural, canRestart } of kinds)
      for (const object of (await kubernetes.list(`${path}/namespaces/${namespace}/${plural}`, deadline)) ?? []) {
        if (kind === 'Pod' && isOwned(object)) continue;
        const { template, annotations } = podOf(kind, object);
        const secrets = [...keys]
          .filter(([name, changedKeys]) => reads(template, name, changedKeys))
          .map(([name]) => name);
        if (secrets.length === 0) continue;
        const reloads = Object.keys(annotations).some((name) => name.startsWith('reloader.stakater.com/'));
        found.push({ kind, namespace, name: object.metadata.name, secrets: secrets.sort(), canRestart, reloads });
      }
  }
  return found;
}

/**
 * Rolls a workload as `kubectl rollout restart` does.
 * @throws VW5018, VW5019
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_restart/
 */
export async function restart(
  kubernetes: KubernetesClient,
  { kind, namespace, name }: Consumer,
  deadline: Deadline,
): Promise<void> {
  const { path, plural } = kinds.find((each) => each.kind === kind) ?? kinds[0];
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  const fields = { spec: { template: { metadata: { annotations } } } };
  const target = `${path}/namespaces/${namespace}/${plural}/${name}`;
  kubernetesObject(
    await kubernetes.merge(target, fields, 'kubectl-rollout', deadline),
    `restart ${kind} ${namespace}/${name}`,
  );
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

const isOwned = ({ metadata }: KubernetesObject): boolean =>
  listOf((metadata as { readonly ownerReferences?: unknown }).ownerReferences).length > 0;

function podOf(kind: string, object: KubernetesObject): { readonly template: Fields; readonly annotations: Fields } {
  const spec = fieldsOf(object.spec);
  const own = object.metadata.annotations ?? {};
  if (kind === 'Pod') return { template: spec, annotations: own };
  const holder = kind === 'CronJob' ? fieldsOf(fieldsOf(spec.jobTemplate).spec) : spec;
  const template = fieldsOf(holder.template);
  const annotations = { ...own, ...fieldsOf(fieldsOf(template.metadata).annotations) };
  return { template: fieldsOf(template.spec), annotations };
}

/** Returns whether a Pod reads one of the changed keys of a Secret. */
function reads(pod: Fields, secret: string, changed: ReadonlySet<string>): boolean {
  const containers = [...listOf(pod.initContainers), ...listOf(pod.containers)];
  const isInEnvironment = containers.some(
    ({ env, envFrom }) =>
      listOf(envFrom).some(({ secretRef }) => fieldsOf(secretRef).name === secret) ||
      listOf(env).some(({ valueFrom }) => {
        const { name, key } = fieldsOf(fieldsOf(valueFrom).secretKeyRef);
        return name === secret && changed.has(String(key));
      }),
  );
  return (
    isInEnvironment ||
    listOf(pod.volumes).some(
      ({ secret: volume, projected }) =>
        fieldsOf(volume).secretName === secret ||
        listOf(fieldsOf(projected).sources).some((source) => fieldsOf(source.secret).name === secret),
    )
  );
}
