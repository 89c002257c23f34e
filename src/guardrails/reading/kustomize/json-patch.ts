import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { itemsOf, listOf, originAt, type Sourced, withEntry, withoutEntry } from './origins.ts';
import { BuildError } from './problem.ts';

/**
 * Applies one operation of a JSON patch.
 *
 * @throws BuildError where kustomize refuses it, as the removal of what is not there
 * @see https://datatracker.ietf.org/doc/html/rfc6902
 */
export function applyOperation(target: Sourced<JsonObject>, operation: Sourced<JsonObject>): Sourced<JsonObject> {
  const { op, path, from, value } = operation.value;
  const steps = pointer(path);
  const given = { value: value ?? null, origin: originAt(operation.value, operation.origin, 'value') };
  switch (op) {
    case 'add':
      return change(target, steps, add(given));
    case 'replace':
      return change(target, steps, replace(given));
    case 'remove':
      return change(target, steps, remove);
    case 'test':
      if (JSON.stringify(sorted(read(target, steps, true)?.value ?? null)) !== JSON.stringify(sorted(given.value)))
        throw new BuildError('a test of a JSON patch fails');
      return target;
    case 'move':
    case 'copy': {
      const source = read(target, pointer(from), false);
      if (source === undefined) throw new BuildError('a JSON patch moves or copies what is not there');
      return change(op === 'move' ? change(target, pointer(from), remove) : target, steps, add(source));
    }
    default:
      throw new BuildError('a JSON patch has an unknown operation');
  }
}

function pointer(path: JsonValue | undefined): string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/')))
    throw new BuildError('a path of a JSON patch does not start with a slash');
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Changes one member of a container, by its key or index. */
type Change = (container: Sourced, step: string) => JsonValue;

function change(target: Sourced<JsonObject>, steps: readonly string[], by: Change): Sourced<JsonObject> {
  if (steps.length === 0) throw new BuildError('a JSON patch changes the whole object');
  return { value: changed(target, steps, by) as JsonObject, origin: target.origin };
}

function changed(node: Sourced, steps: readonly string[], by: Change): JsonValue {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) return by(node, step);
  const child = member(node, step, false);
  if (child === undefined || child.value === null) throw missing();
  const value = changed(child, rest, by);
  if (isList(node.value)) {
    const at = indexOf(node.value, step);
    return listOf(itemsOf(node.value, node.origin).map((item, index) => (index === at ? { ...item, value } : item)));
  }
  return withEntry(node.value as JsonObject, step, value);
}

const missing = (): BuildError => new BuildError('a JSON patch names a path that its target does not have');

const add =
  (given: Sourced): Change =>
  ({ value, origin }, step) => {
    if (isObject(value)) return withEntry(value, step, given.value, given.origin);
    if (!isList(value)) throw missing();
    const at = step === '-' ? value.length : indexOf(value, step, 1);
    return listOf(itemsOf(value, origin).toSpliced(at, 0, given));
  };

const replace =
  (given: Sourced): Change =>
  (container, step) => {
    const { value, origin } = container;
    // The library of kustomize asks of a map only that it is there.
    if (isObject(value)) return withEntry(value, step, given.value, given.origin);
    if (member(container, step, false) === undefined) throw missing();
    return listOf(
      itemsOf(value as readonly JsonValue[], origin).with(indexOf(value as readonly JsonValue[], step), given),
    );
  };

const remove: Change = (container, step) => {
  const { value, origin } = container;
  if (member(container, step, false) === undefined) throw missing();
  if (isObject(value)) return withoutEntry(value, step);
  const list = value as readonly JsonValue[];
  return listOf(itemsOf(list, origin).toSpliced(indexOf(list, step), 1));
};

function read(node: Sourced, steps: readonly string[], isLenient: boolean): Sourced | undefined {
  let at: Sourced | undefined = node;
  for (const step of steps) at = at && member(at, step, isLenient);
  return at;
}

function member({ value, origin }: Sourced, step: string, isLenient: boolean): Sourced | undefined {
  if (isObject(value))
    return Object.hasOwn(value, step)
      ? { value: value[step] as JsonValue, origin: originAt(value, origin, step) }
      : undefined;
  if (!isList(value)) return undefined;
  if (isLenient && !/^-?\d+$/.test(step)) return undefined;
  const index = indexOf(value, step);
  return { value: value[index] as JsonValue, origin: originAt(value, origin, index) };
}

/** Reads an index; one below zero counts from the end. */
function indexOf(list: readonly JsonValue[], step: string, beyond = 0): number {
  if (!/^-?\d+$/.test(step)) throw missing();
  const index = Number(step);
  const at = index < 0 ? list.length + beyond + index : index;
  if (at < 0 || at >= list.length + beyond) throw missing();
  return at;
}

function sorted(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] as JsonValue)]),
  );
}
