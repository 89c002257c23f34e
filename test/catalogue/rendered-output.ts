import { loadAll } from 'js-yaml';
import {
  type DeliveredSecretsDocument,
  deliveredSecretsSchema,
  documentLabel,
  type FixtureMap,
  fixtureMapSchema,
} from '../../src/index.ts';
import { catalogue } from './catalogue.ts';

/** What the operator is told, as far as the catalogue speaks of it. */
interface ExternalSecretSpec {
  readonly refreshInterval: string;
  readonly secretStoreRef: { readonly name: string };
  readonly target: {
    readonly name: string;
    readonly template?: {
      readonly type?: string;
      readonly mergePolicy?: string;
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly data?: Readonly<Record<string, string>>;
    };
  };
  readonly data: readonly {
    readonly secretKey: string;
    readonly remoteRef: { readonly key: string; readonly property: string; readonly decodingStrategy: string };
  }[];
}

interface RenderedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

/** An ExternalSecret, by itself or inside a ClusterExternalSecret. */
export interface RenderedExternalSecret {
  readonly name: string;
  readonly namespace: string;
  readonly component: string | undefined;
  readonly spec: ExternalSecretSpec;
}

/** A copy of one data key to Vault. */
export interface RenderedMirror {
  readonly secret: string;
  readonly key: string;
  readonly vaultKey: string;
}

const catalogued = new Set(catalogue.components.map(({ component }) => component));

/**
 * What one environment renders, read back from the bytes that would be written. Services that came after the
 * catalogue are left out, with the Vault keys that nobody else reads.
 */
export class RenderedOutput {
  readonly externalSecrets: readonly RenderedExternalSecret[];
  readonly mirrors: readonly RenderedMirror[];
  readonly delivered: DeliveredSecretsDocument['secrets'];
  readonly fixtures: FixtureMap['entries'];
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(files: ReadonlyMap<string, string>, environment: string) {
    const mine = [...files].filter(([file]) => file.startsWith(`${environment}/`));
    const isAdded = (file: string): boolean => {
      const [, folder, component = ''] = file.split('/');
      return folder === 'services' && !catalogued.has(component);
    };
    const values = `${environment}/values/`;
    this.#values = new Map(
      mine.flatMap(([file, text]) =>
        file.startsWith(values) ? [[file.slice(values.length, -'.yaml'.length), loadAll(text)[0]]] : [],
      ),
    );
    // What Argo CD reads beside the manifests is no object.
    const isBeside = (file: string): boolean =>
      file.startsWith(values) || file.startsWith(`${environment}/argo-cd/`) || file.endsWith('/environment.json');
    const objectsIn = (isWanted: (file: string) => boolean): readonly RenderedObject[] =>
      mine.flatMap(([file, text]) =>
        isBeside(file) || !isWanted(file) ? [] : (loadAll(text) as readonly RenderedObject[]),
      );
    const objects = objectsIn((file) => !isAdded(file));
    this.externalSecrets = objects.flatMap(externalSecretOf);
    this.mirrors = objects.flatMap(mirrorsOf);
    this.delivered = documentOf(objects, 'delivered-secrets', (document) =>
      deliveredSecretsSchema.parse(document),
    ).secrets;
    const { entries } = documentOf(objects, 'fixture-map', (document) => fixtureMapSchema.parse(document));
    const kept = withParts(objects.flatMap(externalSecretOf), entries);
    const added = withParts(objectsIn(isAdded).flatMap(externalSecretOf), entries);
    this.fixtures = Object.fromEntries(Object.entries(entries).filter(([key]) => kept.has(key) || !added.has(key)));
  }

  /** The Helm values of a component, `undefined` where it has none. */
  valuesOf(component: string): unknown {
    return this.#values.get(component);
  }
}

/** Vault keys that ExternalSecrets read, and those that bootstrap composes them from. */
function withParts(readers: readonly RenderedExternalSecret[], entries: FixtureMap['entries']): Set<string> {
  const keys = new Set(readers.flatMap(({ spec }) => spec.data.map(({ remoteRef }) => remoteRef.key)));
  // A set grows while it is walked, so parts of parts are among them.
  for (const key of keys) {
    const { recipe } = entries[key] ?? {};
    if (recipe?.type === 'compose') for (const part of recipe.parts) if ('key' in part) keys.add(part.key);
  }
  return keys;
}

function externalSecretOf({ kind, metadata, spec }: RenderedObject): RenderedExternalSecret[] {
  const component = metadata.labels['app.kubernetes.io/part-of'];
  if (kind === 'ExternalSecret')
    return [{ name: metadata.name, namespace: metadata.namespace ?? '', component, spec: spec as ExternalSecretSpec }];
  if (kind !== 'ClusterExternalSecret') return [];
  const inner = spec as { readonly externalSecretName: string; readonly externalSecretSpec: ExternalSecretSpec };
  // The only namespaces that appear while the platform runs; the label that selects them is not in the
  // catalogue.
  return [{ name: inner.externalSecretName, namespace: 'ameide-ws-*', component, spec: inner.externalSecretSpec }];
}

function mirrorsOf({ kind, spec }: RenderedObject): RenderedMirror[] {
  if (kind !== 'PushSecret') return [];
  const { selector, data } = spec as {
    readonly selector: { readonly secret: { readonly name: string } };
    readonly data: readonly {
      readonly match: { readonly secretKey: string; readonly remoteRef: { readonly remoteKey: string } };
    }[];
  };
  return data.map(({ match }) => ({
    secret: selector.secret.name,
    key: match.secretKey,
    vaultKey: match.remoteRef.remoteKey,
  }));
}

function documentOf<T>(objects: readonly RenderedObject[], kind: string, parse: (document: unknown) => T): T {
  const found = objects.find(({ metadata }) => metadata.labels[documentLabel] === kind);
  return parse(JSON.parse(found?.data?.[`${kind}.json`] ?? 'null'));
}

/** What one data key of a Secret is made of. */
export interface RenderedKey {
  readonly vaultKeys: readonly string[];
  readonly decodings: readonly string[];
  readonly text?: string;
}

/**
 * Returns the data keys that the operator writes: what it fetches, unless a template replaces it, and what a
 * template makes.
 */
export function dataKeysOf({ target, data }: ExternalSecretSpec): Map<string, RenderedKey> {
  const fetched = new Map(data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef]));
  const made = Object.entries(target.template?.data ?? {});
  const keys = new Map<string, RenderedKey>();
  if (made.length === 0 || target.template?.mergePolicy === 'Merge')
    for (const [key, { key: vaultKey, decodingStrategy }] of fetched)
      keys.set(key, { vaultKeys: [vaultKey], decodings: [decodingStrategy] });
  for (const [key, text] of made) {
    const variables = [...new Set([...text.matchAll(/index \. "([^"]+)"/g)].map(([, name]) => name ?? ''))];
    const refs = variables.map((name) => {
      const ref = fetched.get(name);
      if (!ref) throw new Error(`${target.name}: template of ${key} uses ${name}, which is not fetched`);
      return ref;
    });
    keys.set(key, {
      vaultKeys: [...new Set(refs.map((ref) => ref.key))].sort(),
      decodings: [...new Set(refs.map((ref) => ref.decodingStrategy))],
      text,
    });
  }
  return keys;
}
