import { VaultwrightError } from '../../model/errors.ts';
import { groupBy } from '../../model/group-by.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-client.ts';
import { inParallel } from '../run/in-parallel.ts';
import { isObject } from '../vault/vault-answer.ts';
import { differingFields } from './differing-fields.ts';
import type { DriftSearch } from './drift.ts';

/** Requests at once. */
const atOnce = 8;
const group = 'external-secrets.io/';

/**
 * Compares the objects of the External Secrets Operator with the rendered ones: each exists, has the rendered spec and is Ready; others
 * that use a rendered store are named.
 * @throws VW5018, VW5019 where they cannot be read
 */
export async function objectDrift(search: DriftSearch): Promise<void> {
  const { rendered, kubernetes, deadline, count, find } = search;
  const objects = rendered.objects.filter(({ apiVersion }) => apiVersion.startsWith(group));
  const declared = new Set(rendered.objectsOfAll.map(identity));
  const isOurs = storeFilter(objects);
  const failures: VaultwrightError[] = [];
  await inParallel(groupBy(objects, collection), atOnce, async ([path, wanted]) => {
    try {
      const live = (await kubernetes.list(path, deadline)) ?? [];
      const { apiVersion, kind } = wanted[0] as KubernetesObject;
      const found = new Map(live.map((object) => [object.metadata.name, object]));
      for (const object of wanted) compare(object, found.get(object.metadata.name), find);
      for (const object of live.map((each) => ({ ...each, apiVersion, kind })))
        if (!declared.has(identity(object)) && isOurs(object) && !isGenerated(object))
          find('VW5133', `${label(object)} is not rendered and uses a store of the environment`, place(object));
      count('objects', wanted.length);
    } catch (error) {
      if (!(error instanceof VaultwrightError)) throw error;
      failures.push(error);
    }
  });
  if (failures[0]) throw failures[0];
}

function compare(object: KubernetesObject, live: KubernetesObject | undefined, find: DriftSearch['find']): void {
  const name = label(object);
  if (!live) {
    find('VW5130', `${name} is not in the cluster`, place(object));
    return;
  }
  const fields = differingFields(object.spec, live.spec, 'spec');
  if (fields.length > 0) find('VW5132', `${name} differs in ${fields.join(', ')}`, place(object));
  const ready = readyCondition(live);
  if (ready?.status !== 'True')
    find('VW5131', `${name} is not Ready: ${reasonOf(ready) ?? 'no controller has looked at it'}`, place(object));
}

type Condition = Readonly<Record<string, unknown>>;

function readyCondition({ status }: KubernetesObject): Condition | undefined {
  const conditions: unknown = isObject(status) ? status.conditions : undefined;
  return (Array.isArray(conditions) ? conditions : []).filter(isObject).find(({ type }) => type === 'Ready');
}

/** The reason is a word of the operator’s; its message may quote what it read. */
function reasonOf(condition: Condition | undefined): string | undefined {
  const reason = condition?.reason;
  if (condition === undefined) return undefined;
  return typeof reason === 'string' && /^\w{1,64}$/.test(reason) ? reason : 'no reason given';
}

/** Path of the list in which an object stands. */
function collection({ apiVersion, kind, metadata: { namespace } }: KubernetesObject): string {
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `/apis/${apiVersion}${scope}/${kind.toLowerCase()}s`;
}

const identity = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  `${kind} ${namespace ?? ''}/${name}`;
const label = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
const place = ({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject) => ({
  object: { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) },
});

/** Made by a ClusterExternalSecret, or by another object that stands for it. */
function isGenerated({ metadata }: KubernetesObject): boolean {
  const { ownerReferences } = metadata as { readonly ownerReferences?: unknown };
  return Array.isArray(ownerReferences) && ownerReferences.length > 0;
}

/** Tells which objects read or write through a store that the environment renders. */
function storeFilter(rendered: readonly KubernetesObject[]): (object: KubernetesObject) => boolean {
  const stores = new Set(rendered.filter(({ kind }) => kind.endsWith('Store')).map(identity));
  return ({ spec, metadata: { namespace } }) => {
    if (!isObject(spec)) return false;
    const references = [spec.secretStoreRef, ...(Array.isArray(spec.secretStoreRefs) ? spec.secretStoreRefs : [])];
    return references.filter(isObject).some(({ kind = 'SecretStore', name }) => {
      const scope = kind === 'ClusterSecretStore' ? '' : (namespace ?? '');
      return stores.has(`${kind} ${scope}/${name}`);
    });
  };
}
