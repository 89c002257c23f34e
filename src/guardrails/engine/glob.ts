import { any, folders, globstar, matchesWildcards, star, type Wildcard } from './wildcards.ts';

const parsed = new Map<string, readonly Wildcard[]>();

/** Matches a path or name against a glob: `*` within a segment, `**` across segments, `?` one character. */
export function matchesGlob(text: string, glob: string): boolean {
  let pattern = parsed.get(glob);
  if (pattern === undefined) {
    pattern = (glob.match(/\*\*\/|\*\*|[\s\S]/g) ?? []).map((token) => wildcards[token] ?? token);
    parsed.set(glob, pattern);
  }
  return matchesWildcards(text, pattern);
}

const wildcards: Readonly<Record<string, Wildcard>> = { '**/': folders, '**': globstar, '*': star, '?': any };
