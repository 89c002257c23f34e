/** What several names have in common: `-dbcreds`, `-oidc-secret`. */
interface Family {
  readonly missing: Set<string>;
  isUnderstood: boolean;
}

/** How many names must share an end before it says something. */
const fewest = 3;

/**
 * Names of Secrets by their ends. Where none of several Secrets of one family is made in the tree, the one
 * that makes them all is what is not understood; where some of them are, the others are missing.
 */
export class NameFamilies {
  readonly #families = new Map<string, Family>();

  add(name: string, isMade: boolean): void {
    for (const tail of tailsOf(name)) {
      let family = this.#families.get(tail);
      if (family === undefined) {
        family = { missing: new Set(), isUnderstood: false };
        this.#families.set(tail, family);
      }
      if (isMade) family.isUnderstood = true;
      else family.missing.add(name);
    }
  }

  /** Returns the largest family of a name of which nothing is made, and how many names it has. */
  withoutMaker(name: string): { readonly tail: string; readonly count: number } | undefined {
    for (const tail of tailsOf(name).reverse()) {
      const family = this.#families.get(tail);
      if (family !== undefined && !family.isUnderstood && family.missing.size >= fewest)
        return { tail, count: family.missing.size };
    }
    return undefined;
  }

  /** Returns whether some Secret of the tree is made under a name with this end. */
  isUnderstood(tail: string): boolean {
    return this.#families.get(tail)?.isUnderstood === true;
  }
}

/** Returns the ends of a name that begin at a hyphen, the longest first. */
export function tailsOf(name: string): string[] {
  const tails: string[] = [];
  for (let at = name.indexOf('-'); at > 0; at = name.indexOf('-', at + 1))
    if (at < name.length - 3) tails.push(name.slice(at));
  return tails;
}
