import type { FieldPath, JsonValue } from '../manifest/manifest.ts';
import { isFalse, isList, isObject, keyOf } from '../manifest/normalise.ts';

/** A value that an expression found, and where it stands. */
export interface FoundField {
  readonly value: JsonValue;
  readonly path: FieldPath;
}

/** What expressions are read against: the object, and the item of `each` with its key or index. */
export interface ExpressionScope {
  readonly root: JsonValue;
  readonly item?: FoundField;
}

type Step = { readonly name: string } | 'items' | 'keys';
const compiled = new Map<string, readonly Step[]>();

/** Expressions are few and objects many, so each is taken apart once. */
function stepsOf(expression: string): readonly Step[] {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const steps = [...expression.matchAll(/\["([^"]+)"\]|([^.[\]]+)|\[\]/g)].map(([step, quoted, plain]): Step => {
    if (step === '[]') return 'items';
    return plain === '@' ? 'keys' : { name: quoted ?? plain ?? '' };
  });
  compiled.set(expression, steps);
  return steps;
}

/**
 * Finds the fields that an expression names: `spec.secretName`, `spec.users[].name` for every item of a list,
 * `spec.users[]` for every value of a map, `spec.users.@` for its keys,
 * `metadata.annotations["example.org/secret"]` for a key with dots, `.name` below the item of `each`, `@` for
 * the item's key, or for the item itself where it is a text.
 */
export function fieldsAt(expression: string, { root, item }: ExpressionScope): FoundField[] {
  if (expression === '@') {
    if (item === undefined) return [];
    const key = item.path.at(-1);
    const value = typeof item.value === 'string' || typeof key !== 'string' ? item.value : key;
    return [{ value, path: item.path }];
  }
  const isBelowItem = expression.startsWith('.');
  const steps = stepsOf(expression);
  if (!isBelowItem && steps.every(isName)) return fieldBelow(root, steps);
  let found: FoundField[] = isBelowItem ? (item === undefined ? [] : [item]) : [{ value: root, path: [] }];
  for (const step of steps) {
    if (found.length === 0) return found;
    found = found.flatMap(({ value, path }): FoundField[] => {
      if (step === 'items') return itemsOf(value).map(([key, each]) => ({ value: each, path: [...path, key] }));
      if (!isObject(value)) return [];
      if (step === 'keys') return Object.keys(value).map((key) => ({ value: key, path: [...path, key] }));
      const key = keyOf(value, step.name);
      const inner = key === undefined ? undefined : value[key];
      return key === undefined || inner === undefined ? [] : [{ value: inner, path: [...path, key] }];
    });
  }
  return found;
}

const isName = (step: Step): step is { readonly name: string } => typeof step !== 'string';

function fieldBelow(root: JsonValue, steps: readonly { readonly name: string }[]): FoundField[] {
  const path: string[] = [];
  let value: JsonValue | undefined = root;
  for (const { name } of steps) {
    if (!isObject(value)) return [];
    const key = keyOf(value, name);
    if (key === undefined) return [];
    path.push(key);
    value = value[key];
  }
  return value === undefined ? [] : [{ value, path }];
}

function itemsOf(value: JsonValue): [string | number, JsonValue][] {
  if (isList(value)) return value.map((each, index) => [index, each]);
  return isObject(value) ? Object.entries(value) : [];
}

const placeholder = /\{([^{}]+)\}/g;

/** A template, taken apart: each placeholder with the text before it, and the text behind the last. */
interface Template {
  readonly parts: readonly { readonly before: string; readonly alternatives: readonly string[] }[];
  readonly rest: string;
}
const templates = new Map<string, Template>();

function templateOf(text: string): Template {
  const known = templates.get(text);
  if (known !== undefined) return known;
  let last = 0;
  const parts = Array.from(text.matchAll(placeholder), ({ 0: whole, 1: body = '', index }) => {
    const before = text.slice(last, index);
    last = index + whole.length;
    return { before, alternatives: body.split('|') };
  });
  const template = { parts, rest: text.slice(last) };
  templates.set(text, template);
  return template;
}

/**
 * Fills a template such as `{metadata.name}-ca` or `{spec.secretName|metadata.name}`: the first alternative
 * that is set, `'text'` in quotes as it stands, `~` before an expression for dashes in place of what no name
 * may hold. Several values make several texts.
 */
export function textsOf(template: string, scope: ExpressionScope): string[] {
  const { parts, rest } = templateOf(template);
  let texts = [''];
  for (const { before, alternatives } of parts) {
    const values = valuesOf(alternatives, scope);
    texts = texts.flatMap((text) => values.map((value) => text + before + value));
  }
  return rest === '' ? texts : texts.map((text) => text + rest);
}

function valuesOf(alternatives: readonly string[], scope: ExpressionScope): string[] {
  for (const alternative of alternatives) {
    if (alternative.startsWith("'")) return [alternative.slice(1, -1)];
    const isDashed = alternative.startsWith('~');
    const found = fieldsAt(isDashed ? alternative.slice(1) : alternative, scope).flatMap(({ value }) =>
      (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' ? [String(value).trim()] : [],
    );
    if (found.length > 0)
      return isDashed ? found.map((text) => text.toLowerCase().replace(/[^a-z0-9.-]/g, '-')) : found;
  }
  return [];
}

/**
 * Returns whether a condition holds: `spec.x` is set and not false, `!spec.x` the reverse, `spec.x=text` and
 * `spec.x!=text`.
 */
export function holds(condition: string, scope: ExpressionScope): boolean {
  if (condition.startsWith('!')) return !holds(condition.slice(1), scope);
  const [expression = '', wanted] = condition.split(/!?=/);
  const values = fieldsAt(expression, scope).map(({ value }) => value);
  if (wanted === undefined) return values.some((value) => !isFalse(value) && value !== null && value !== '');
  return values.some((value) => String(value) === wanted) !== condition.includes('!=');
}
