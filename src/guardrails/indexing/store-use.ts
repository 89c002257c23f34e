import { objectAt } from '../manifest/normalise.ts';
import { type ExternalSecret, type StoreReference, storesOf } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';

/** One use of a store from one namespace. */
export interface StoreUse {
  readonly reference: StoreReference;
  readonly object: IndexedObject;
  /** Absent where a selector decides into which namespaces the object goes. */
  readonly namespace?: string;
  readonly isPush: boolean;
}

/** Lists the uses of stores by ExternalSecrets, ClusterExternalSecrets and PushSecrets. */
export function storeUsesOf(
  externalSecrets: readonly ExternalSecret[],
  pushSecrets: readonly IndexedObject[],
): StoreUse[] {
  const reading = externalSecrets.flatMap(({ object, stores, namespaces }) =>
    stores.flatMap((reference): StoreUse[] =>
      namespaces === undefined || namespaces.length === 0
        ? [{ reference, object, isPush: false }]
        : namespaces.map((namespace) => ({ reference, object, namespace, isPush: false })),
    ),
  );
  const pushing = pushSecrets.flatMap((object) =>
    storesOf(object, objectAt(object.value, 'spec'), ['spec']).map((reference) => ({
      reference,
      object,
      isPush: true,
      ...(object.namespace !== undefined && { namespace: object.namespace }),
    })),
  );
  return [...reading, ...pushing];
}
