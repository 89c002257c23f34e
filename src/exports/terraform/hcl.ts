/** An expression that is written as it stands: a reference, a call. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What an attribute may hold. */
export type HclValue =
  | string
  | number
  | boolean
  | Expression
  | readonly HclValue[]
  | { readonly [name: string]: HclValue };

/** A block of Terraform's language. */
export interface HclBlock {
  readonly type: string;
  readonly labels?: readonly string[];
  readonly attributes?: Readonly<Record<string, HclValue>>;
  readonly blocks?: readonly HclBlock[];
}

/** Escapes of JSON that the language does not have. */
const escapes: Readonly<Record<string, string>> = { b: '\\u0008', f: '\\u000c' };

/** Formats a text; what would be an interpolation is none. */
export const quoted = (text: string): string =>
  JSON.stringify(text)
    .replace(/\\(.)/g, (whole, character: string) => escapes[character] ?? whole)
    .replace(/[$%](?=\{)/g, (sign) => sign + sign);

/** Whether a name may stand in a map without quotes. */
const isName = (name: string): boolean => /^[A-Za-z_][\w-]*$/.test(name);

function spelled(value: HclValue): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(spelled).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const fields = Object.entries(value).map(
    ([name, each]) => `${isName(name) ? name : quoted(name)} = ${spelled(each)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** Formats a block as `terraform fmt` does: two blanks, equals signs of neighbours below each other. */
export function hclText({ type, labels = [], attributes = {}, blocks = [] }: HclBlock, indent = ''): string {
  const inner = `${indent}  `;
  const entries = Object.entries(attributes);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  const lines = entries.map(([name, value]) => `${inner}${name.padEnd(width)} = ${spelled(value)}\n`);
  const nested = blocks.map((block) => hclText(block, inner)).join('\n');
  const between = lines.length > 0 && nested !== '' ? '\n' : '';
  const head = [type, ...labels.map((label) => JSON.stringify(label))].join(' ');
  return `${indent}${head} {\n${lines.join('')}${between}${nested}${indent}}\n`;
}
