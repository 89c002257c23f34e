import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import type { FieldTables } from './default-fields.ts';
import { editField, type FieldSpec } from './field-specs.ts';
import { withEntry, withItems } from './origins.ts';
import { BuildError } from './problem.ts';
import { effectiveNamespace, type Gvk, idKey, isClusterScoped, isSelected, type Resource, textOf } from './resource.ts';

/**
 * Returns every field that holds the name of another resource its new name, after prefixes, suffixes and
 * hashes.
 *
 * @param refuse hears of a resource whose references kustomize cannot follow
 */
export function resolveNames(
  resources: readonly Resource[],
  { nameReference }: FieldTables,
  refuse: (resource: Resource, error: BuildError) => void,
): void {
  // Where no name changed, none of its readers has to.
  const renamed = resources.filter(({ previous, name }) => previous.some((id) => id.name !== name));
  if (renamed.length === 0 && !resources.some(({ kind }) => follows.test(kind))) return;
  const byName = new Map<string, Resource[]>();
  for (const resource of resources)
    for (const name of new Set(resource.previous.map((id) => id.name))) {
      const list = byName.get(name);
      if (list === undefined) byName.set(name, [resource]);
      else list.push(resource);
    }
  const fields = fieldsByKind(nameReference);
  for (const referrer of resources) {
    const { firstId } = referrer;
    for (const { target, spec } of [...(fields.get(firstId.kind) ?? []), ...(fields.get('') ?? [])]) {
      if (!isSelected(firstId, spec)) continue;
      try {
        new NameResolver(referrer, target, spec, { byName, resources }).resolve();
      } catch (error) {
        if (!(error instanceof BuildError)) throw error;
        refuse(referrer, error);
      }
    }
  }
}

interface ReferenceField {
  readonly target: Gvk;
  readonly spec: FieldSpec;
}

/** Most builds share the one default table. */
const indexed = new WeakMap<FieldTables['nameReference'], ReadonlyMap<string, readonly ReferenceField[]>>();

/** Lists the fields that hold names, by the kind that has them; under the empty text those of any kind. */
function fieldsByKind(references: FieldTables['nameReference']): ReadonlyMap<string, readonly ReferenceField[]> {
  const known = indexed.get(references);
  if (known !== undefined) return known;
  const fields = new Map<string, ReferenceField[]>();
  for (const { fieldSpecs, ...target } of references)
    for (const spec of fieldSpecs) {
      const kind = spec.kind ?? '';
      fields.set(kind, [...(fields.get(kind) ?? []), { target, spec }]);
    }
  indexed.set(references, fields);
  return fields;
}

/** Kinds whose references carry a namespace, which changes without a name. */
const follows = /^(?:RoleBinding|ClusterRoleBinding|\w+WebhookConfiguration)$/;

interface Build {
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
  readonly resources: readonly Resource[];
}

class NameResolver {
  readonly #referrer: Resource;
  readonly #target: Gvk;
  readonly #spec: FieldSpec;
  readonly #build: Build;

  constructor(referrer: Resource, target: Gvk, spec: FieldSpec, build: Build) {
    this.#referrer = referrer;
    this.#target = target;
    this.#spec = spec;
    this.#build = build;
  }

