import type { JsonObject, JsonValue } from './manifest.ts';
import { fieldOf, isObject, listAt, normalise, objectAt, textAt } from './normalise.ts';

/**
 * Returns the spec of an ExternalSecret by its effect: one source for each key of the Secret, left-out keys
 * apart.
 *
 * A key that only some environments have brings variables, and with them another merge policy; what the other
 * keys get stays the same, and that is what environments must agree on.
 */
export function effectiveSpec(spec: JsonObject, without: ReadonlySet<string>): JsonObject {
  const template = objectAt(spec, 'target', 'template');
  const texts = objectAt(template, 'data');
  const fetched = new Map(
    listAt(spec, 'data').map((entry) => [textAt(entry, 'secretKey') ?? '', fieldOf(entry, 'remoteRef') ?? null]),
  );
  const isMerged =
    Object.keys(texts).length === 0 || normalise(textAt(template, 'mergePolicy') ?? 'Replace') === 'merge';
  const keys = new Set([...Object.keys(texts), ...(isMerged ? fetched.keys() : [])]);
  const sources = [...keys]
    .filter((key) => !without.has(key))
    .sort()
    .map((key): [string, JsonValue] => [key, sourceOf(texts[key], key, fetched)]);
  const { data: _data, target, ...rest } = spec;
  const { template: _template, ...targetRest } = isObject(target) ? target : {};
  const { data: _texts, mergePolicy: _policy, engineVersion: _engine, metadata, ...templateRest } = template;
  const labels = isObject(metadata) && Object.keys(metadata).length > 0 ? { metadata } : {};
  return {
    ...rest,
    target: { ...targetRest, template: { ...templateRest, ...labels } },
    data: Object.fromEntries(sources),
  };
}

/** A template that prints one variable as it is has the same effect as fetching it. */
function sourceOf(text: JsonValue | undefined, key: string, fetched: ReadonlyMap<string, JsonValue>): JsonValue {
  if (typeof text !== 'string') return fetched.get(key) ?? null;
  const alone = /^\{\{-?\s*(?:index\s+\.\s+"([^"]+)"|\.([A-Za-z_]\w*))\s*-?\}\}$/.exec(text);
  const variable = alone?.[1] ?? alone?.[2];
  if (variable !== undefined && fetched.has(variable)) return fetched.get(variable) ?? null;
  const read = [...fetched].filter(([name]) => text.includes(`"${name}"`) || text.includes(`.${name}`));
  return { text, reads: Object.fromEntries(read.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
