import type { JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, listAt, objectAt, textAt } from '../manifest/normalise.ts';
import type { StoreReference } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { RenderingChoices } from './rendering-choices.ts';

/** A SecretStore or ClusterSecretStore as rules ask about it. */
export interface SecretStore {
  readonly object: IndexedObject;
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: string;
  readonly namespace?: string;
  readonly conditions: readonly JsonValue[];
  /** The Vault provider; absent for other providers. */
  readonly vault?: {
    readonly server?: string;
    readonly mount?: string;
    /** `v1` or `v2`, the default. */
    readonly version?: string;
    readonly role?: string;
    readonly serviceAccount?: string;
    readonly serviceAccountNamespace?: string;
  };
}

/** Whether a store serves a namespace; `unknown` where labels decide that no manifest shows. */
export type Admission = 'yes' | 'no' | 'unknown';

/** Reads a store. @see https://external-secrets.io/latest/api/clustersecretstore/ */
export function storeOf(object: IndexedObject): SecretStore | undefined {
  const isCluster = object.kindKey === 'clustersecretstore';
  if ((!isCluster && object.kindKey !== 'secretstore') || !/external-secrets|\{\{/.test(object.apiVersion))
    return undefined;
  const provider = fieldOf(objectAt(object.value, 'spec', 'provider'), 'vault');
  const login = objectAt(provider, 'auth', 'kubernetes');
  const text = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });
  return {
    object,
    kind: isCluster ? 'ClusterSecretStore' : 'SecretStore',
    name: object.name,
    conditions: listAt(object.value, 'spec', 'conditions'),
    ...(object.namespace !== undefined && !isCluster && { namespace: object.namespace }),
    ...(isObject(provider) && {
      vault: {
        ...text('server', textAt(provider, 'server')),
        ...text('mount', textAt(provider, 'path')),
        ...text('version', textAt(provider, 'version')),
        ...text('role', textAt(login, 'role') ?? textAt(provider, 'auth', 'jwt', 'role')),
        ...text('serviceAccount', textAt(login, 'serviceAccountRef', 'name')),
        ...text('serviceAccountNamespace', textAt(login, 'serviceAccountRef', 'namespace')),
      },
    }),
  };
}

/** Finds stores by what an ExternalSecret says, and says whom they admit. */
export class SecretStores {
  readonly all: readonly SecretStore[];
  readonly #choices: RenderingChoices;
  readonly #byName = new Map<string, SecretStore[]>();
  readonly #scopes = new Set<string>();
  readonly #namespaceLabels = new Map<string, Readonly<Record<string, JsonValue>>>();

  constructor(objects: readonly IndexedObject[], choices: RenderingChoices) {
    this.#choices = choices;
    this.all = objects.flatMap((object) => storeOf(object) ?? []);
    for (const store of this.all) {
      const key = `${store.object.scope}\0${store.name}`;
      const list = this.#byName.get(key);
      if (list) list.push(store);
      else this.#byName.set(key, [store]);
      this.#scopes.add(store.object.scope);
    }
    for (const { kindKey, name, labels, scope } of objects)
      if (kindKey === 'namespace') this.#namespaceLabels.set(`${scope}\0${name}`, labels);
  }

  hasAny(scope: string): boolean {
    return this.#scopes.has(scope);
  }

  /** Returns the stores of one name, of both kinds and all namespaces. */
  named(scope: string, name: string): readonly SecretStore[] {
    return this.#byName.get(`${scope}\0${name}`) ?? [];
  }

  /**
   * Returns the store that a reference from a namespace means, if the manifests hold it.
   *
   * Where overlays hold one each, that of the reader's own counts, else one that admits the namespace.
   */
  find(
    scope: string,
    reference: StoreReference,
    namespace: string | undefined,
    reader?: IndexedObject,
  ): SecretStore | undefined {
    const fitting = this.named(scope, reference.name).filter(
      (store) =>
        store.kind === reference.kind &&
        (store.kind === 'ClusterSecretStore' ||
          namespace === undefined ||
          store.namespace === undefined ||
          store.namespace === namespace) &&
        !this.#choices.areApart(reader, store.object),
    );
    if (fitting.length < 2 || fitting.every(({ object }) => object.manifest.rendering === undefined)) return fitting[0];
    const own = fitting.find(({ object }) => object.manifest.rendering === reader?.manifest.rendering);
    const admits = (store: SecretStore): boolean => namespace === undefined || this.admits(store, namespace) !== 'no';
    return own ?? fitting.find(admits) ?? fitting[0];
  }

  /** Any one condition admits; none means all. */
  admits(store: SecretStore, namespace: string): Admission {
    if (store.kind === 'SecretStore' || store.conditions.length === 0) return 'yes';
    const answers = store.conditions.map((condition) => this.#condition(condition, namespace, store.object.scope));
    return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
  }

  #condition(condition: JsonValue, namespace: string, scope: string): Admission {
    if (listAt(condition, 'namespaces').includes(namespace)) return 'yes';
    for (const text of listAt(condition, 'namespaceRegexes'))
      if (typeof text === 'string' && matches(text, namespace)) return 'yes';
    const selector = fieldOf(condition, 'namespaceSelector');
    if (!isObject(selector)) return 'no';
    const wanted = Object.entries(objectAt(selector, 'matchLabels'));
    if (listAt(selector, 'matchExpressions').length > 0) return 'unknown';
    const labels = this.#namespaceLabels.get(`${scope}\0${namespace}`);
    const answers = wanted.map(([label, value]): Admission => {
      if (label === 'kubernetes.io/metadata.name') return value === namespace ? 'yes' : 'no';
      return labels === undefined ? 'unknown' : labels[label] === value ? 'yes' : 'no';
    });
    return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
  }
}

/** The controller matches unanchored, as Go does. */
function matches(pattern: string, namespace: string): boolean {
  try {
    return new RegExp(pattern).test(namespace);
  } catch {
    return false;
  }
}
