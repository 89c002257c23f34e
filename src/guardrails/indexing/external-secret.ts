import type { FieldPath, JsonObject, JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, listAt, normalise, objectAt, textAt } from '../manifest/normalise.ts';
import type { Generators } from './generators.ts';
import type { IndexedObject } from './indexed-object.ts';
import { namespacesOf } from './selected-namespaces.ts';
import { type Site, siteOf } from './site.ts';

/** One value that an ExternalSecret fetches. */
export interface RemoteRead {
  readonly site: Site;
  /** The path below the mount, as written. */
  readonly path: string;
  readonly property?: string;
  /** The data key that takes it; absent for `dataFrom`. */
  readonly secretKey?: string;
  readonly isWhole: boolean;
  /** Name of the store it is read through, where one is named. */
  readonly store?: string;
}

/** A store that an ExternalSecret or PushSecret names. */
export interface StoreReference {
  readonly site: Site;
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: string;
}

/** What an ExternalSecret fetches. */
export interface Fetched {
  readonly names: ReadonlySet<string>;
  readonly isOpen: boolean;
}

/** An ExternalSecret, alone or inside a ClusterExternalSecret, as rules ask about it. */
export interface ExternalSecret {
  readonly object: IndexedObject;
  readonly spec: JsonObject;
  readonly specPath: FieldPath;
  /** Name of the Secret it writes. */
  readonly target: string;
  readonly creationPolicy: string;
  /** False where `target.manifest` makes it write something else than a Secret. */
  readonly writesSecret: boolean;
  readonly stores: readonly StoreReference[];
  readonly reads: readonly RemoteRead[];
  /**
   * Folders that are listed for what is in them, each with its last slash; one without a folder lists the
   * whole engine.
   */
  readonly searches: readonly { readonly site: Site; readonly folder: string; readonly store?: string }[];
  /** Names of the fetched values, and whether there are others that only the store or a generator knows. */
  readonly fetched: Fetched;
  /** Keys of the Secret; absent where `dataFrom` or a template file leaves them open. */
  readonly keys?: ReadonlySet<string>;
  /** Namespaces it is in; absent where a selector decides. */
  readonly namespaces?: readonly string[];
}

/**
 * Reads an ExternalSecret by the rules of its controller.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecretOf(object: IndexedObject, generators: Generators): ExternalSecret | undefined {
  const isCluster = object.kindKey === 'clusterexternalsecret';
  if ((!isCluster && object.kindKey !== 'externalsecret') || !/external-secrets|\{\{/.test(object.apiVersion))
    return undefined;
  const specPath = isCluster ? ['spec', 'externalSecretSpec'] : ['spec'];
  const spec = objectAt(object.value, ...specPath);
  const data = listAt(spec, 'data');
  const fetched = fetchedBy(object, spec, generators);
  const keys = keysOf(spec, fetched);
  const own = isCluster ? textAt(object.value, 'spec', 'externalSecretName') : undefined;
  const namespaces = namespacesOf(object, isCluster);
  return {
    object,
    spec,
    specPath,
    target: textAt(spec, 'target', 'name') ?? own ?? object.name,
    creationPolicy: normalise(textAt(spec, 'target', 'creationPolicy') ?? 'Owner'),
    writesSecret: writesSecret(spec),
    stores: storesOf(object, spec, specPath),
    fetched,
    reads: [
      ...data.flatMap((entry, index) => read(object, [...specPath, 'data', index], entry, storeNameOf(spec, entry))),
      ...listAt(spec, 'dataFrom').flatMap((entry, index) =>
        wholeReads(object, [...specPath, 'dataFrom', index], entry, storeNameOf(spec, entry)),
      ),
    ],
    searches: listAt(spec, 'dataFrom').flatMap((entry, index) => {
      if (!isObject(fieldOf(entry, 'find'))) return [];
      const folder = textAt(entry, 'find', 'path');
      const site = siteOf(object, ...specPath, 'dataFrom', index, 'find');
      return [{ site, folder: folder === undefined ? '' : `${folder}/`, ...storeNameOf(spec, entry) }];
    }),
    ...(keys && { keys }),
    ...(namespaces && { namespaces }),
  };
}

/** @see https://external-secrets.io/latest/guides/targeting-custom-resources/ */
function writesSecret(spec: JsonObject): boolean {
  const manifest = fieldOf(objectAt(spec, 'target'), 'manifest');
  return !isObject(manifest) || (textAt(manifest, 'kind') === 'Secret' && textAt(manifest, 'apiVersion') === 'v1');
}

function fetchedBy(object: IndexedObject, spec: JsonObject, generators: Generators): Fetched {
  const names = new Set(listAt(spec, 'data').flatMap((entry) => textAt(entry, 'secretKey') ?? []));
  let isOpen = false;
  for (const entry of listAt(spec, 'dataFrom')) {
    const reference = fieldOf(objectAt(entry, 'sourceRef'), 'generatorRef');
    const keys = listAt(entry, 'rewrite').length > 0 ? undefined : generators.keysOf(object, reference);
    if (keys === undefined) isOpen = true;
    else for (const key of keys) names.add(key);
  }
  return { names, isOpen };
}

type NamedStore = { readonly store?: string };

