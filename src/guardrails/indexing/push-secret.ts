import type { FieldPath, JsonObject } from '../manifest/manifest.ts';
import { fieldOf, listAt, objectAt, textAt } from '../manifest/normalise.ts';
import { type StoreReference, storesOf } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';
import { namespacesOf } from './selected-namespaces.ts';
import { type Site, siteOf } from './site.ts';

/** One value that a PushSecret writes into a store. */
export interface Push {
  readonly path: string;
  readonly property: string;
  readonly site: Site;
}

/** A PushSecret, alone or inside a ClusterPushSecret, as rules ask about it. */
export interface PushSecret {
  readonly object: IndexedObject;
  readonly spec: JsonObject;
  readonly specPath: FieldPath;
  /** Name of the Secret that it reads; absent where a generator or a selector gives the values. */
  readonly source?: string;
  /** True where it writes only what the store does not hold yet. */
  readonly isSeed: boolean;
  readonly pushes: readonly Push[];
  readonly stores: readonly StoreReference[];
  /** Namespaces it is in; absent where labels decide. */
  readonly namespaces?: readonly string[];
}

/**
 * Reads a PushSecret by the rules of its controller.
 * @see https://external-secrets.io/latest/api/pushsecret/
 * @see https://external-secrets.io/latest/api/clusterpushsecret/
 */
export function pushSecretOf(object: IndexedObject): PushSecret | undefined {
  const isCluster = object.kindKey === 'clusterpushsecret';
  if ((!isCluster && object.kindKey !== 'pushsecret') || !/external-secrets|\{\{/.test(object.apiVersion))
    return undefined;
  const specPath = isCluster ? ['spec', 'pushSecretSpec'] : ['spec'];
  const spec = objectAt(object.value, ...specPath);
  const source = textAt(spec, 'selector', 'secret', 'name');
  const namespaces = namespacesOf(object, isCluster);
  return {
    object,
    spec,
    specPath,
    isSeed: textAt(spec, 'updatePolicy') === 'IfNotExists',
    pushes: [...pushesOf(object, spec, specPath), ...bundlesOf(object, spec, specPath)],
    stores: storesOf(object, spec, specPath),
    ...(source !== undefined && { source }),
    ...(namespaces && { namespaces }),
  };
}

const pushesOf = (object: IndexedObject, spec: JsonObject, specPath: FieldPath): Push[] =>
  listAt(spec, 'data').flatMap((entry, index) => {
    const path = textAt(entry, 'match', 'remoteRef', 'remoteKey');
    if (path === undefined) return [];
    const property = textAt(entry, 'match', 'remoteRef', 'property') ?? '';
    const site = siteOf(object, ...specPath, 'data', index, 'match', 'remoteRef', 'remoteKey');
    return [{ path, property, site: { ...site, vaultPath: path } }];
  });

/**
 * `dataTo` with a `remoteKey` writes all keys into one entry.
 * @see https://external-secrets.io/latest/guides/pushsecret-datato/
 */
const bundlesOf = (object: IndexedObject, spec: JsonObject, specPath: FieldPath): Push[] =>
  listAt(spec, 'dataTo').flatMap((entry, index) => {
    const path = textAt(entry, 'remoteKey');
    if (path === undefined) return [];
    const site = siteOf(object, ...specPath, 'dataTo', index, 'remoteKey');
    return [{ path, property: '', site: { ...site, vaultPath: path } }];
  });

/**
 * Returns the keys that the template adds to those of the source, `undefined` where a file of templates
 * leaves them open.
 */
export function templatedKeys(spec: JsonObject): readonly string[] | undefined {
  const template = fieldOf(spec, 'template');
  if (listAt(template, 'templateFrom').length > 0) return undefined;
  return Object.keys(objectAt(template, 'data'));
}
