/** A value of an attribute. */
export type HclValue = string | number | boolean | readonly HclValue[] | HclBody;

/** The inside of a file or of a block. */
export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

/** A block, such as `listener "tcp" { … }`. */
export interface HclBlock extends HclBody {
  readonly type: string;
  readonly labels: readonly string[];
}

const blank = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const word = /[A-Za-z_][\w-]*/y;
const text = /"((?:[^"\\\n]|\\.)*)"/y;
const number = /-?\d+(?:\.\d+)?/y;

/**
 * Reads a configuration or a policy of Vault or OpenBao: attributes with texts, numbers, truth values, lists
 * and objects, and blocks.
 * @returns `undefined` where it is something else
 * @see https://developer.hashicorp.com/vault/docs/configuration
 */
export function parseHcl(source: string): HclBody | undefined {
  const reader = new Reader(source);
  const body = reader.body();
  return body && reader.isAtEnd ? body : undefined;
}

const deepest = 50;

class Reader {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    this.#take(blank);
    return this.#at === this.#source.length;
  }

  body(): HclBody | undefined {
    return this.#deeper(() => this.#body());
  }

  #body(): HclBody | undefined {
    const attributes = new Map<string, HclValue>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#take(blank);
      const name = this.#take(word) ?? this.#text();
      if (name === undefined) return { attributes, blocks };
      if (this.#sign('=')) {
        const value = this.#value();
        if (value === undefined) return undefined;
        attributes.set(name, value);
        this.#sign(',');
        continue;
      }
      const labels: string[] = [];
      while (!this.#sign('{')) {
        const label = this.#text();
        if (label === undefined) return undefined;
        labels.push(label);
      }
      const inside = this.body();
      if (!inside || !this.#sign('}')) return undefined;
      blocks.push({ type: name, labels, ...inside });
    }
  }

  #value(): HclValue | undefined {
    this.#take(blank);
    const string = this.#text();
    if (string !== undefined) return string;
    const digits = this.#take(number);
    if (digits !== undefined) return Number(digits);
    const name = this.#take(word);
    if (name !== undefined) return name === 'true' ? true : name === 'false' ? false : undefined;
    if (this.#sign('{')) {
      const inside = this.body();
      return inside && this.#sign('}') ? inside : undefined;
    }
    if (!this.#sign('[')) return undefined;
    return this.#deeper(() => this.#list());
  }

  #list(): HclValue | undefined {
    const list: HclValue[] = [];
    while (!this.#sign(']')) {
      const item = this.#value();
      if (item === undefined) return undefined;
      list.push(item);
      if (!this.#sign(',')) return this.#sign(']') ? list : undefined;
    }
    return list;
  }

  /** Nothing that a person writes is nested so deep. */
  #deeper<T>(read: () => T | undefined): T | undefined {
    if (this.#depth === deepest) return undefined;
    this.#depth++;
    const found = read();
    this.#depth--;
    return found;
  }

  #text(): string | undefined {
    this.#take(blank);
    const spelled = this.#take(text);
    if (spelled === undefined) return undefined;
    try {
      return JSON.parse(spelled) as string;
    } catch {
      return undefined;
    }
  }

  #sign(sign: string): boolean {
    this.#take(blank);
    if (this.#source[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
