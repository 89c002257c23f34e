import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isObject } from '../../manifest/normalise.ts';
import { BuildError } from './problem.ts';
import { effectiveNamespace, type Resource, type ResourceId, textOf } from './resource.ts';

/**
 * A selector of resources: each part a regular expression of the whole name, and labels and annotations
 * beside.
 */
export class Selector {
  readonly #parts: Readonly<Record<keyof ResourceId, RegExp | undefined>>;
  readonly #labels: string;
  readonly #annotations: string;

  /** @throws BuildError where a part is no regular expression */
  constructor(value: JsonObject) {
    const part = (name: string): RegExp | undefined => anchored(textOf(value[name]));
    this.#parts = {
      group: part('group'),
      version: part('version'),
      kind: part('kind'),
      name: part('name'),
      namespace: part('namespace'),
    };
    this.#labels = textOf(value.labelSelector);
    this.#annotations = textOf(value.annotationSelector);
  }

  /** Returns whether a patch is for a resource, by its first or its present name. */
  selects(resource: Resource): boolean {
    const { id, firstId } = resource;
    const { namespace, name } = this.#parts;
    return (
      (fits(namespace, effectiveNamespace(firstId)) || fits(namespace, effectiveNamespace(id))) &&
      (fits(name, firstId.name) || fits(name, id.name)) &&
      this.#fitsKind(id) &&
      this.fitsMetadata(resource)
    );
  }

  /** Returns whether a replacement is for one of the ids that a resource had. */
  selectsId(id: ResourceId): boolean {
    const { namespace, name } = this.#parts;
    return fits(namespace, effectiveNamespace(id)) && fits(name, id.name) && this.#fitsKind(id);
  }

  fitsMetadata({ metadata }: Resource): boolean {
    return fitsLabels(metadata.labels, this.#labels) && fitsLabels(metadata.annotations, this.#annotations);
  }

  get asksMetadata(): boolean {
    return this.#labels !== '' || this.#annotations !== '';
  }

  get asksIds(): boolean {
    return Object.values(this.#parts).some((part) => part !== undefined);
  }

  #fitsKind(id: ResourceId): boolean {
    const { group, version, kind } = this.#parts;
    return fits(group, id.group) && fits(version, id.version) && fits(kind, id.kind);
  }
}

const fits = (pattern: RegExp | undefined, text: string): boolean => pattern === undefined || pattern.test(text);

function anchored(pattern: string): RegExp | undefined {
  if (pattern === '') return undefined;
  return expression(`^(?:${pattern})$`);
}

/** Makes a regular expression as Go reads it, as far as both languages know it. */
export function expression(pattern: string): RegExp {
  try {
    const flags = /^\^?(?:\(\?:)?\(\?i\)/.test(pattern) ? 'i' : '';
    return new RegExp(pattern.replace('(?i)', '').replaceAll('(?P<', '(?<'), flags);
  } catch {
    throw new BuildError('a selector is no regular expression');
  }
}

const requirement =
  /^(?<absent>!)?(?<key>[\w./-]+)(?: ?(?<op>==?|!=) ?(?<value>[\w.-]*)| (?<set>in|notin) ?\((?<values>[^)]*)\))?$/;

/**
 * Returns whether labels fit a selector of Kubernetes.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function fitsLabels(labels: JsonValue | undefined, selector: string): boolean {
  if (selector.trim() === '') return true;
  const map = isObject(labels) ? labels : {};
  return selector.split(/,(?![^(]{0,1000}\))/).every((part) => {
    const groups = requirement.exec(
      part
        .trim()
        .replace(/^!\s/, '!')
        .replace(/\s{1,100}/g, ' '),
    )?.groups;
    if (groups?.key === undefined) throw new BuildError('a label selector does not parse');
    const { absent, key, op, value = '', set, values = '' } = groups;
    const has = Object.hasOwn(map, key);
    const own = textOf(map[key]);
    if (op === '!=') return !has || own !== value;
    if (op !== undefined) return has && own === value;
    if (set === undefined) return absent ? !has : has;
    const isIn = has && values.split(',').some((each) => each.trim() === own);
    return set === 'in' ? isIn : !isIn;
  });
}
