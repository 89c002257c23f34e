import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';
import { conditionOf, reasonOf } from '../../inspect/external-secret.ts';
import { commandErrorOf } from '../../problems/command-problem.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { differingFields } from './differing-fields.ts';
import type { DriftSearch } from './drift-search.ts';
import { listOf, usersOf, usesOneOf } from './store-users.ts';

/** Requests at once. */
const atOnce = 8;
const group = 'external-secrets.io/';

/**
 * Compares the objects of the External Secrets Operator with the rendered ones: each exists, has the rendered
 * spec and is Ready; others that use a rendered store are named, wherever that store can be used.
 * @throws VW5018, VW5019 where they cannot be read
 */
export async function objectDrift(search: DriftSearch): Promise<void> {
  const { rendered, kubernetes, deadline, count, find } = search;
  const objects = rendered.objects.filter(({ apiVersion }) => apiVersion.startsWith(group));
  const stores = objects.filter(({ kind }) => kind.endsWith('Store'));
  const known = new Set(rendered.objectsOfAll.map(identity));
  const isOurs = usesOneOf(stores);
  const wantedAt = groupBy(objects, (object) => listOf(object, object.metadata.namespace).path);
  const lists = new Map(
    [...objects.map((object) => listOf(object, object.metadata.namespace)), ...stores.flatMap(usersOf)].map((list) => [
      list.path,
      list,
    ]),
  );
  const failures: VaultwrightError[] = [];
  await inParallel(lists.values(), atOnce, async ({ path, apiVersion, kind }) => {
    try {
      const wanted = wantedAt.get(path) ?? [];
      const live = ((await kubernetes.list(path, deadline)) ?? []).map((object) => ({ ...object, apiVersion, kind }));
      const found = new Map(live.map((object) => [identity(object), object]));
      for (const object of wanted) compare(object, found.get(identity(object)), find);
      for (const object of live) {
        if (known.has(identity(object)) || !isOurs(object) || isGenerated(object)) continue;
        // A store of the cluster and one of the namespace may both lead to it.
        known.add(identity(object));
        find('VW5133', `${label(object)} is not rendered and uses a store of the environment`, place(object));
      }
      count('objects', wanted.length);
    } catch (error) {
      if (!(error instanceof VaultwrightError)) throw error;
      failures.push(error);
    }
  });
  if (failures.length > 0) throw commandErrorOf(failures.flatMap(({ diagnostics }) => diagnostics));
}

function compare(object: KubernetesObject, live: KubernetesObject | undefined, find: DriftSearch['find']): void {
  const name = label(object);
  if (!live) {
    find('VW5130', `${name} is not in the cluster`, place(object));
    return;
  }
  const fields = differingFields(object.spec, live.spec, 'spec');
  if (fields.length > 0) find('VW5132', `${name} differs in ${fields.join(', ')}`, place(object));
  const ready = conditionOf(live, 'Ready');
  if (ready?.status !== 'True')
    find('VW5131', `${name} is not Ready: ${reasonOf(ready) ?? 'no controller has looked at it'}`, place(object));
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
