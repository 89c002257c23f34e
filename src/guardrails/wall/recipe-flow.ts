import type { FixturePart, FixtureRecipe } from '../../model/documents/fixture-map.ts';
import { templateReads } from '../credential/template-variables.ts';
import { hole } from '../credential/variables.ts';

/** What a recipe makes, as far as Git shows it. */
export interface Made {
  /** The value, with a hole for what only the running system knows. */
  readonly text: string;
  /**
   * True where a password that Git shows goes through a hash or into a login, after which no text shows it.
   */
  readonly hidesLiteral: boolean;
}

const unknown: Made = { text: hole, hidesLiteral: false };

/**
 * Follows literals through the recipes of one environment: what is composed, hashed or encoded of literals
 * alone is a literal.
 */
export class RecipeFlow {
  readonly #recipes: ReadonlyMap<string, FixtureRecipe | undefined>;
  readonly #made = new Map<string, Made>();

  /** @param recipes the recipes of an environment by the id of their key */
  constructor(recipes: ReadonlyMap<string, FixtureRecipe | undefined>) {
    this.#recipes = recipes;
  }

  /**
   * Returns what the recipe of a key makes; a hole where it has none, and for a key that is made of itself.
   */
  madeFor(id: string): Made {
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    this.#made.set(id, unknown);
    const made = this.#make(this.#recipes.get(id));
    this.#made.set(id, made);
    return made;
  }

  /** Returns the value of a key where Git shows all of it. */
  literalOf(id: string): string | undefined {
    const { text } = this.madeFor(id);
    return isShown(text) ? text : undefined;
  }

  #make(recipe: FixtureRecipe | undefined): Made {
    if (recipe?.type === 'literal') return { text: recipe.value, hidesLiteral: false };
    if (recipe?.type !== 'compose') return unknown;
    const parts = recipe.parts.map((part) => this.#part(part));
    return {
      text: parts.map(({ text }) => text).join(''),
      hidesLiteral: parts.some(({ hidesLiteral }) => hidesLiteral),
    };
  }

  #part(part: FixturePart): Made {
    if ('text' in part) return { text: part.text, hidesLiteral: false };
    if ('key' in part) {
      const { text, hidesLiteral } = this.madeFor(part.key);
      if (part.encode === 'bcrypt')
        return { text: isShown(text) ? 'hash' : hole, hidesLiteral: hidesLiteral || isShown(text) };
      return { text: encoded(text, part.encode), hidesLiteral };
    }
    const [user, password] = part.basicAuth.map((id) => this.madeFor(id));
    const isLiteral = isShown(password?.text ?? '');
    return {
      text: isLiteral ? Buffer.from(`${user?.text}:${password?.text}`).toString('base64') : hole,
      hidesLiteral: isLiteral || [user, password].some((made) => made?.hidesLiteral),
    };
  }
}

const isShown = (text: string): boolean => text !== '' && !text.includes(hole);

/** Encodes what is not a hole. */
function encoded(text: string, encode: 'none' | 'url' | 'base64' | 'json'): string {
  const each = (write: (piece: string) => string): string => text.replace(/[^\uE000]+/g, (piece) => write(piece));
  if (encode === 'url') return each(encodeURIComponent);
  if (encode === 'json') return `"${each((piece) => JSON.stringify(piece).slice(1, -1))}"`;
  if (encode === 'base64') return text.includes(hole) ? hole : Buffer.from(text).toString('base64');
  return text;
}

/** Writes the values that Git shows into a template, through any functions. */
export const withLiterals = (template: string, literals: ReadonlyMap<string, string>): string =>
  template.replace(/\{\{-?([\s\S]{0,2000}?)-?\}\}/g, (action: string) => {
    const { names, isOpen } = templateReads(action);
    if (isOpen || names.size === 0) return action;
    const texts = [...names].map((name) => literals.get(name));
    return texts.every((text) => text !== undefined) ? texts.join(':') : action;
  });
