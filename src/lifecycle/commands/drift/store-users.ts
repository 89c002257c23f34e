import { isObject } from '../../../model/json-record.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';

/** Objects of one kind, of one namespace or of the whole cluster. */
export interface ObjectList {
  readonly apiVersion: string;
  readonly kind: string;
  /** API path. */
  readonly path: string;
}

/** Returns the list of a kind. @param namespace `undefined` for the whole cluster */
export function listOf({ apiVersion, kind }: Omit<ObjectList, 'path'>, namespace: string | undefined): ObjectList {
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return { apiVersion, kind, path: `/apis/${apiVersion}${scope}/${kind.toLowerCase()}s` };
}

const namespaced = [
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' },
  { apiVersion: 'external-secrets.io/v1alpha1', kind: 'PushSecret' },
] as const;
const clusterScoped = [
  { apiVersion: 'external-secrets.io/v1', kind: 'ClusterExternalSecret' },
  { apiVersion: 'external-secrets.io/v1alpha1', kind: 'ClusterPushSecret' },
] as const;

/**
 * Returns the lists in which the users of a store stand: those of its namespace, and of the cluster where the
 * store serves it.
 */
export const usersOf = ({ kind, metadata: { namespace } }: KubernetesObject): readonly ObjectList[] => {
  if (kind === 'SecretStore') return namespaced.map((each) => listOf(each, namespace));
  return kind === 'ClusterSecretStore' ? [...namespaced, ...clusterScoped].map((each) => listOf(each, undefined)) : [];
};

/** Returns which objects read or write through one of the stores, wherever in their spec they name it. */
export function usesOneOf(stores: readonly KubernetesObject[]): (object: KubernetesObject) => boolean {
  const names = new Set(
    stores.flatMap(({ kind, metadata: { namespace, name } }) =>
      // A ClusterExternalSecret means the store of each namespace that it selects.
      kind === 'SecretStore' ? [`${namespace}/${name}`, `*/${name}`] : [`/${name}`],
    ),
  );
  return ({ kind: user, spec, metadata: { namespace } }) => {
    const here = user.startsWith('Cluster') ? '*' : namespace;
    return references(spec).some(({ kind, name }) => names.has(`${kind === 'ClusterSecretStore' ? '' : here}/${name}`));
  };
}

const referenceFields: readonly string[] = ['secretStoreRef', 'secretStoreRefs', 'storeRef'];

function references(spec: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(spec)) return spec.flatMap(references);
  if (!isObject(spec)) return [];
  return Object.entries(spec).flatMap(([field, value]) =>
    referenceFields.includes(field) ? [value].flat().filter(isObject) : references(value),
  );
}
