import type { IndexedObject } from './indexed-object.ts';
import { isOpenName } from './open-name.ts';
import type { Ownership, SecretProducer } from './secret-producer.ts';
import { siteOf } from './site.ts';

interface Made {
  readonly name: string | undefined;
  readonly keys?: Iterable<string> | undefined;
  readonly namespace?: string | undefined;
  /** True where it is made in namespaces that only the running system knows. */
  readonly isAnywhere?: boolean;
  readonly ownership?: Ownership | undefined;
}

/** Describes a producer as found in an object. */
export function producerFrom(
  object: IndexedObject,
  { name, keys, namespace, isAnywhere = false, ownership = 'owns' }: Made,
): SecretProducer[] {
  if (name === undefined || name === '') return [];
  const known = keys && [...keys];
  const where = isAnywhere ? undefined : (namespace ?? object.namespace);
  return [
    {
      name,
      ownership,
      by: object.kind,
      site: siteOf(object),
      scope: object.scope,
      ...(where !== undefined && { namespace: where }),
      // A key that a template finishes can be any.
      ...(known && !known.some(isOpenName) && { keys: new Set(known) }),
      ...(object.environment !== undefined && { environment: object.environment }),
    },
  ];
}
