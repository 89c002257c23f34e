import { objectAt } from '../manifest/normalise.ts';
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

/** Adds, for each Secret that is copied, one of its name in whatever namespace. */
export const withCopies = (producers: readonly SecretProducer[]): SecretProducer[] =>
  producers.flatMap((producer) => {
    if (producer.namespace === undefined || !isCopied(producer)) return [producer];
    const { namespace: _, ...copy } = producer;
    return [producer, { ...copy, ownership: 'merges' }];
  });

function isCopied({ site }: SecretProducer): boolean {
  const object = site?.object;
  return (
    object !== undefined &&
    templates.some((path) => Object.keys(objectAt(object.value, ...path)).some((key) => copies.test(key)))
  );
}
