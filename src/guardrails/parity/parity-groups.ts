import type { GuardrailConfiguration } from '../engine/configuration.ts';
import { limitedEnvironments, limitedKeys } from '../engine/limits.ts';
import type { ExternalSecret } from '../indexing/external-secret.ts';
import type { IndexedObject } from '../indexing/indexed-object.ts';
import type { ManifestIndex } from '../indexing/manifest-index.ts';
import { effectiveSpec } from '../manifest/effective-spec.ts';
import type { FieldPath, JsonObject, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import { firstDifference, type TokenSubstitution } from './parity.ts';

/** What a comparison of environments works on. */
export interface ParityGroup {
  readonly index: ManifestIndex;
  readonly configuration: GuardrailConfiguration;
  readonly tokens: ReadonlyMap<string, TokenSubstitution>;
}

/** One way in which an ExternalSecret is not the same everywhere. */
export interface ParityDifference {
  readonly kind: 'missing' | 'limited' | 'key' | 'field';
  readonly object: IndexedObject;
  /** The environment that lacks it, or with which it was compared. */
  readonly other?: string;
  readonly field?: FieldPath;
  readonly key?: string;
}

/** Compares each ExternalSecret with that of the first environment that has it. */
export function* compareEnvironments({ index, configuration, tokens }: ParityGroup): Generator<ParityDifference> {
  const present = new Set(index.manifests.flatMap(({ environment }) => environment ?? []));
  const environments = configuration.environments.map(({ name }) => name).filter((name) => present.has(name));
  if (environments.length < 2) return;
  const kinds = new Set(configuration.environments.flatMap(({ storeKind }) => storeKind ?? []));
  for (const group of groupsOf(index.externalSecrets, tokens, environments)) {
    const [first] = group.values();
    if (first === undefined) continue;
    const limit = limitedEnvironments(first.object);
    for (const environment of limit ?? environments)
      if (environments.includes(environment) && !group.has(environment))
        yield { kind: 'missing', object: first.object, other: environment };
    for (const [environment, externalSecret] of group) {
      const { object } = externalSecret;
      if (limit !== undefined && !limit.includes(environment)) yield { kind: 'limited', object };
      yield* brokenKeyLimits(externalSecret, environment);
      if (object === first.object) continue;
      const sides = [first, externalSecret].map((each) => ({
        value: comparable(each, kinds.size > 1),
        tokens: tokens.get(each.object.environment ?? '') as TokenSubstitution,
      }));
      const [left, right] = sides;
      const field = left && right && firstDifference(left, right);
      if (field && first.object.environment !== undefined)
        yield { kind: 'field', object, other: first.object.environment, field: locatable(object, field) };
    }
  }
}

/** Groups by kind, namespace and name after substitution, environments in the order of the configuration. */
function groupsOf(
  all: readonly ExternalSecret[],
  tokens: ParityGroup['tokens'],
  environments: readonly string[],
): Map<string, ExternalSecret>[] {
  const groups = new Map<string, Map<string, ExternalSecret>>();
  for (const environment of environments)
    for (const externalSecret of all) {
      const { object } = externalSecret;
      const substitution = tokens.get(environment);
      if (object.environment !== environment || substitution === undefined) continue;
      const key = [object.kindKey, substitution.text(object.namespace ?? ''), substitution.text(object.name)].join(
        '\0',
      );
      const group = groups.get(key) ?? new Map<string, ExternalSecret>();
      if (!group.has(environment)) group.set(environment, externalSecret);
      groups.set(key, group);
    }
  return [...groups.values()];
}

function* brokenKeyLimits(
  { object, keys, specPath }: ExternalSecret,
  environment: string,
): Generator<ParityDifference> {
  for (const [key, environments] of limitedKeys(object))
    if (keys !== undefined && environments.includes(environment) !== keys.has(key))
      yield { kind: 'key', object, key, field: [...specPath, 'data'] };
}

/**
 * What is compared: the object as it is, or by effect where keys are limited; the kind of the store not where
 * environments choose it.
 */
function comparable({ object, spec, specPath }: ExternalSecret, hasStoreKinds: boolean): JsonValue {
  const limited = limitedKeys(object);
  const value =
    limited.size === 0 ? object.value : withSpec(object.value, specPath, effectiveSpec(spec, new Set(limited.keys())));
  return hasStoreKinds ? withoutStoreKinds(value) : value;
}

function withSpec(value: JsonObject, [first, ...rest]: FieldPath, spec: JsonValue): JsonObject {
  if (typeof first !== 'string') return value;
  const child = value[first];
  return { ...value, [first]: rest.length === 0 ? spec : withSpec(isObject(child) ? child : {}, rest, spec) };
}

function withoutStoreKinds(value: JsonValue, field = ''): JsonValue {
  if (isList(value)) return value.map((item) => withoutStoreKinds(item, field));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'kind' || !/^(?:secretStoreRef|storeRef)$/.test(field));
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutStoreKinds(child, key)]));
}

/** A field of the compared tree may be one of the other environment's; then its nearest ancestor is shown. */
function locatable(object: IndexedObject, field: FieldPath): FieldPath {
  let value: JsonValue | undefined = object.value;
  const path: (string | number)[] = [];
  for (const step of field) {
    path.push(step);
    value =
      typeof step === 'number' ? (isList(value) ? value[step] : undefined) : isObject(value) ? value[step] : undefined;
    if (value === undefined) break;
  }
  return path;
}
