import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';
import { isObject } from '../../clients/vault/vault-answer.ts';

/** An ExternalSecret as far as these programs look at it. */
export interface Reader {
  /** Name of the object. */
  readonly name: string;
  /** `undefined` where a ClusterExternalSecret makes one for every selected namespace. */
  readonly namespace: string | undefined;
  /** ClusterExternalSecret that makes it. */
  readonly madeBy: string | undefined;
  /** Kubernetes Secret that it writes. */
  readonly secret: string;
  readonly store: { readonly kind: string; readonly name: string };
  /** Fetched variables: their name in the ExternalSecret, and the Vault path behind it. */
  readonly fetched: ReadonlyMap<string, string>;
  /** Data keys of the Secret, each with the Vault paths of which it is made. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly refreshInterval: string;
}

/** Reads the ExternalSecrets, and those that a ClusterExternalSecret makes, out of rendered objects. */
export function vaultReaders(objects: readonly KubernetesObject[]): readonly Reader[] {
  return objects.flatMap((object): Reader[] => {
    const { kind, metadata, spec } = object;
    if (!isObject(spec)) return [];
    if (kind === 'ExternalSecret')
      return [{ ...readerOf(metadata.name, spec), namespace: metadata.namespace, madeBy: undefined }];
    if (kind !== 'ClusterExternalSecret' || !isObject(spec.externalSecretSpec)) return [];
    const name = typeof spec.externalSecretName === 'string' ? spec.externalSecretName : metadata.name;
    return [{ ...readerOf(name, spec.externalSecretSpec), namespace: undefined, madeBy: metadata.name }];
  });
}

function readerOf(name: string, spec: Readonly<Record<string, unknown>>): Omit<Reader, 'namespace' | 'madeBy'> {
  const target = isObject(spec.target) ? spec.target : {};
  const template = isObject(target.template) ? target.template : {};
  const store = isObject(spec.secretStoreRef) ? spec.secretStoreRef : {};
  const fetched = new Map(
    (Array.isArray(spec.data) ? spec.data : []).flatMap((each: unknown): [string, string][] =>
      isObject(each) && isObject(each.remoteRef) ? [[String(each.secretKey), String(each.remoteRef.key)]] : [],
    ),
  );
  const templated = Object.entries(isObject(template.data) ? template.data : {}).map(
    ([key, text]): [string, readonly string[]] => [key, pathsIn(String(text), fetched)],
  );
  const plain =
    template.mergePolicy === 'Replace'
      ? []
      : [...fetched].map(([key, path]): [string, readonly string[]] => [key, [path]]);
  return {
    name,
    secret: typeof target.name === 'string' ? target.name : name,
    store: { kind: String(store.kind ?? 'SecretStore'), name: String(store.name) },
    fetched,
    keys: new Map([...plain, ...templated]),
    refreshInterval: typeof spec.refreshInterval === 'string' ? spec.refreshInterval : '1h',
  };
}

/** Variables in a template are `index . "name"`, or `.name` where somebody else wrote it. */
function pathsIn(template: string, fetched: ReadonlyMap<string, string>): string[] {
  const actions = [...template.matchAll(/\{\{(.*?)\}\}/gs)].map(([, action]) => action ?? '').join('\n');
  return [...fetched].flatMap(([name, path]) => {
    const plain = /^\w+$/.test(name) && new RegExp(`\\.${name}\\b`).test(actions);
    return plain || actions.includes(JSON.stringify(name)) ? [path] : [];
  });
}
