import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { splitPath } from './field-specs.ts';
import { itemsOf, listOf, type Origin, originAt, type Sourced, withEntry } from './origins.ts';
import { BuildError } from './problem.ts';
import { textOf } from './resource.ts';
import { expression } from './selector.ts';

/**
 * Splits a field path of a replacement: `spec.containers.[name=app].image`, `metadata.annotations.[a.b/c]`,
 * `a\.b`.
 */
export function splitFieldPath(path: string): string[] {
  const steps: string[] = [];
  const parts = splitPath(path, '.');
  for (let at = 0; at < parts.length; at++) {
    let part = parts[at] ?? '';
    if (part.startsWith('[') && !part.endsWith(']')) {
      while (!part.endsWith(']') && at < parts.length - 1) part += `.${parts[++at]}`;
      steps.push(part.includes('=') ? part : part.replace(/^\[+|(?<!\])\]+$/g, ''));
    } else steps.push(part);
  }
  return steps;
}

/** Reads the one field of a path, `undefined` where it is missing. */
export function readField(node: Sourced, steps: readonly string[]): Sourced | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return node;
  const { value, origin } = node;
  if (isObject(value)) {
    const name = step.replace(/^\[([^=]*)\]$/, '$1');
    if (!Object.hasOwn(value, name)) return undefined;
    return readField({ value: value[name] as JsonValue, origin: originAt(value, origin, name) }, rest);
  }
  if (!isList(value)) return undefined;
  const items = itemsOf(value, origin);
  const item = /^\d+$/.test(step)
    ? items[Number(step)]
    : step === '-'
      ? items.at(-1)
      : items.find((each) => fits(each.value, step));
  return item && readField(item, rest);
}

/** What to do with the fields of a path, and whether they are made where they are missing. */
export interface FieldUpdate {
  set(target: JsonValue | undefined): JsonValue;
  readonly creates: boolean;
  readonly origin: Origin;
}

/**
 * Changes every field of a path.
 *
 * @returns the changed node; `undefined` where the path leads nowhere
 */
export function updateField(node: Sourced, steps: readonly string[], update: FieldUpdate): JsonValue | undefined {
  const [step, ...rest] = steps;
  const { value, origin } = node;
  if (step === undefined) return update.set(value);
  if (isList(value)) {
    const indices = indicesOf(value, step);
    const made = indices.length === 0 && update.creates ? newItem(value, step) : undefined;
    const items =
      made === undefined ? itemsOf(value, origin) : [...itemsOf(value, origin), { value: made, origin: update.origin }];
    const changed = (made === undefined ? indices : [items.length - 1]).flatMap((index) => {
      const next = updateField(items[index] as Sourced, rest, update);
      if (next === undefined) return [];
      items[index] = { value: next, origin: rest.length === 0 ? update.origin : (items[index] as Sourced).origin };
      return [index];
    });
    return changed.length === 0 ? undefined : listOf(items);
  }
  if (!isObject(value)) return undefined;
  if (/^\[[^=]*=.*\]$/.test(step) || step === '*')
    throw new BuildError('a field path looks for items in what is no list');
  const name = step.replace(/^\[(.*)\]$/, '$1');
  const isMissing = !Object.hasOwn(value, name);
  if (isMissing && !update.creates) return undefined;
  const child = isMissing ? startOf(rest) : (value[name] as JsonValue);
  const next = updateChild(child, originAt(value, origin, name), rest, update);
  if (next === undefined) return undefined;
  return withEntry(value, name, next, rest.length === 0 || isMissing ? update.origin : undefined);
}

const updateChild = (child: JsonValue | undefined, origin: Origin, rest: readonly string[], update: FieldUpdate) =>
  child === undefined ? update.set(undefined) : updateField({ value: child, origin }, rest, update);

/** What a field that is made starts from; `undefined` for the last of a path. */
const startOf = ([next]: readonly string[]): JsonValue | undefined =>
  next === undefined ? undefined : /^\[.*\]$|^\d+$/.test(next) ? [] : {};

function indicesOf(list: readonly JsonValue[], step: string): number[] {
  if (/^\d+$/.test(step)) return Number(step) < list.length ? [Number(step)] : [];
  if (step === '*') return list.map((_, index) => index);
  if (!/^\[[^=]*=.*\]$/.test(step)) throw new BuildError('a field path names a field of a list');
  return list.flatMap((item, index) => (fits(item, step) ? [index] : []));
}

function fits(item: JsonValue, step: string): boolean {
  const [, field = '', wanted = ''] = /^\[([^=]*)=(.*)\]$/s.exec(step) ?? [];
  if (field === '') return step.startsWith('[') && expression(wanted).test(textOf(item));
  return isObject(item) && Object.hasOwn(item, field) && expression(wanted).test(textOf(item[field]));
}

function newItem(list: readonly JsonValue[], step: string): JsonValue | undefined {
  const [, field, wanted = ''] = /^\[([^=]*)=(.*)\]$/s.exec(step) ?? [];
  if (field !== undefined) return field === '' ? wanted : ({ [field]: wanted } as JsonObject);
  return Number(step) === list.length ? {} : undefined;
}
