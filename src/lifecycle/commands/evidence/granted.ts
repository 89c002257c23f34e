import type { PolicyRule } from './policy-rules.ts';

/**
 * What several policies together grant, as Vault decides it: rules of one and the same path add up, of the
 * rules that match the most specific one counts alone, and `deny` leaves nothing.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export class Grants {
  readonly #exact = new Map<string, Set<string>>();
  /** The preferred one first. */
  readonly #patterns: readonly { readonly path: string; readonly capabilities: ReadonlySet<string> }[];

  constructor(rules: readonly PolicyRule[]) {
    const patterns = new Map<string, Set<string>>();
    for (const { path, capabilities } of rules) {
      const kind = isExact(path) ? this.#exact : patterns;
      const known = kind.get(path) ?? new Set<string>();
      for (const capability of capabilities) known.add(capability);
      kind.set(path, known);
    }
    this.#patterns = [...patterns]
      .map(([path, capabilities]) => ({ path, capabilities }))
      .sort((a, b) => bySpecificity(b.path, a.path));
  }

  /** Capabilities on an API path; none where it is denied. */
  on(path: string): ReadonlySet<string> {
    const found = this.#exact.get(path) ?? this.#patterns.find((each) => matches(each.path, path))?.capabilities;
    return found === undefined || found.has('deny') ? new Set() : found;
  }
}

const isExact = (pattern: string): boolean =>
  !pattern.endsWith('*') && !pattern.includes('{{') && !pattern.split('/').includes('+');

/** `+` stands for one segment, and `*` at the end for any text; elsewhere it is a character as others are. */
function matches(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*');
  const wanted = (isPrefix ? pattern.slice(0, -1) : pattern).split('/');
  const segments = path.split('/');
  if (isPrefix ? segments.length < wanted.length : segments.length !== wanted.length) return false;
  return wanted.every((each, index) => {
    const segment = segments[index] ?? '';
    // What a template becomes depends on who asks: it may be anything.
    if (each === '+' || each.includes('{{')) return true;
    return isPrefix && index === wanted.length - 1 ? segment.startsWith(each) : segment === each;
  });
}

/**
 * Orders patterns as Vault prefers them, the preferred one last: by the place of the first wildcard, then one
 * without `*` at its end, then fewer `+`, then the longer one, then by characters.
 */
function bySpecificity(a: string, b: string): number {
  const [left, right] = [ranks(a), ranks(b)];
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}

function ranks(pattern: string): readonly number[] {
  const isPrefix = pattern.endsWith('*');
  const bare = isPrefix ? pattern.slice(0, -1) : pattern;
  const plus = bare.split('/').filter((segment) => segment === '+').length;
  const firstWildcard = plus > 0 ? bare.indexOf('+') : bare.length;
  return [firstWildcard, isPrefix ? 0 : 1, -plus, bare.length];
}
