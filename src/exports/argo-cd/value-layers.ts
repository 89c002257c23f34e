import { isObject } from '../../model/json-record.ts';
/** A tree of Helm values, as YAML reads it. */
export interface ValueTree {
  readonly [key: string]: unknown;
}

/** Helm values of one component in layers: what all environments share, and what each adds. */
export interface ValueLayers {
  readonly shared: ValueTree;
  /** By environment; an environment that adds nothing has an empty tree. */
  readonly environments: ReadonlyMap<string, ValueTree>;
  /** Environments whose layer stands over that of another environment, and which that is. */
  readonly bases: ReadonlyMap<string, string>;
}

/** Returns whether a text says which environment it is for. */
export type Identifies = (text: string) => boolean;

/**
 * Returns a test for texts that hold one of `identities` as a whole word, such as a namespace or a host name.
 */
export function identifies(identities: Iterable<string>): Identifies {
  const words = [...new Set(identities)].filter((word) => word !== '');
  const isPartOfWord = (character: string | undefined): boolean => /[\p{L}\p{N}]/u.test(character ?? ' ');
  return (text) =>
    words.some((word) => {
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
        if (!isPartOfWord(text[at - 1]) && !isPartOfWord(text[at + word.length])) return true;
      return false;
    });
}

/**
 * Parts full values into layers of which Helm makes the same values again.
 *
 * A value is shared where every environment has it and it does not say which environment it is for. What only
 * one environment has stays there, since nothing shows that others would want it.
 *
 * An overlay stands over the layer of its base, unless that has something which the overlay lacks: a layer
 * can replace what is below it, and cannot take it away.
 * @param overlays environments that stand over another one, each with that one's name
 */
export function valueLayers(
  full: ReadonlyMap<string, ValueTree>,
  isIdentity: Identifies,
  overlays: Readonly<Record<string, string>> = {},
): ValueLayers {
  const all = [...full.values()];
  const shared = all.length < 2 ? {} : sharedPart(all, isIdentity);
  const bases = new Map(
    Object.entries(overlays).filter(([name, base]) => {
      const [over, below] = [full.get(name), full.get(base)];
      return over !== undefined && below !== undefined && hasAllKeysOf(over, below);
    }),
  );
  const below = (name: string): ValueTree => full.get(bases.get(name) ?? '') ?? shared;
  const environments = new Map([...full].map(([name, tree]) => [name, difference(tree, below(name))]));
  return { shared, environments, bases };
}

/** Merges layers as Helm does: maps key by key, anything else is replaced by the later one. */
export const mergeValues = (base: ValueTree, over: ValueTree): ValueTree => {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? mergeValues(before, value) : value);
  }
  return Object.fromEntries(merged);
};

function sharedPart(all: readonly ValueTree[], isIdentity: Identifies): ValueTree {
  const [first = {}] = all;
  const entries = Object.keys(first).flatMap((key): [string, unknown][] => {
    if (isIdentity(key) || !all.every((tree) => Object.hasOwn(tree, key))) return [];
    const values = all.map((tree) => tree[key]);
    const [value] = values;
    if (values.every(isObject) && values.some((tree) => Object.keys(tree).length > 0)) {
      const part = sharedPart(values, isIdentity);
      return Object.keys(part).length > 0 ? [[key, part]] : [];
    }
    return values.every((other) => isEqual(value, other)) && !holdsIdentity(value, isIdentity) ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** What must stand over `below`, which has no key that `tree` lacks, to make `tree` of it. */
function difference(tree: ValueTree, below: ValueTree): ValueTree {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
    if (!Object.hasOwn(below, key)) return [[key, value]];
    const before = below[key];
    if (!isObject(value) || !isObject(before)) return isEqual(value, before) ? [] : [[key, value]];
    const rest = difference(value, before);
    return Object.keys(rest).length > 0 ? [[key, rest]] : [];
  });
  return Object.fromEntries(entries);
}

/** Returns whether a tree has every key of another, in all maps that both have. */
const hasAllKeysOf = (tree: ValueTree, other: ValueTree): boolean =>
  Object.entries(other).every(([key, value]) => {
    if (!Object.hasOwn(tree, key)) return false;
    const own = tree[key];
    return !isObject(own) || !isObject(value) || hasAllKeysOf(own, value);
  });

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, position) => isEqual(item, b[position]));
  if (!isObject(a) || !isObject(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

const holdsIdentity = (value: unknown, isIdentity: Identifies): boolean => {
  if (typeof value === 'string') return isIdentity(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => isIdentity(key) || holdsIdentity(item, isIdentity));
};
