import type { Standing } from './standing.ts';

/**
 * Texts in which nothing was found, by all that the judgement of a text without a name depends on: most of
 * an environment's are those of another.
 */
export class CleanTexts {
  readonly #known = new Map<string, Set<string>>();

  at(key: string, { place, isNaming, layer, isShown }: Standing): Set<string> {
    const at = `${place} ${isNaming} ${layer} ${isShown} ${key}`;
    const known = this.#known.get(at);
    if (known) return known;
    const clean = new Set<string>();
    this.#known.set(at, clean);
    return clean;
  }
}
