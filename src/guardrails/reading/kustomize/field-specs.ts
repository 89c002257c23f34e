import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { type Origin, withEntry, withItems } from './origins.ts';
import { BuildError } from './problem.ts';
import { type Gvk, isSelected, type Resource } from './resource.ts';

/** A field of a kind of objects that a transformer changes: `spec/template/spec/containers[]/image`. */
export interface FieldSpec extends Gvk {
  readonly path: string;
  /** Whether the field is made where it is missing. */
  readonly create?: boolean;
}

/** How a field is changed. */
export interface FieldEdit {
  /** Returns the new value; the same one where nothing changes. */
  set(value: JsonValue): JsonValue;
  /** What a field that is missing starts from; absent where none is made. */
  readonly empty?: JsonValue;
  /** Where the new value was written; absent where it stays where it was. */
  readonly origin?: Origin;
}

/** Changes a field of a resource, of every item where its path leads through lists. */
export function editField(resource: Resource, spec: FieldSpec, edit: FieldEdit): void {
  if (!isSelected(resource.gvk, spec)) return;
  const steps = stepsOf(spec.path);
  resource.value = edited(resource.value, steps, spec.create ? edit : withoutEmpty(edit)) as JsonObject;
}

const withoutEmpty = ({ empty: _, ...edit }: FieldEdit): FieldEdit => edit;

function edited(node: JsonValue, steps: readonly string[], edit: FieldEdit): JsonValue {
  const [step] = steps;
  if (step === undefined) return edit.set(node);
  if (node === null) return node;
  if (isList(node)) {
    const items = node.map((item) => edited(item, steps, edit));
    return items.every((item, index) => item === node[index]) ? node : withItems(node, items);
  }
  if (!isObject(node)) throw new BuildError('a field is neither map nor list where a transformer looks for one');
  const isLast = steps.length === 1;
  const namesItems = step.endsWith('[]');
  const name = namesItems ? step.slice(0, -2) : step;
  const known = Object.hasOwn(node, name) ? node[name] : undefined;
  const makes = edit.empty !== undefined && !namesItems;
  if (known === undefined && !makes) return node;
  const start = known ?? (makes ? (isLast ? edit.empty : {}) : null);
  const next = edited(start as JsonValue, steps.slice(1), edit);
  if (next === known) return node;
  return withEntry(node, name, next, isLast || known === undefined ? edit.origin : undefined);
}

/** The same few paths are walked for every resource. */
const split = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const known = split.get(path);
  if (known !== undefined) return known;
  const steps = splitPath(path, '/');
  if (split.size < 10_000) split.set(path, steps);
  return steps;
}

/** Splits a path at its separator; one with a backslash before it belongs to the name. */
export function splitPath(path: string, separator: string): string[] {
  const parts = path.split(separator);
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const steps: string[] = [];
  for (const part of parts) {
    const last = steps.at(-1);
    if (last?.endsWith('\\')) steps[steps.length - 1] = `${last.slice(0, -1)}${separator}${part}`;
    else steps.push(part);
  }
  return steps;
}
