import type { EnvironmentSettings } from '../engine/configuration.ts';
import type { FieldPath, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';

/** Stands in the name of every Service, where `local` is never an environment. */
const clusterDomain = 'svc.cluster.local';

/** Replaces the texts of an environment that are allowed to differ by the names of their tokens. */
export class TokenSubstitution {
  readonly #pattern: RegExp | undefined;
  readonly #names: ReadonlyMap<string, string>;
  readonly #cache = new Map<string, string>();

  /** @param names token by text */
  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names;
    if (names.size === 0) return;
    const texts = [clusterDomain, ...names.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const alternatives = texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    this.#pattern = new RegExp(`(?<![A-Za-z0-9])(?:${alternatives})(?![A-Za-z0-9])`, 'g');
  }

  /** Whole words only, the longest first: `dev` in `devices` stays. */
  text(text: string): string {
    if (this.#pattern === undefined) return text;
    let replaced = this.#cache.get(text);
    if (replaced === undefined) {
      replaced = text.replace(this.#pattern, (match) => {
        const token = this.#names.get(match);
        return token === undefined ? match : `{${token}}`;
      });
      this.#cache.set(text, replaced);
    }
    return replaced;
  }
}

/**
 * Builds the substitutions of all environments, by name.
 *
 * Tokens that have one text anywhere are one token everywhere: where `name` and `suffix` are both `dev`,
 * nothing says which is meant.
 */
export function tokenSubstitutions(
  environments: readonly Pick<EnvironmentSettings, 'name' | 'tokens'>[],
): Map<string, TokenSubstitution> {
  const same = new Map<string, string>();
  const root = (token: string): string => {
    const parent = same.get(token);
    return parent === undefined ? token : root(parent);
  };
  for (const { tokens } of environments) {
    const byText = new Map<string, string>();
    for (const [token, text] of Object.entries(tokens)) {
      const [mine, first] = [root(token), root(byText.get(text) ?? token)];
      if (mine !== first) same.set(mine, first);
      byText.set(text, first);
    }
  }
  return new Map(
    environments.map(({ name, tokens }) => {
      const names = new Map(Object.entries(tokens).map(([token, text]) => [text, root(token)]));
      return [name, new TokenSubstitution(names)];
    }),
  );
}

/** One side of a comparison: a tree and what to substitute in it. */
export interface ParitySide {
  readonly value: JsonValue;
  readonly tokens: TokenSubstitution;
}

/**
 * Finds the first field in which two trees differ after substitution, as a path into the second one;
 * `undefined` where they are equal.
 *
 * Texts are equal as they are, or after each had its own environment's tokens replaced.
 */
export function firstDifference(left: ParitySide, right: ParitySide, path: FieldPath = []): FieldPath | undefined {
  const [a, b] = [left.value, right.value];
  if (typeof a === 'string' && typeof b === 'string')
    return a === b || left.tokens.text(a) === right.tokens.text(b) ? undefined : path;
  if (isList(a) && isList(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
      const found = descend(left, right, a[index], b[index], [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  if (isObject(a) && isObject(b)) {
    const others = new Map(Object.entries(b).map(([key, value]) => [right.tokens.text(key), { key, value }]));
    for (const [key, value] of Object.entries(a)) {
      const token = left.tokens.text(key);
      const other = Object.hasOwn(b, key) ? { key, value: b[key] } : others.get(token);
      others.delete(other === undefined ? token : right.tokens.text(other.key));
      const found = descend(left, right, value, other?.value, [...path, other?.key ?? key]);
      if (found) return found;
    }
    const [extra] = others.values();
    return extra === undefined ? undefined : [...path, extra.key];
  }
  return a === b ? undefined : path;
}

function descend(
  left: ParitySide,
  right: ParitySide,
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  path: FieldPath,
): FieldPath | undefined {
  if (a === undefined || b === undefined) return path;
  return firstDifference({ ...left, value: a }, { ...right, value: b }, path);
}
