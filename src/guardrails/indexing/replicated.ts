import { objectAt } from '../manifest/normalise.ts';
import { type ListedCopy, listedCopies } from './generating-policies.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { SecretProducer } from './secret-producer.ts';

/** Annotations by which Reflector, Replicator and Config Syncer copy a Secret into other namespaces. */
const copies =
  /^(?:reflector\.v1\.k8s\.emberstack\.com\/reflection-(?:auto-enabled|allowed)|replicator\.v1\.mittwald\.de\/(?:replicate-to|replicate-to-matching|replication-allowed)|(?:kubed|config-syncer)\.appscode\.com\/sync)$/;

/** Where objects hold the annotations of the Secret that they write. */
const templates = [
  ['metadata', 'annotations'],
  ['spec', 'target', 'template', 'metadata', 'annotations'],
  ['spec', 'secretTemplate', 'annotations'],
  ['spec', 'template', 'metadata', 'annotations'],
  ['spec', 'inheritedMetadata', 'annotations'],
];

/** Where objects hold the labels of the Secret that they write. */
const labels = templates.map((path) => [...path.slice(0, -1), 'labels']);

/** Adds, for each Secret that is copied, one of its name in any namespace. */
export function withCopies(producers: readonly SecretProducer[], objects: readonly IndexedObject[]): SecretProducer[] {
  const lists = objects.flatMap(listedCopies);
  return producers.flatMap((producer) => {
    if (producer.namespace === undefined) return [producer];
    if (!isCopied(producer) && !lists.some((list) => isListed(producer, list))) return [producer];
    const { namespace: _, isController: __, ...copy } = producer;
    return [producer, { ...copy, ownership: 'shares' }];
  });
}

function isCopied({ site }: SecretProducer): boolean {
  const object = site?.object;
  return (
    object !== undefined &&
    templates.some((path) => Object.keys(objectAt(object.value, ...path)).some((key) => copies.test(key)))
  );
}

function isListed({ scope, namespace, site }: SecretProducer, list: ListedCopy): boolean {
  const object = site?.object;
  return (
    object !== undefined &&
    scope === list.scope &&
    namespace === list.namespace &&
    list.labels.every(([label, value]) => labels.some((path) => objectAt(object.value, ...path)[label] === value))
  );
}
