/** A set of characters of `[…]`. */
export type CharacterSet = (char: string) => boolean;

/**
 * A part of a pattern: one character; one of a set; `any` but `/`; `star`, any run without `/`; `globstar`,
 * any run; `folders`, nothing or any run that ends in `/`.
 */
export type Wildcard = string | CharacterSet | typeof any | typeof star | typeof globstar | typeof folders;

export const any = Symbol('any');
export const star = Symbol('star');
export const globstar = Symbol('globstar');
export const folders = Symbol('folders');

interface Choice {
  readonly kind: typeof star | typeof globstar | typeof folders;
  /** The part of the pattern after it. */
  readonly next: number;
  /** Where its run ends. */
  end: number;
}

/**
 * Whether a text is what a pattern describes.
 *
 * Patterns come with checked trees. A regular expression made of one tries every split between its stars;
 * this goes back to the last choice only, which is enough, so that the time grows with the product of both
 * lengths at most.
 */
export function matchesWildcards(text: string, pattern: readonly Wildcard[]): boolean {
  let at = 0;
  let part = 0;
  let narrow: Choice | undefined;
  let wide: Choice | undefined;
  for (;;) {
    const wanted = pattern[part];
    if (wanted === star) narrow = { kind: star, next: ++part, end: at };
    else if (wanted === globstar || wanted === folders) {
      wide = { kind: wanted, next: ++part, end: at };
      narrow = undefined;
    } else if (wanted === undefined ? at === text.length : at < text.length && fits(text.charAt(at), wanted)) {
      if (wanted === undefined) return true;
      at++;
      part++;
    } else {
      if (narrow && !extend(narrow, text)) narrow = undefined;
      if (narrow === undefined && !(wide && extend(wide, text))) return false;
      const choice = narrow ?? wide;
      if (!choice) return false;
      at = choice.end;
      part = choice.next;
    }
  }
}

function fits(char: string, wanted: string | CharacterSet | typeof any): boolean {
  if (typeof wanted === 'string') return char === wanted;
  return char !== '/' && (wanted === any || (wanted as CharacterSet)(char));
}

/** Makes the run of a choice longer by the least that is allowed; false where nothing is left. */
function extend(choice: Choice, text: string): boolean {
  if (choice.kind === folders) {
    const slash = text.indexOf('/', choice.end);
    choice.end = slash + 1;
    return slash !== -1;
  }
  if (choice.end >= text.length || (choice.kind === star && text.charAt(choice.end) === '/')) return false;
  choice.end++;
  return true;
}
