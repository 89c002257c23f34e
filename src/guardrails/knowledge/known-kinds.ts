import type { JsonObject } from '../manifest/manifest.ts';
import { normalise } from '../manifest/normalise.ts';
import { holds } from './field-expression.ts';
import { KindTable } from './kind-row.ts';
import type { SecretReader } from './secret-reader.ts';
import { secretReaders } from './secret-readers.ts';
import type { SecretWriter, WrittenSecret } from './secret-writer.ts';
import { secretWriters } from './secret-writers.ts';

/** The tables of kinds, with the rows that a configuration adds. */
export class KnownKinds {
  readonly writers: KindTable<SecretWriter>;
  /** For names that tell their operator by themselves, the pattern and the kind of the resource behind it. */
  readonly tellingNames: readonly (readonly [pattern: RegExp, kind: string])[];
  readonly #outputs = new WeakMap<JsonObject, ReadonlySet<string>>();

  readonly readers: KindTable<SecretReader>;

  constructor(own: readonly SecretWriter[], ownReaders: readonly SecretReader[]) {
    this.readers = new KindTable([...secretReaders, ...ownReaders]);
    const rows = [...secretWriters, ...own];
    this.writers = new KindTable(rows);
    this.tellingNames = rows.flatMap(({ kind, secrets }) =>
      secrets.flatMap(({ name, isTelling }): [RegExp, string][] =>
        isTelling ? [[patternOf(name), normalise([kind].flat()[0] ?? '')]] : [],
      ),
    );
  }

  /** Returns whether a field of an object names what is written, so that it is no reference. */
  isOutput(object: WritingObject, field: string): boolean {
    let fields = this.#outputs.get(object.value);
    if (fields === undefined) {
      fields = new Set(
        this.writers.rowsFor(object).flatMap(({ secrets }) => secrets.flatMap((secret) => outputsOf(secret, object))),
      );
      this.#outputs.set(object.value, fields);
    }
    return fields.has(field);
  }
}

/** An object as the tables ask about it. */
interface WritingObject {
  readonly kindKey: string;
  readonly apiVersion: string;
  readonly value: JsonObject;
}

function outputsOf({ name, each, when, isRead }: WrittenSecret, { value }: WritingObject): readonly string[] {
  if (isRead || (each === undefined && when?.some((condition) => !holds(condition, { root: value })))) return [];
  return stepsOf(name);
}

const steps = new Map<string, readonly string[]>();

/** The fields that a template of a name reads; templates are few and objects many. */
function stepsOf(template: string): readonly string[] {
  const known = steps.get(template);
  if (known !== undefined) return known;
  const found = [...template.matchAll(/(?<![A-Za-z])([A-Za-z]+)(?=[.|}\]])/g)].flatMap(([, step = '']) => {
    const field = normalise(step);
    return shared.has(field) ? [] : [field];
  });
  steps.set(template, found);
  return found;
}

/** Steps on the way to a field that every resource has. */
const shared = new Set(['metadata', 'spec', 'name', 'namespace']);

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/\{[^{}]+\}/)
      .map((part) => part.replace(/[^\w-]/g, '\\$&'))
      .join('.+')}$`,
  );
