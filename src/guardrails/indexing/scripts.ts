import type { FieldPath, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject, normalise } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type Site, siteOf } from './site.ts';

/** A text that a container runs: a word of its command or arguments, or a script in a ConfigMap. */
export interface Script {
  readonly object: IndexedObject;
  readonly text: string;
  readonly site: Site;
}

interface ObjectsByKind {
  ofKind(kind: string): readonly IndexedObject[];
}

const runners = ['job', 'cronjob', 'pod', 'deployment', 'statefulset', 'daemonset'];

/** Lists what containers run. */
export const scriptsOf = (index: ObjectsByKind): Generator<Script> =>
  scriptsIn([...runners, 'configmap'].flatMap((kind) => index.ofKind(kind)));

/** Lists what containers run, and scripts in ConfigMaps. */
export function* scriptsIn(objects: readonly IndexedObject[]): Generator<Script> {
  for (const object of objects) if (runners.includes(object.kindKey)) yield* scriptsOfObject(object);
  for (const object of objects) if (object.kindKey === 'configmap') yield* scriptsOfObject(object);
}

/** Several rules ask for them. */
const known = new WeakMap<IndexedObject, readonly Script[]>();

function scriptsOfObject(object: IndexedObject): readonly Script[] {
  const before = known.get(object);
  if (before !== undefined) return before;
  const texts =
    object.kindKey === 'configmap'
      ? textsIn(object.value.data ?? null, 'data', ['data'], () => true).filter(({ text, path }) =>
          /^#!|\.sh$/.test(`${text.slice(0, 2)}${path.at(-1)}`),
        )
      : textsIn(object.value, '', [], (key) => key === 'command' || key === 'args');
  const scripts = texts.map(({ text, path }) => ({ object, text, site: siteOf(object, ...path) }));
  known.set(object, scripts);
  return scripts;
}

interface Text {
  readonly text: string;
  readonly path: FieldPath;
}

/** @param isWanted asks for the name of the field, or of the list in which a text stands, normalised */
function textsIn(
  value: JsonValue,
  key: string,
  path: (string | number)[],
  isWanted: (key: string) => boolean,
  texts: Text[] = [],
): Text[] {
  if (typeof value === 'string') {
    if (isWanted(key)) texts.push({ text: value, path: [...path] });
  } else if (isList(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      textsIn(item, key, path, isWanted, texts);
      path.pop();
    }
  } else if (isObject(value)) {
    for (const field of Object.keys(value)) {
      path.push(field);
      textsIn(value[field] ?? null, normalise(field), path, isWanted, texts);
      path.pop();
    }
  }
  return texts;
}
