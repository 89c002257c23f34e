import { isOfKnownGroup } from '../knowledge/known-groups.ts';
import type { KnownKinds } from '../knowledge/known-kinds.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isList, isObject, isTrue, normalise, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { patternOf } from './name-variables.ts';
import { isOpenName } from './open-name.ts';
import type { Site } from './site.ts';

/** What operators give logins or certificates to. */
const given =
  /(?:client|user|account|credentials?|database|cluster|instance|server|broker|bucket|queue|vhost|key|token|tenant|realm|application|connection|claim|storage|store|peer|node|argocd|secret)$/;

/**
 * Recognises a Secret that the operator of a resource may write: a resource of a kind that nobody knows
 * stands beside the reader, and its name begins that of the Secret.
 */
export class UnknownOperators {
  readonly #names = new Map<string, { readonly name: string; readonly object: IndexedObject }[]>();

  /** Names that such resources say they write, by scope. */
  readonly #outputs = new Set<string>();
  readonly #patterns: { readonly pattern: RegExp; readonly scope: string }[] = [];

  readonly #index: { readonly objects: readonly IndexedObject[]; readonly kinds: KnownKinds };
  #isRead = false;

  constructor(index: { readonly objects: readonly IndexedObject[]; readonly kinds: KnownKinds }) {
    this.#index = index;
  }

  /** Most trees never ask. */
  #read(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const { objects, kinds } = this.#index;
    for (const object of objects) {
      const { apiVersion, kindKey, name, manifest } = object;
      if (workload.test(kindKey))
        for (const given of secretNamesGiven(object.value)) this.#outputs.add(`${object.scope}\0${given}`);
      if (name === '' || manifest.isPatch || (isOfKnownGroup(apiVersion) && kindKey !== 'argocd')) continue;
      if (kinds.writers.knowsGroup(apiVersion) || kinds.writers.rowsFor(object).some(({ kind }) => kind !== '*'))
        continue;
      for (const name of outputsIn(object.value)) {
        const pattern = isOpenName(name) ? patternOf(name) : undefined;
        if (pattern) this.#patterns.push({ pattern, scope: object.scope });
        else this.#outputs.add(`${object.scope}\0${name}`);
      }
      if (!given.test(kindKey)) continue;
      const key = `${object.scope}\0${object.namespace ?? ''}`;
      const list = this.#names.get(key);
      if (list) list.push({ name, object });
      else this.#names.set(key, [{ name, object }]);
    }
  }

  mayWrite(secret: string, { object: reader }: Site, scope: string, namespace: string | undefined): boolean {
    this.#read();
    if (this.#outputs.has(`${scope}\0${secret}`)) return true;
    if (this.#patterns.some((one) => one.scope === scope && one.pattern.test(secret))) return true;
    return [namespace ?? '', ''].some((where) =>
      this.#names
        .get(`${scope}\0${where}`)
        ?.some(({ name, object }) => object !== reader && (secret === name || secret.startsWith(`${name}-`))),
    );
  }
}

/**
 * Fields in which resources of many operators say what they write: `secretTemplate: { name }`,
 * `outputSecretName`.
 */
const output =
  /^(?:secrettemplate|secretoutput|secrettarget|(?:output|target|destination|generated|result)secret(?:name)?)$/;

function outputsIn(value: JsonValue, depth = 0): string[] {
  if (!isObject(value) || depth > 8) return isList(value) ? value.flatMap((item) => outputsIn(item, depth + 1)) : [];
  return Object.entries(value).flatMap(([field, child]) => {
    // A list of what a resource of an unknown operator holds: `secrets: [{ name, stringData }]`.
    if (isList(child) && /secret/i.test(field))
      return child.flatMap((item) =>
        ['stringData', 'data', 'encryptedData'].some((data) => fieldOf(item, data) !== undefined)
          ? (textAt(item, 'name') ?? [])
          : outputsIn(item, depth + 1),
      );
    // `clientSecretRef: { create: true, name }`: a reference to what is made.
    const isMade = /secret/i.test(field) && isTrue(fieldOf(child, 'create'));
    if (!isMade && !output.test(normalise(field))) return outputsIn(child, depth + 1);
    const name = typeof child === 'string' ? child : textAt(child, 'name');
    return name === undefined ? [] : [name];
  });
}

const workload = /^(?:deployment|statefulset|daemonset)$/;

/** `METALLB_ML_SECRET_NAME: memberlist`: a program that is told the name of a Secret may be who makes it. */
function secretNamesGiven(value: JsonValue, depth = 0): string[] {
  if (isList(value)) return value.flatMap((item) => secretNamesGiven(item, depth + 1));
  if (!isObject(value) || depth > 12) return [];
  const { name, value: given } = value;
  if (typeof name === 'string' && typeof given === 'string' && /(?:^|_)SECRET_NAME$/.test(name) && given !== '')
    return [given];
  return Object.values(value).flatMap((child) => secretNamesGiven(child, depth + 1));
}
