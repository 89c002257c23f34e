/** What an attribute of HCL holds. */
export type HclValue = string | number | boolean | readonly string[];

/** A body of HCL: attributes by name, hence none twice, and then blocks in their order. */
export interface HclBody {
  readonly attributes?: Readonly<Record<string, HclValue | undefined>>;
  readonly blocks?: readonly HclBlock[];
}

/** A block, such as `seal "transit" { … }`. */
export interface HclBlock extends HclBody {
  readonly type: string;
  /** @default none */
  readonly labels?: readonly string[];
}

/**
 * Returns a body as HCL 1, the dialect of Vault's and OpenBao's configuration.
 *
 * Attributes that are `undefined` are left out. Texts are escaped; a text with `${` has no spelling in this
 * dialect, so that {@link hclDefect} must be asked before.
 * @throws TypeError where a name is no identifier, or a text has no spelling
 * @see https://github.com/hashicorp/hcl/tree/v1.0.0
 */
export const emitHcl = (body: HclBody): string => `${lines(body, '').join('\n')}\n`;

/** Returns why a text cannot be written in HCL 1; `undefined` where it can. */
export const hclDefect = (text: string): string | undefined => (text.includes('${') ? '"${"' : undefined);

const identifier = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function lines({ attributes = {}, blocks = [] }: HclBody, indent: string): string[] {
  const set = Object.entries(attributes).filter((entry): entry is [string, HclValue] => entry[1] !== undefined);
  const width = Math.max(0, ...set.map(([name]) => name.length));
  const own = set.map(([name, value]) => `${indent}${named(name).padEnd(width)} = ${spelled(value)}`);
  const inner = blocks.map(({ type, labels = [], ...body }) => {
    const head = [named(type), ...labels.map(quoted), '{'].join(' ');
    const content = lines(body, `${indent}  `);
    return content.length === 0 ? [`${indent}${head}}`] : [`${indent}${head}`, ...content, `${indent}}`];
  });
  // An empty line before each block of the outermost body keeps them apart.
  return [...own, ...inner.flatMap((block, at) => (indent === '' && at + own.length > 0 ? ['', ...block] : block))];
}

function named(name: string): string {
  if (!identifier.test(name)) throw new TypeError('A name in HCL is not an identifier');
  return name;
}

function spelled(value: HclValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'object') return `[${value.map(quoted).join(', ')}]`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new TypeError('A number in HCL is not whole');
  return String(value);
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string): string {
  if (hclDefect(text) !== undefined || !text.isWellFormed())
    throw new TypeError('A text has no spelling in HCL: ask hclDefect before');
  const inner = text.replaceAll(
    // Also the separators that end a line elsewhere.
    /["\\\p{Cc}\u2028\u2029]/gu,
    (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${inner}"`;
}