  resolve(): void {
    const spec = { path: this.#spec.path };
    editField(this.#referrer, spec, { set: (value) => this.#set(value) });
  }

  #set(value: JsonValue): JsonValue {
    if (value === null) return value;
    if (isObject(value)) return this.#map(value);
    if (!isList(value)) return this.#name(value);
    const items = value.map((item) => (isObject(item) ? this.#map(item) : isList(item) ? item : this.#name(item)));
    return items.every((item, index) => item === value[index]) ? value : withItems(value, items);
  }

  #name(value: JsonValue): JsonValue {
    const referral = this.#select(textOf(value), undefined);
    return referral === undefined || referral.name === value ? value : referral.name;
  }

  #map(map: JsonObject): JsonObject {
    if (!Object.hasOwn(map, 'name')) throw new BuildError('a reference has no name');
    const name = textOf(map.name);
    const referral = this.#select(name, map);
    if (referral === undefined || (referral.name === name && referral.namespace === '')) return map;
    const renamed = referral.name === name ? map : withEntry(map, 'name', referral.name);
    return referral.namespace === '' ? renamed : withEntry(renamed, 'namespace', referral.namespace);
  }

  #select(name: string, map: JsonObject | undefined): Resource | undefined {
    const known = this.#build.byName.get(name);
    if (known === undefined) return undefined;
    const named = known.filter(
      (resource) =>
        resource.previous.some((id) => isSelected(id, this.#target)) &&
        this.#mayHold(resource) &&
        this.#fitsRole(resource) &&
        this.#sharesNamespace(resource),
    );
    const inNamespace = map === undefined ? named : this.#ofNamespace(named, map);
    if (inNamespace.length < 2) return inNamespace[0];
    const near = inNamespace.filter((resource) => isOfOneContext(resource, this.#referrer, true));
    const nearest = near.length > 1 ? near.filter((each) => isOfOneContext(each, this.#referrer, false)) : near;
    const [first, ...others] = nearest;
    const isSame = (other: Resource): boolean =>
      other.name === first?.name && (map === undefined || other.namespace === first.namespace);
    if (!others.every(isSame)) throw new BuildError('a reference could be to several resources');
    return first;
  }

  /** What a namespaced resource may refer to: its own namespace, and what has none. */
  #mayHold(resource: Resource): boolean {
    const [from, to] = [this.#referrer.id, resource.id];
    if (isClusterScoped(from) || isClusterScoped(to) || effectiveNamespace(from) === effectiveNamespace(to))
      return true;
    if (from.kind !== 'RoleBinding') return false;
    const { subjects } = this.#referrer.value;
    return (isList(subjects) ? subjects : []).some(
      (subject) => isObject(subject) && subject.kind === 'ServiceAccount' && subject.namespace === resource.namespace,
    );
  }

  #sharesNamespace(resource: Resource): boolean {
    const [from, to] = [this.#referrer.id, resource.id];
    if (isClusterScoped(from) || isClusterScoped(to) || to.kind === 'ServiceAccount') return true;
    return effectiveNamespace(from) === effectiveNamespace(to);
  }

  #fitsRole(resource: Resource): boolean {
    if (!this.#spec.path.endsWith('roleRef/name')) return true;
    const { roleRef } = this.#referrer.value;
    if (!isObject(roleRef) || roleRef.apiGroup === undefined || roleRef.kind === undefined) return true;
    const role = { group: textOf(roleRef.apiGroup), kind: textOf(roleRef.kind) };
    return resource.previous.some((id) => isSelected(id, role));
  }

  #ofNamespace(candidates: readonly Resource[], map: JsonObject): readonly Resource[] {
    if (!Object.hasOwn(map, 'namespace')) return candidates;
    const namespace = textOf(map.namespace);
    const isFirst = ({ firstId }: Resource): boolean => effectiveNamespace(firstId) === namespace;
    const isKnown = this.#build.resources.some((each) => isFirst(each) && this.#mayHold(each));
    return candidates.filter((each) => (isKnown ? isFirst(each) : effectiveNamespace(each.id) === namespace));
  }
}

function isOfOneContext(first: Resource, second: Resource, mayBeEmpty: boolean): boolean {
  const ends = (a: readonly string[], b: readonly string[]): boolean => {
    if (mayBeEmpty && (a.length === 0 || b.length === 0)) return true;
    if ((a.length === 0) !== (b.length === 0)) return false;
    const length = Math.min(a.length, b.length);
    return a.slice(a.length - length).join('\0') === b.slice(b.length - length).join('\0');
  };
  return ends(first.prefixes, second.prefixes) && ends(first.suffixes, second.suffixes);
}

/** Finds two resources that would be one object. */
export function repeatedId(resources: readonly Resource[]): Resource | undefined {
  const seen = new Set<string>();
  return resources.find(({ id }) => {
    const key = idKey(id);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
