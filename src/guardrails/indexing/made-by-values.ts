import { wordsOf } from '../credential/key-name.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, isTrue } from '../manifest/normalise.ts';
import type { ManifestIndex } from './manifest-index.ts';
import type { Site } from './site.ts';

/**
 * Values of charts that are elsewhere: one may make what has the name of its component (`hub: { … }` and
 * `secretKeyRef: { name: hub }`), and what any values tell it to create (`imagePullSecret: { create: true }`
 * and `image-pull-secret`).
 */
export class MadeByValues {
  readonly #index: Pick<ManifestIndex, 'manifests'>;
  #created: Set<string> | undefined;
  /** Files of values by the names of Secrets that they hold. */
  #told: Map<string, string[]> | undefined;

  constructor(index: Pick<ManifestIndex, 'manifests'>) {
    this.#index = index;
  }

  mayMake({ manifest: { role, value, file, isTemplate }, path }: Site, secret: string): boolean {
    if (isTemplate === true && role !== 'values') return this.#isToldToAnother(file, secret);
    if (role !== 'values' || /existing/i.test(String(path.at(-1)))) return false;
    if (isComponent(value, secret)) return true;
    this.#created ??= new Set(
      this.#index.manifests
        .filter((manifest) => manifest.role === 'values')
        .flatMap((manifest) => fieldsOf(manifest.value))
        .filter(([, inner]) => mayBeTrue(fieldOf(inner, 'create')))
        .map(([field]) => wordsOf(field).join('-')),
    );
    return this.#created.has(secret);
  }

  /** A template of one chart reads what the values of another name among its Secrets. */
  #isToldToAnother(file: string, secret: string): boolean {
    if (this.#told === undefined) {
      this.#told = new Map();
      for (const manifest of this.#index.manifests)
        if (manifest.role === 'values' && manifest.carrier === undefined)
          for (const name of secretsIn(manifest.value))
            this.#told.set(name, [...(this.#told.get(name) ?? []), manifest.file]);
    }
    const chart = file.replace(/templates\/.*$/, '');
    return this.#told.get(secret)?.some((teller) => !teller.startsWith(chart)) === true;
  }
}

/** The texts below a field `secrets`: `secrets: { keyrings: { admin: client-admin-keyring } }`. */
function secretsIn(value: JsonValue, isBelow = false): string[] {
  if (typeof value === 'string') return isBelow ? [value] : [];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    /existing/i.test(field) ? [] : secretsIn(inner, isBelow || /^secrets?$/i.test(field)),
  );
}

/** An encrypted file tells that a field is there, and no more. */
const mayBeTrue = (value: JsonValue | undefined): boolean =>
  isTrue(value) || (typeof value === 'string' && value.startsWith('ENC['));

/** Parts of one application, which is what has a name among them. */
const parts =
  /^(?:controllers?|containers?|initContainers|services?|persistence|ingress|route|configMaps?|secrets?|rawResources)$/i;

/** A part of a chart, or of one of the charts that it brings. */
const isComponent = (values: JsonValue, name: string): boolean =>
  isObject(values) &&
  Object.entries(values).some(
    ([chart, inner]) => isObject(inner) && (chart === name || (!parts.test(chart) && isObject(fieldOf(inner, name)))),
  );

/** The fields of values, as deep as components lie. */
const fieldsOf = (value: JsonValue, depth = 0): (readonly [string, JsonValue])[] =>
  isObject(value) && depth < 5
    ? Object.entries(value).flatMap((entry) => [entry, ...fieldsOf(entry[1], depth + 1)])
    : [];
