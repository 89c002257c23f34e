import { createHash } from 'node:crypto';
import { documentLabel } from '../../model/documents/fixture-map.ts';
import { isObject } from '../../model/json-record.ts';
import type { RenderedObject } from '../rendered/rendered-object.ts';
import { change, type LocalChange, list, match, person, restart } from './change.ts';
import { widened } from './compare-access.ts';
import { differingPaths, fieldsAt, isSame } from './field-paths.ts';

/** Kinds whose objects are compared as Secrets. */
const told = new Set(['ExternalSecret', 'ClusterExternalSecret']);

const isProjection = (object: RenderedObject): boolean =>
  object.kind === 'ConfigMap' && object.metadata.labels?.[documentLabel] !== undefined;

const isStore = ({ kind }: RenderedObject): boolean => /^(?:Cluster)?SecretStore$/.test(kind);
const isRole = ({ kind }: RenderedObject): boolean => /^(?:Cluster)?Role$/.test(kind);
const programsOf = (object: RenderedObject): string[] =>
  object.kind === 'ConfigMap' ? Object.keys(fieldsAt(object, 'data')).filter((file) => file.endsWith('.mjs')) : [];

/**
 * Returns what is otherwise with the objects that no document describes: stores, programs, Kubernetes roles
 * and all others. A document that programs read is a projection of the environment's, and not compared again.
 *
 * @param own namespace of the environment before and after, which messages leave out
 */
export function compareObjects(
  before: readonly RenderedObject[],
  after: readonly RenderedObject[],
  own: { readonly before: string; readonly after: string },
): LocalChange[] {
  const { added, removed, kept } = match(byName(before, own.before), byName(after, own.after));
  return [
    ...added.map(([name, object]) =>
      change(isStore(object) ? 'store-added' : 'object-added', name, 'it is rendered now'),
    ),
    ...removed.map(([name, object]) =>
      change(isStore(object) ? 'store-removed' : 'object-removed', name, 'Argo CD prunes it where it may'),
    ),
    ...kept.flatMap(({ name, before: old, after: now }) => compareObject(name, old, now, own.before !== own.after)),
  ];
}

function byName(objects: readonly RenderedObject[], own: string): ReadonlyMap<string, RenderedObject> {
  return new Map(
    objects
      .filter((object) => !told.has(object.kind) && !isProjection(object))
      .map((object) => {
        const { name, namespace } = object.metadata;
        const place = namespace === undefined || namespace === own ? '' : `${namespace}/`;
        return [`${object.kind} ${place}${name}`, object];
      }),
  );
}

function compareObject(name: string, before: RenderedObject, after: RenderedObject, hasMoved: boolean): LocalChange[] {
  if (isSame(before, after)) return [];
  if (isRole(after) && !isSame(before.rules, after.rules))
    return widened('rbac', name, permissions(before.rules), permissions(after.rules));
  const programs = programsOf(after).filter(
    (file) => !isSame(fieldsAt(before, 'data')[file], fieldsAt(after, 'data')[file]),
  );
  if (programs.length > 0) {
    const digest = (object: RenderedObject, file: string): string => {
      const text = fieldsAt(object, 'data')[file];
      return createHash('sha256')
        .update(typeof text === 'string' ? text : '')
        .digest('hex')
        .slice(0, 12);
    };
    const each = programs.map((file) => `${file} (${digest(before, file)} → ${digest(after, file)})`);
    return [change('program-changed', name, list(each))];
  }
  const paths = differingPaths(before, after).filter(
    (path) => !isOfContent(path) && !(hasMoved && path === 'metadata.namespace'),
  );
  if (paths.length === 0) return [];
  if (isStore(after)) {
    const look = `Look at ${name} after the rollout: all Secrets that come through it depend on it`;
    return [change('store-changed', name, list(paths), [person(look)])];
  }
  const rolls = paths.some((path) => path.startsWith('spec.template.'));
  return [change('object-changed', name, list(paths), rolls ? [restart(`${name} rolls out`)] : [])];
}

/** Annotations that are digests of what has a line of its own. */
const isOfContent = (path: string): boolean => /\.annotations\.\S*(?:checksum|sha256|digest)\S*$/.test(path);

/** One text for each thing that a Kubernetes role allows. */
function permissions(rules: unknown): string[] {
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const all = (Array.isArray(rules) ? rules.filter(isObject) : []).flatMap((rule) => {
    const names = texts(rule.resourceNames);
    return texts(rule.verbs).flatMap((verb) =>
      [
        ...texts(rule.apiGroups).flatMap((group) =>
          texts(rule.resources).map((each) => `${each}${group === '' ? '' : `.${group}`}`),
        ),
        ...texts(rule.nonResourceURLs),
      ].flatMap((resource) =>
        names.length === 0 ? [`${verb} ${resource}`] : names.map((name) => `${verb} ${resource} ${name}`),
      ),
    );
  });
  return [...new Set(all)].sort();
}
