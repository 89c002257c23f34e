import { isObject } from '../../model/json-record.ts';
import type { RenderedEnvironment } from '../rendered/rendered-side.ts';

/**
 * Returns, for each Secret of an environment by name, who reads it by what was rendered: components by the
 * values of their charts, and workloads by their Pods.
 *
 * A name counts where a field says that it is one of a Secret: `existingSecret`, `secretName`, or `name`
 * below `secretKeyRef`, `secretRef` and the like.
 */
export function secretReaders({
  values,
  objects,
  document,
}: RenderedEnvironment): ReadonlyMap<string, readonly string[]> {
  const secrets = new Set(
    [...document.placements, ...document.delivered.map(({ name }) => ({ secret: name }))].map(({ secret }) => secret),
  );
  const readers = new Map<string, Set<string>>();
  const note = (reader: string) => (secret: string) => {
    if (secrets.has(secret)) readers.set(secret, (readers.get(secret) ?? new Set()).add(reader));
  };
  for (const { name, reads } of document.components) for (const { secret } of reads) note(name)(secret);
  for (const [component, tree] of values) walk(tree, '', note(component));
  for (const object of objects)
    if (!/^(?:Cluster)?(?:ExternalSecret|SecretStore)$|^(?:Push)?Secret$|^Role$/.test(object.kind))
      walk(object.spec, '', note(`${object.kind} ${object.metadata.name}`));
  return new Map([...readers].map(([secret, names]) => [secret, [...names].sort()]));
}

const namesSecret = /secret(?:name|s)?$/i;
const refersToSecret = /secret/i;

function walk(value: unknown, parent: string, found: (secret: string) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, parent, found);
  if (typeof value === 'string' && namesSecret.test(parent)) found(value);
  if (!isObject(value)) return;
  for (const [field, item] of Object.entries(value)) {
    if (field === 'name' && typeof item === 'string' && refersToSecret.test(parent)) found(item);
    walk(item, field, found);
  }
}
