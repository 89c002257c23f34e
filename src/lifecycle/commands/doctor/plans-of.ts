import type { EnvironmentDocument } from '../../../model/documents/environment-document.ts';
import { documentLabel } from '../../../model/documents/fixture-map.ts';
import type { SmokePlan } from '../../../model/documents/smoke-plan.ts';
import { isObject } from '../../../model/json-record.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';
import { readSmokePlan } from '../../inspect/read-smoke-plan.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';

/** Name of what is inspected besides the rendered smokes. */
const restName = 'environment';

/**
 * Returns what the smokes of an environment inspect, and last a plan of the Secrets that none of them
 * inspects; the latter only where there are any.
 * @throws VW5178 where a rendered plan is not valid
 */
export function plansOf(rendered: RenderedEnvironment): SmokePlan[] {
  const smokes = renderedPlans(rendered.objects);
  const seen = new Set(smokes.flatMap(({ secrets }) => secrets.map(placeOf)));
  const rest = restOf(rendered, seen);
  return rest.secrets.length > 0 ? [...smokes, rest] : smokes;
}

/**
 * Returns a plan of the Secrets that one component reads and an ExternalSecret writes.
 * @returns `undefined` where the environment has no such component
 */
export function planOfComponent(rendered: RenderedEnvironment, name: string): SmokePlan | undefined {
  const component = rendered.document.components.find((each) => each.name === name);
  if (component === undefined) return undefined;
  const read = new Set(component.reads.map(({ secret }) => secret));
  const all = restOf(rendered, new Set());
  const secrets = all.secrets.filter(({ namespace, secret }) => namespace === component.namespace && read.has(secret));
  return { ...all, name, secrets };
}

const placeOf = ({ namespace, externalSecret }: { readonly namespace: string; readonly externalSecret: string }) =>
  `${namespace}/${externalSecret}`;

function renderedPlans(objects: readonly KubernetesObject[]): SmokePlan[] {
  const texts = new Map<string, string>();
  for (const { kind, metadata, data } of objects)
    if (kind === 'ConfigMap' && metadata.labels?.[documentLabel] === 'smoke-plan' && isObject(data))
      texts.set(`${metadata.namespace ?? ''}/${metadata.name}`, String(data['smoke-plan.json'] ?? ''));
  // Further parts end in their number, and no smoke does: its first part ends in `-plan`.
  const firsts = [...texts.keys()].filter((name) => name.endsWith('-plan')).sort();
  return firsts.map((first) =>
    readSmokePlan((document) => texts.get(document === 'smoke-plan' ? first : `${first}${document.slice(10)}`)),
  );
}

function restOf({ document, objects }: RenderedEnvironment, seen: ReadonlySet<string>): SmokePlan {
  const { placements, keys, placeholders, bootstrap, configurator, cluster, vault, name, namespace } = document;
  const merged = new Set(
    objects
      .filter(({ kind, spec }) => kind === 'ExternalSecret' && creationPolicyOf(spec) === 'Merge')
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  );
  const secrets = placements.flatMap((placement) => {
    const { namespace: of, externalSecret, secret } = placement;
    if (of === undefined || seen.has(`${of}/${externalSecret}`)) return [];
    const isShared = merged.has(`${of}/${externalSecret}`);
    return [{ namespace: of, externalSecret, secret, ...(isShared && { isShared }), keys: placement.keys }];
  });
  return {
    kind: 'SmokePlan',
    version: 1,
    environment: name,
    name: restName,
    namespace,
    vault: { address: vault.address, ...(vault.ca !== undefined && { ca: vault.ca }) },
    ...(bootstrap && { bootstrap: { name: bootstrap.name, namespace: bootstrap.namespace } }),
    ...(configurator && { configurator: { name: configurator.name, namespace: configurator.namespace } }),
    placeholders,
    stores: storesOf(document, cluster.stores === 'cluster'),
    deployments: [],
    keys: Object.fromEntries(
      Object.entries(keys).map(([id, { writer, recipe }]) => [
        id,
        { writer, ...(recipe?.type === 'upstream' && { upstream: recipe.name }) },
      ]),
    ),
    secrets,
  };
}

const storesOf = ({ stores }: EnvironmentDocument, ofCluster: boolean): SmokePlan['stores'] =>
  stores
    .filter(({ use, kind }) => use === 'read' && (kind === 'ClusterSecretStore') === ofCluster)
    .map(({ kind, name, namespace }) => ({ kind, name, ...(namespace !== undefined && { namespace }) }));

function creationPolicyOf(spec: unknown): unknown {
  const target = isObject(spec) ? spec.target : undefined;
  return isObject(target) ? target.creationPolicy : undefined;
}
