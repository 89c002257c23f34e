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
}

/** Tells whether a text says which environment it is for. */
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
 */
export function valueLayers(full: ReadonlyMap<string, ValueTree>, isIdentity: Identifies): ValueLayers {
  const all = [...full.values()];
  const shared = all.length < 2 ? {} : sharedPart(all, isIdentity);
  return { shared, environments: new Map([...full].map(([name, tree]) => [name, without(tree, shared)])) };
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

/** What `tree` has beyond `shared`, which is a part of it. */
function without(tree: ValueTree, shared: ValueTree): ValueTree {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
    if (!Object.hasOwn(shared, key)) return [[key, value]];
    const same = shared[key];
    if (!isObject(value) || !isObject(same)) return [];
    const rest = without(value, same);
    return Object.keys(rest).length > 0 ? [[key, rest]] : [];
  });
  return Object.fromEntries(entries);
}

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