/** What an item of `data` or `dataFrom` is read through: its own store, else that of the ExternalSecret. */
function storeNameOf(spec: JsonObject, entry: JsonValue): NamedStore {
  const store = textAt(entry, 'sourceRef', 'storeRef', 'name') ?? textAt(spec, 'secretStoreRef', 'name');
  return store === undefined ? {} : { store };
}

function read(object: IndexedObject, path: FieldPath, entry: JsonValue, store: NamedStore): RemoteRead[] {
  const key = textAt(entry, 'remoteRef', 'key');
  if (key === undefined) return [];
  const property = textAt(entry, 'remoteRef', 'property');
  const secretKey = textAt(entry, 'secretKey');
  const at = object.path.length === 0 ? path : [...object.path, ...path];
  const site: Site = { manifest: object.manifest, path: [...at, 'remoteRef', 'key'], object, vaultPath: key };
  // An environment has tens of thousands of these: each field is set once, without an object between.
  const remote: { -readonly [Field in keyof RemoteRead]: RemoteRead[Field] } = { site, path: key, isWhole: false };
  if (property !== undefined) remote.property = property;
  if (secretKey !== undefined) remote.secretKey = secretKey;
  if (store.store !== undefined) remote.store = store.store;
  return [remote];
}

function wholeReads(object: IndexedObject, path: FieldPath, entry: JsonValue, store: NamedStore): RemoteRead[] {
  const site = siteOf(object, ...path, 'find');
  const found = foundPaths(entry).map((each) => ({
    site: { ...site, vaultPath: each },
    path: each,
    isWhole: true,
    ...store,
  }));
  const key = textAt(entry, 'extract', 'key');
  if (key === undefined) return found;
  const property = textAt(entry, 'extract', 'property');
  const at = { ...siteOf(object, ...path, 'extract', 'key'), vaultPath: key };
  return [{ site: at, path: key, isWhole: true, ...(property !== undefined && { property }), ...store }, ...found];
}

/**
 * Returns the paths that a search by name can find, where its expression is a list of whole paths; none where
 * it is anything else.
 */
export function foundPaths(entry: JsonValue): string[] {
  const list = /^\^\(\?:(.+)\)\$$/.exec(textAt(entry, 'find', 'name', 'regexp') ?? '')?.[1];
  const paths = list?.split('|') ?? [];
  const isLiteral = (path: string): boolean => /^(?:[\w/@-]|\\[.+*?^${}()[\]\\|])+$/.test(path);
  return paths.every(isLiteral) ? paths.map((path) => path.replace(/\\(.)/g, '$1')) : [];
}

/** Returns whether a spec searches by a name or a tag that says no path. */
export const findsOpenly = (spec: JsonObject): boolean =>
  listAt(spec, 'dataFrom').some((entry) => isObject(fieldOf(entry, 'find')) && foundPaths(entry).length === 0);

/** Finds every store a spec names: its own, and those of single entries. */
export function storesOf(object: IndexedObject, spec: JsonObject, specPath: FieldPath): StoreReference[] {
  const found: StoreReference[] = [];
  const add = (reference: JsonValue | undefined, path: FieldPath): void => {
    const name = textAt(reference, 'name');
    if (name === undefined || /\{\{|\$\{/.test(name)) return;
    const kind =
      normalise(textAt(reference, 'kind') ?? 'SecretStore') === 'clustersecretstore'
        ? 'ClusterSecretStore'
        : 'SecretStore';
    found.push({ site: siteOf(object, ...path), kind, name });
  };
  add(fieldOf(spec, 'secretStoreRef'), [...specPath, 'secretStoreRef']);
  listAt(spec, 'secretStoreRefs').forEach((reference, index) => {
    add(reference, [...specPath, 'secretStoreRefs', index]);
  });
  for (const list of ['data', 'dataFrom'])
    listAt(spec, list).forEach((entry, index) => {
      add(fieldOf(objectAt(entry, 'sourceRef'), 'storeRef'), [...specPath, list, index, 'sourceRef', 'storeRef']);
    });
  return found;
}

/**
 * Computes the keys of the Secret from what is fetched, `template` and `mergePolicy`; `undefined` where they
 * are open.
 */
function keysOf(spec: JsonObject, { names, isOpen }: Fetched): ReadonlySet<string> | undefined {
  const template = fieldOf(objectAt(spec, 'target'), 'template');
  const own = Object.keys(objectAt(template, 'data'));
  const from = listAt(template, 'templateFrom').map(templateKeys);
  if (own.length === 0 && from.length === 0) return isOpen ? undefined : names;
  if (from.some((keys) => keys === undefined)) return undefined;
  const templated = [...own, ...from.flatMap((keys) => keys ?? [])];
  if (normalise(textAt(template, 'mergePolicy') ?? 'Replace') !== 'merge') return new Set(templated);
  return isOpen ? undefined : new Set([...names, ...templated]);
}

function templateKeys(entry: JsonValue): string[] | undefined {
  if (normalise(textAt(entry, 'target') ?? 'Data') !== 'data') return [];
  const items = [...listAt(entry, 'configMap', 'items'), ...listAt(entry, 'secret', 'items')];
  if (items.length === 0 || items.some((item) => textAt(item, 'templateAs') === 'KeysAndValues')) return undefined;
  return items.flatMap((item) => textAt(item, 'key') ?? []);
}
