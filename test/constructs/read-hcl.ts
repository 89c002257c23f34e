/** A body as the reader finds it: attributes and blocks in their order, what is there twice included. */
export interface ReadBody {
  readonly attributes: readonly (readonly [string, unknown])[];
  readonly blocks: readonly ReadBlock[];
}
export interface ReadBlock extends ReadBody {
  readonly type: string;
  readonly labels: readonly string[];
}

const token = /\s*(?:([A-Za-z_][A-Za-z0-9_-]*)|("(?:[^"\\\n]|\\.)*")|(-?\d+)|([={}[\],]))/y;

/**
 * Reads HCL 1 as far as configurations of servers use it, by its own grammar and not by that of the emitter.
 * Texts are unescaped as Go does.
 * @throws Error where it is no HCL
 */
export function readHcl(text: string): ReadBody {
  let at = 0;
  const next = (): string | undefined => {
    if (text.slice(at).trim() === '') return undefined;
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw new Error(`not HCL at ${at}: ${text.slice(at, at + 20)}`);
    at = token.lastIndex;
    return found[0].trimStart();
  };
  const peek = (): string | undefined => {
    const before = at;
    const word = next();
    at = before;
    return word;
  };
  const expectWord = (wanted: string): void => {
    const found = next();
    if (found !== wanted) throw new Error(`expected ${wanted}, found ${found}`);
  };
  const value = (): unknown => {
    const word = next();
    if (word === '[') {
      const items: unknown[] = [];
      while (peek() !== ']') {
        items.push(value());
        if (peek() === ',') next();
      }
      expectWord(']');
      return items;
    }
    if (word?.startsWith('"')) return unquoted(word);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word !== undefined && /^-?\d+$/.test(word)) return Number(word);
    throw new Error(`no value: ${word}`);
  };
  const body = (end: string | undefined): ReadBody => {
    const attributes: (readonly [string, unknown])[] = [];
    const blocks: ReadBlock[] = [];
    for (let name = next(); name !== end; name = next()) {
      if (name === undefined || !/^[A-Za-z_]/.test(name)) throw new Error(`no name: ${name}`);
      if (peek() === '=') {
        expectWord('=');
        attributes.push([name, value()]);
        continue;
      }
      const labels: string[] = [];
      while (peek()?.startsWith('"')) labels.push(unquoted(next() ?? ''));
      expectWord('{');
      blocks.push({ type: name, labels, ...body('}') });
    }
    return { attributes, blocks };
  };
  return body(undefined);
}

const unescaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function unquoted(word: string): string {
  return word.slice(1, -1).replaceAll(/\\(?:u([0-9a-f]{4})|(.))/g, (whole, code?: string, plain = '') => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const found = unescaped[plain];
    if (found === undefined) throw new Error(`unknown escape ${whole}`);
    return found;
  });
}

/** The block of a type, and of a first label where one is given. */
export function blockOf({ blocks }: ReadBody, type: string, label?: string): ReadBlock {
  const found = blocks.filter((block) => block.type === type && (label === undefined || block.labels[0] === label));
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} blocks ${type} ${label ?? ''}`);
  return only;
}

/** Attributes as a record. @throws Error where one is there twice */
export function attributesOf({ attributes }: ReadBody): Record<string, unknown> {
  const names = attributes.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`attribute ${twice} is there twice`);
  return Object.fromEntries(attributes);
}
