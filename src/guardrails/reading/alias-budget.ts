/** Thrown where aliases would expand a document beyond what any reader should walk. */
export class AliasExpansionError extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('aliases expand the document beyond the limit');
    this.offset = offset;
  }
}

const maximumExpansion = 200_000;
const maximumHeight = 512;

/**
 * Counts what aliases add to a document.
 *
 * An alias shares its node in memory, but whoever walks the value meets the node again each time: nine lines
 * can stand for billions of scalars, and a chain of aliases for a nesting that no recursion survives.
 */
export class AliasBudget {
  #expanded = 0;

  /** @throws AliasExpansionError where the alias would exceed the limits */
  spend(nodes: number, height: number, depth: number, offset: number): void {
    this.#expanded += nodes;
    if (this.#expanded > maximumExpansion || depth + height > maximumHeight) throw new AliasExpansionError(offset);
  }
}
