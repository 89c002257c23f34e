import type { JsonValue } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';

/** Maps whose fields are variables of the object: of Flux, of a settings file. */
const variables = /^(?:substitute|variables|vars)$/i;
/** How templates, pipelines and settings read a variable of the object that they stand in. */
const reference =
  /\$\((?:\w{1,20}\.)?params(?:\.([\w.-]{1,100})|\[["']([\w.-]{1,100})["']\])\)|\{\{-?\s{0,4}=?(?:\w{1,20}\.)?(?:parameters|params)\.([\w.-]{1,100})\s{0,4}-?\}\}|\{\{-?\s{0,4}\.Values\.([\w.]{1,100})\s{0,4}-?\}\}|\$\{([A-Za-z_][\w.]{0,100})\}|\$\(([A-Za-z_][\w.-]{0,100})\)|%\(([A-Za-z_]\w{0,100})\)s/g;
const mostValues = 5_000;

/** The literals that a document gives to names of its own, by which a reference to one of them is none. */
export class GivenValues {
  readonly #values = new Map<string, string>();

  /**
   * @param isSettings true where each field is a variable, as in values of Helm and in files of settings
   */
  constructor(document: JsonValue, isSettings: boolean) {
    this.#collect(document, isSettings ? '' : undefined, 0);
  }

  /** Returns a text with what its references come to, where the document says that as a literal. */
  expand(text: string): string {
    if (this.#values.size === 0 || !/\$[({]|\{\{|%\(/.test(text)) return text;
    return text.replace(reference, (whole, ...groups: (string | undefined)[]) => {
      const name = groups.slice(0, 7).find((group) => group !== undefined) ?? '';
      return this.#values.get(name) ?? whole;
    });
  }

  #collect(value: JsonValue, path: string | undefined, depth: number): void {
    if (depth > 40 || this.#values.size > mostValues) return;
    if (isList(value)) for (const item of value) this.#collect(item, undefined, depth + 1);
    if (!isObject(value)) return;
    const { name } = value;
    if (typeof name === 'string') {
      const given = value.value ?? value.default;
      if (isObject(given)) for (const field in given) this.#give(`${name}.${field}`, given[field]);
      this.#give(name, given);
    }
    for (const field in value) {
      const inner = value[field] ?? null;
      const below = path === undefined ? (variables.test(field) ? '' : undefined) : `${path}${field}`;
      if (path !== undefined && typeof inner === 'string') this.#give(`${path}${field}`, inner);
      this.#collect(inner, below === undefined || below === '' ? below : `${below}.`, depth + 1);
    }
  }

  #give(name: string, value: JsonValue | undefined): void {
    if (typeof value === 'string' && value !== '' && value.length < 500 && !/[${]/.test(value))
      if (!this.#values.has(name)) this.#values.set(name, value);
  }
}
