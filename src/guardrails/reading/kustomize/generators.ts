import type { FieldPath, JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { mapOf, type Origin, type Sourced } from './origins.ts';
import { BuildError } from './problem.ts';
import { type Behavior, Resource, textOf } from './resource.ts';

/** One key of a generated object; its content is absent where the file that holds it is not there. */
interface Pair {
  readonly key: string;
  readonly bytes: Buffer | undefined;
  readonly origin: Origin;
}

export interface GeneratorInput {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly arguments: JsonObject;
  /** `generatorOptions` of the kustomization. */
  readonly options: JsonValue | undefined;
  /** Returns the origin of a field of the generator. */
  readonly originAt: (path: FieldPath) => Origin;
  /** Reads a file that the generator names; `undefined` where it is not there. */
  readonly readFile: (name: string) => Buffer | undefined;
}

/** Makes the object of a generator. @throws BuildError where kustomize refuses it */
export function generate(input: GeneratorInput): Resource {
  const { kind, arguments: given, originAt } = input;
  const name = textOf(given.name);
  if (name === '') throw new BuildError('a generator has no name');
  const options = optionsOf(input);
  const pairs = pairsOf(input);
  // A file that is not there still gives its key; lines of one give keys that nobody knows.
  const known = pairs.filter(({ key }) => key !== '');
  if (new Set(known.map(({ key }) => key)).size !== known.length)
    throw new BuildError('a generator repeats a key of its object');
  const invalid = known.some(({ key }) => !/^[-._a-zA-Z0-9]+$/.test(key));
  if (invalid) throw new BuildError('a generator has a key that no object may have');
  const entry = (key: string, value: JsonValue, path: FieldPath = [key]) => ({ key, value, origin: originAt(path) });
  const metadata = mapOf([
    entry('name', name),
    ...(textOf(given.namespace) === '' ? [] : [entry('namespace', textOf(given.namespace))]),
    ...(['labels', 'annotations'] as const).flatMap((field) =>
      Object.keys(options[field]).length === 0 ? [] : [entry(field, options[field], ['options', field])],
    ),
  ]);
  const value = mapOf([
    entry('apiVersion', 'v1', []),
    entry('kind', kind, []),
    entry('metadata', metadata, []),
    ...(kind === 'Secret' ? [entry('type', textOf(given.type) || 'Opaque', ['type'])] : []),
    ...dataFields(kind, known).map((field) => ({ ...field, origin: originAt([]) })),
    ...(options.immutable ? [entry('immutable', true, ['options', 'immutable'])] : []),
  ]);
  const resource = new Resource(value, originAt([]));
  resource.behavior = behaviorOf(given.behavior);
  resource.needsHash = !options.disableNameSuffixHash;
  resource.hasUnknownKeys = pairs.some(({ key }) => key === '');
  return resource;
}

function behaviorOf(value: JsonValue | undefined): Behavior {
  const text = textOf(value);
  return text === 'merge' || text === 'replace' ? text : 'create';
}

function optionsOf({ arguments: given, options }: GeneratorInput) {
  const [own, common] = [isObject(given.options) ? given.options : {}, isObject(options) ? options : {}];
  const map = (field: string): JsonObject => ({
    ...(isObject(common[field]) ? common[field] : {}),
    ...(isObject(own[field]) ? own[field] : {}),
  });
  return {
    labels: map('labels'),
    annotations: map('annotations'),
    immutable: own.immutable === true || common.immutable === true,
    disableNameSuffixHash: own.disableNameSuffixHash === true || common.disableNameSuffixHash === true,
  };
}

function dataFields(kind: string, pairs: readonly Pair[]): (Sourced & { key: string })[] {
  const sorted = pairs.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const fields = new Map<string, (Sourced & { key: string })[]>(kind === 'Secret' ? [['data', []]] : []);
  for (const { key, bytes = Buffer.alloc(0), origin } of sorted) {
    const text = bytes.toString('utf8');
    const isText = kind === 'ConfigMap' && Buffer.from(text, 'utf8').equals(bytes);
    const field = kind === 'Secret' || isText ? 'data' : 'binaryData';
    const list = fields.get(field) ?? [];
    fields.set(field, [...list, { key, value: isText ? text : inLines(bytes.toString('base64')), origin }]);
  }
  return Array.from(fields, ([key, entries]) => ({
    key,
    value: mapOf(entries),
    origin: entries[0]?.origin ?? ({ document: {} } as Origin),
  }));
}

/** Breaks what is longer than a line, as kustomize does. */
const inLines = (base64: string): string =>
  base64.length < 70 ? base64 : base64.replace(/.{1,70}/g, (line) => `${line}\n`);

function pairsOf(input: GeneratorInput): Pair[] {
  const { arguments: given, originAt, readFile } = input;
  const texts = (field: string): (readonly [string, FieldPath])[] =>
    (isList(given[field]) ? given[field] : []).flatMap((item, index) =>
      typeof item === 'string' ? [[item, [field, index]] as const] : [],
    );
  const envs = [...texts('envs'), ...(typeof given.env === 'string' ? [[given.env, ['env']] as const] : [])];
  return [
    ...envs.flatMap(([file, path]) => variablesIn(readFile(file), originAt(path))),
    ...texts('literals').map(([literal, path]) => ({ ...literalOf(literal), origin: originAt(path) })),
    ...texts('files').map(([source, path]) => {
      const { key, file } = fileOf(source);
      return { key, bytes: readFile(file), origin: originAt(path) };
    }),
  ];
}

function variablesIn(bytes: Buffer | undefined, origin: Origin): Pair[] {
  if (bytes === undefined) return [{ key: '', bytes, origin }];
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n');
  return lines.flatMap((line) => {
    const text = line.replace(/\r$/, '').trimStart();
    if (text === '' || text.startsWith('#')) return [];
    const equals = text.indexOf('=');
    const key = equals === -1 ? text : text.slice(0, equals);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) throw new BuildError('a line of an env file is no variable');
    return [{ key, bytes: Buffer.from(equals === -1 ? '' : text.slice(equals + 1)), origin }];
  });
}

function literalOf(literal: string): { key: string; bytes: Buffer } {
  const equals = literal.indexOf('=');
  if (equals < 1) throw new BuildError('a literal of a generator is not key=value');
  const value = literal.slice(equals + 1);
  const isQuoted = value.length > 1 && /^(["']).*\1$/s.test(value);
  return { key: literal.slice(0, equals), bytes: Buffer.from(isQuoted ? value.slice(1, -1) : value) };
}

function fileOf(source: string): { key: string; file: string } {
  const parts = source.split('=');
  const [first = '', second] = parts;
  if (parts.length > 2 || first === '' || second === '') throw new BuildError('a file of a generator is not key=path');
  return second === undefined
    ? { key: first.slice(first.lastIndexOf('/') + 1), file: first }
    : { key: first, file: second };
}
