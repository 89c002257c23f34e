import type { JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, listAt, objectAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/**
 * Returns the namespaces into which a ClusterExternalSecret or ClusterPushSecret goes: those that it lists
 * and those that its selectors name by the label that every namespace has; `undefined` where other labels
 * decide.
 */
export function selectedNamespaces({ value }: IndexedObject): string[] | undefined {
  const spec = objectAt(value, 'spec');
  const listed = listAt(spec, 'namespaces').filter((name) => typeof name === 'string');
  const single = fieldOf(spec, 'namespaceSelector');
  const selectors = [...(isObject(single) ? [single] : []), ...listAt(spec, 'namespaceSelectors')].map(namesOf);
  if (selectors.length === 0 && listed.length === 0) return undefined;
  if (selectors.some((names) => names === undefined)) return undefined;
  return [...new Set([...listed, ...selectors.flatMap((names) => names ?? [])])];
}

/**
 * Returns the namespaces of an object, or of what a cluster-wide one makes; `undefined` where that is not
 * known.
 */
export function namespacesOf(object: IndexedObject, isCluster: boolean): readonly string[] | undefined {
  if (isCluster) return selectedNamespaces(object);
  return object.namespace === undefined ? undefined : [object.namespace];
}

function namesOf(selector: JsonValue): string[] | undefined {
  const name = textAt(selector, 'matchLabels', nameLabel);
  if (name !== undefined) return [name];
  const expression = listAt(selector, 'matchExpressions').find((each) => textAt(each, 'key') === nameLabel);
  if (expression === undefined || textAt(expression, 'operator') !== 'In') return undefined;
  return listAt(expression, 'values').filter((each) => typeof each === 'string');
}
