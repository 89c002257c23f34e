import type { ExternalSecret, StoreReference } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { PushSecret } from './push-secret.ts';

/** One use of a store from one namespace. */
export interface StoreUse {
  readonly reference: StoreReference;
  readonly object: IndexedObject;
  /** Absent where a selector decides into which namespaces the object goes. */
  readonly namespace?: string;
  readonly isPush: boolean;
}

/**
 * Lists the uses of stores by ExternalSecrets and PushSecrets, those that a cluster-wide object makes
 * included.
 */
export const storeUsesOf = (
  externalSecrets: readonly ExternalSecret[],
  pushSecrets: readonly PushSecret[],
): StoreUse[] => [
  ...externalSecrets.flatMap((reader) => usesOf(reader, false)),
  ...pushSecrets.flatMap((push) => usesOf(push, true)),
];

type User = Pick<PushSecret, 'object' | 'stores' | 'namespaces'>;

const usesOf = ({ object, stores, namespaces }: User, isPush: boolean): StoreUse[] =>
  stores.flatMap((reference): StoreUse[] =>
    namespaces === undefined || namespaces.length === 0
      ? [{ reference, object, isPush }]
      : namespaces.map((namespace) => ({ reference, object, namespace, isPush })),
  );
