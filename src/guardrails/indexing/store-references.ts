import { providersThatNeedNamespaces } from '../knowledge/store-logins.ts';
import type { FieldPath, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject, normalise, objectAt, textAt } from '../manifest/normalise.ts';
import type { SecretStore } from './secret-store.ts';

/** A namespace that a store names against the rule of its kind. */
export interface MisplacedReference {
  /** The field of the reference. */
  readonly path: FieldPath;
  /** True where a namespace is missing, false where a foreign one is given. */
  readonly isMissing: boolean;
}

/**
 * Finds what the webhook refuses in the references of a store's provider: a foreign namespace in a
 * SecretStore, whose own is allowed; no namespace in a ClusterSecretStore, for a CA and for the logins of
 * some providers.
 */
export function misplacedReferences({ object, kind, namespace }: SecretStore): MisplacedReference[] {
  const at = ['spec', 'provider'];
  return Object.entries(objectAt(object.value, ...at)).flatMap(([provider, value]): MisplacedReference[] => {
    const needsNamespace = providersThatNeedNamespaces.has(normalise(provider));
    return referencesIn(value, [...at, provider]).flatMap(
      ({ reference, path, isAuthority, isSelector }): MisplacedReference[] => {
        const named = textAt(reference, 'namespace');
        if (kind === 'SecretStore')
          return named === undefined || namespace === undefined || named === namespace
            ? []
            : [{ path: [...path, 'namespace'], isMissing: false }];
        return named === undefined && (isAuthority || (needsNamespace && isSelector))
          ? [{ path, isMissing: true }]
          : [];
      },
    );
  });
}

interface Reference {
  readonly reference: JsonValue;
  readonly path: FieldPath;
  readonly isAuthority: boolean;
  readonly isSelector: boolean;
}

/** The maps that name an object: a Secret with its key, a ServiceAccount, the source of a CA. */
function referencesIn(value: JsonValue, path: FieldPath): Reference[] {
  if (isList(value)) return value.flatMap((each, index) => referencesIn(each, [...path, index]));
  if (!isObject(value)) return [];
  const field = normalise(String(path.at(-1)));
  const isAuthority = field === 'caprovider';
  const isSelector = textAt(value, 'name') !== undefined && textAt(value, 'key') !== undefined;
  const isAccount = field.endsWith('serviceaccountref');
  if (textAt(value, 'name') !== undefined && (isAuthority || isSelector || isAccount))
    return [{ reference: value, path, isAuthority, isSelector }];
  return Object.entries(value).flatMap(([key, each]) => referencesIn(each, [...path, key]));
}
