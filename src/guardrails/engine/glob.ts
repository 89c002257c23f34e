const compiled = new Map<string, RegExp>();

/** Matches a path or name against a glob: `*` within a segment, `**` across segments, `?` one character. */
export function matchesGlob(text: string, glob: string): boolean {
  let pattern = compiled.get(glob);
  if (pattern === undefined) {
    const source = glob.replace(/[.+^${}()|[\]\\]|\*\*\/|\*\*|\*|\?/g, (token) => {
      if (token === '**/') return '(?:.*/)?';
      if (token === '**') return '.*';
      if (token === '*') return '[^/]*';
      return token === '?' ? '[^/]' : `\\${token}`;
    });
    pattern = new RegExp(`^${source}$`);
    compiled.set(glob, pattern);
  }
  return pattern.test(text);
}
