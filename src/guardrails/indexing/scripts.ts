import { everyField } from '../manifest/every-field.ts';
import { isList, normalise } from '../manifest/normalise.ts';
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
  for (const object of objects.filter(({ kindKey }) => runners.includes(kindKey)))
    for (const { key, value, path } of everyField(object.value))
      if ((normalise(key) === 'command' || normalise(key) === 'args') && typeof value === 'string' && !isList(value))
        yield { object, text: value, site: siteOf(object, ...path) };
  for (const object of objects.filter(({ kindKey }) => kindKey === 'configmap'))
    for (const { value, path } of everyField(object.value))
      if (
        typeof value === 'string' &&
        path[0] === 'data' &&
        /^#!|\.sh$/.test(path.at(-1) === undefined ? '' : `${value.slice(0, 2)}${path.at(-1)}`)
      )
        yield { object, text: value, site: siteOf(object, ...path) };
}
