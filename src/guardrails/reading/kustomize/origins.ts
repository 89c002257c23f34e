import type { Position } from '../../../model/diagnostics/diagnostic.ts';
import type { FieldPath, JsonObject, JsonValue } from '../../manifest/manifest.ts';

/** A document that parts of a built object come from. */
export interface SourceDocument {
  locate?(path: FieldPath, offset?: number): Position | undefined;
}

/** Where a part of a built object was written: a document, and the steps from its root. */
export interface Origin {
  readonly document: SourceDocument;
  readonly parent?: Origin;
  readonly step?: string | number;
}

type Container = JsonObject | readonly JsonValue[];

/**
 * What a build put into a container from somewhere else, by key or index.
 *
 * Values are never changed in place, so a container without an entry stands in its document as it is.
 */
const moved = new WeakMap<Container, Map<string | number, Origin>>();

/** A value with the place where it was written. */
export interface Sourced<Value extends JsonValue = JsonValue> {
  readonly value: Value;
  readonly origin: Origin;
}

export const originOf = (document: SourceDocument): Origin => ({ document });

/** Returns where a member of a container was written, given where the container was. */
export const originAt = (container: Container, origin: Origin, step: string | number): Origin =>
  moved.get(container)?.get(step) ?? { document: origin.document, parent: origin, step };

/** Returns a map with one entry set; where `origin` is absent the entry stays where it was. */
export function withEntry(map: JsonObject, key: string, value: JsonValue, origin?: Origin): JsonObject {
  const result = { ...map, [key]: value };
  const known = moved.get(map);
  if (origin !== undefined) moved.set(result, new Map(known).set(key, origin));
  else if (known !== undefined) moved.set(result, known);
  return result;
}

/** Returns a map without one entry. */
export function withoutEntry(map: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(map, key)) return map;
  const { [key]: _, ...result } = map;
  const known = moved.get(map);
  if (known !== undefined) moved.set(result, known);
  return result;
}

/** Returns the items of a list, each with its origin. */
export const itemsOf = (list: readonly JsonValue[], origin: Origin): Sourced[] =>
  list.map((value, index) => ({ value, origin: originAt(list, origin, index) }));

/** Makes a list of items that come from several places. */
export function listOf(items: readonly Sourced[]): readonly JsonValue[] {
  const list = items.map(({ value }) => value);
  moved.set(list, new Map(items.map(({ origin }, index) => [index, origin])));
  return list;
}

/** Returns a list of equally many items, each where it was. */
export function withItems(list: readonly JsonValue[], items: readonly JsonValue[]): readonly JsonValue[] {
  const known = moved.get(list);
  if (known !== undefined) moved.set(items, known);
  return items;
}

/** Makes a map of entries that come from several places. */
export function mapOf(entries: readonly (Sourced & { readonly key: string })[]): JsonObject {
  const map = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  moved.set(map, new Map(entries.map(({ key, origin }) => [key, origin])));
  return map;
}

/**
 * Finds the line of a field of a built object: that of the base, of the patch, or of the kustomization that
 * set it.
 */
export function positionIn(root: Sourced, path: FieldPath, offset?: number): Position | undefined {
  let { value, origin }: { value: JsonValue | undefined; origin: Origin } = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') break;
    origin = originAt(value as Container, origin, step);
    value = (value as Record<string | number, JsonValue>)[step];
  }
  return positionOf(origin, offset);
}

/** Finds the line of an origin. */
export const positionOf = (origin: Origin, offset?: number): Position | undefined =>
  origin.document.locate?.(stepsOf(origin), offset);

function stepsOf(origin: Origin): FieldPath {
  const steps: (string | number)[] = [];
  for (let at: Origin | undefined = origin; at?.step !== undefined; at = at.parent) steps.push(at.step);
  return steps.reverse();
}
