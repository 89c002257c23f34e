import {
  any,
  type CharacterSet,
  folders,
  globstar,
  matchesWildcards,
  star,
  type Wildcard,
} from '../engine/wildcards.ts';

interface IgnoreRule {
  /** A name without wildcards, which is compared as it is. */
  readonly name?: string;
  readonly pattern: readonly Wildcard[];
  /** Whether the pattern is about the whole path below the list, rather than about a name anywhere. */
  readonly isAnchored: boolean;
  readonly isFolderOnly: boolean;
  readonly isNegated: boolean;
}

/**
 * The patterns of one `.gitignore`.
 *
 * The list comes with a checked tree: no pattern of it may take longer than its length allows, as regular
 * expressions made of one can.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export class IgnoreRules {
  /** The last of them first: it decides. */
  readonly #rules: readonly IgnoreRule[];
  readonly #folders = new Map<string, boolean | undefined>();

  constructor(text: string) {
    const lines = text.replace(/^\ufeff/, '').split('\n');
    this.#rules = lines.flatMap((line) => parseRule(line.endsWith('\r') ? line.slice(0, -1) : line) ?? []).reverse();
  }

  /**
   * Whether a path below the folder of the list is excluded (`true`), included again (`false`), or not named.
   */
  verdict(path: string, isFolder: boolean): boolean | undefined {
    if (this.#rules.length === 0) return undefined;
    const slash = path.lastIndexOf('/');
    // What lies below an excluded folder cannot be included again.
    if (slash !== -1 && this.verdict(path.slice(0, slash), true) === true) return true;
    if (!isFolder) return this.#own(path, slash, false);
    if (!this.#folders.has(path)) this.#folders.set(path, this.#own(path, slash, true));
    return this.#folders.get(path);
  }

  #own(path: string, slash: number, isFolder: boolean): boolean | undefined {
    const base = path.slice(slash + 1);
    for (const rule of this.#rules) {
      if (rule.isFolderOnly && !isFolder) continue;
      const text = rule.isAnchored ? path : base;
      if (rule.name === undefined ? matchesWildcards(text, rule.pattern) : rule.name === text) return !rule.isNegated;
    }
    return undefined;
  }
}

function parseRule(line: string): IgnoreRule | undefined {
  if (line.startsWith('#')) return undefined;
  const trimmed = withoutTrailingSpaces(line);
  const isNegated = trimmed.startsWith('!');
  let source = isNegated ? trimmed.slice(1) : trimmed;
  const isFolderOnly = source.endsWith('/');
  if (isFolderOnly) source = source.slice(0, -1);
  const isAnchored = source.includes('/');
  if (source.startsWith('/')) source = source.slice(1);
  if (source === '') return undefined;
  const pattern = parsePattern(source);
  if (pattern === undefined) return undefined;
  const isPlain = pattern.every((part) => typeof part === 'string');
  return { pattern, isAnchored, isFolderOnly, isNegated, ...(isPlain && { name: pattern.join('') }) };
}

function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line.charAt(end - 1) === ' ' && line.charAt(end - 2) !== '\\') end--;
  return line.slice(0, end);
}

/** Returns the parts of a pattern, `undefined` where git takes it for one that fits nothing. */
function parsePattern(source: string): Wildcard[] | undefined {
  const parts: Wildcard[] = [];
  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at);
    if (char === '*') {
      let end = at;
      while (source.charAt(end) === '*') end++;
      const isSegment = end - at >= 2 && (at === 0 || source.charAt(at - 1) === '/');
      if (isSegment && source.charAt(end) === '/') {
        parts.push(folders);
        end++;
      } else parts.push(isSegment && end === source.length ? globstar : star);
      at = end;
    } else if (char === '[') {
      const set = parseSet(source, at + 1);
      if (set === undefined) return undefined;
      parts.push(set.has);
      at = set.end;
    } else if (char === '\\') {
      if (at + 1 === source.length) return undefined;
      parts.push(source.charAt(at + 1));
      at += 2;
    } else {
      parts.push(char === '?' ? any : char);
      at++;
    }
  }
  return parts;
}

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /^[A-Za-z]$/,
  digit: /^\d$/,
  alnum: /^[A-Za-z0-9]$/,
  upper: /^[A-Z]$/,
  lower: /^[a-z]$/,
  space: /^[ \t\n\v\f\r]$/,
  blank: /^[ \t]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  xdigit: /^[0-9A-Fa-f]$/,
  graph: /^[!-~]$/,
  print: /^[ -~]$/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the class
  cntrl: /^[\0-\x1f\x7f]$/,
};

/** Reads `[…]` from behind its bracket. */
function parseSet(source: string, start: number): { readonly has: CharacterSet; readonly end: number } | undefined {
  let at = start;
  const isNegated = /^[!^]/.test(source.charAt(at));
  if (isNegated) at++;
  const tests: CharacterSet[] = [];
  for (let isFirst = true; isFirst || source.charAt(at) !== ']'; isFirst = false) {
    if (at >= source.length) return undefined;
    const [, named] = /^\[:([a-z]{0,10}):\]/.exec(source.slice(at, at + 16)) ?? [];
    if (named !== undefined) {
      const pattern = classes[named];
      if (pattern === undefined) return undefined;
      tests.push((char) => pattern.test(char));
      at += named.length + 4;
      continue;
    }
    const low = literal(source, at);
    if (low === undefined) return undefined;
    at = low.end;
    const high =
      source.charAt(at) === '-' && at + 1 < source.length && source.charAt(at + 1) !== ']'
        ? literal(source, at + 1)
        : low;
    if (high === undefined) return undefined;
    at = high.end;
    tests.push((char) => low.char <= char && char <= high.char);
  }
  return { has: (char) => tests.some((test) => test(char)) !== isNegated, end: at + 1 };
}

function literal(source: string, at: number): { readonly char: string; readonly end: number } | undefined {
  const isEscaped = source.charAt(at) === '\\';
  const char = source.charAt(isEscaped ? at + 1 : at);
  return char === '' ? undefined : { char, end: at + (isEscaped ? 2 : 1) };
}
