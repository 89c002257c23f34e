/** A small generator of pseudo-random numbers, so that a run repeats from its seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns an integer from 0 to below the bound. */
  below(bound: number): number {
    // Mulberry32.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  }
}

const tokens = [
  '{{',
  '}}',
  '{{- if .a }}',
  '{{ end }}',
  '{{/*',
  '*/}}',
  '`',
  '"',
  "'",
  '\\',
  ': ',
  ':',
  '- ',
  '-',
  '? ',
  '&a ',
  '*a',
  '<<: *a',
  '!!str ',
  '!x ',
  '|',
  '>-',
  '|2',
  '[',
  ']',
  '{',
  '}',
  ',',
  '#',
  ' #',
  '---\n',
  '...\n',
  '%TAG ! x\n',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '  ',
  '\0',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ufffd',
  '\u{1f600}',
  '\ud800',
  '=',
  'apiVersion: v1\n',
  'kind: Secret\n',
  'kind: constructor\n',
  'kind: Deployment\n',
  'kind: ExternalSecret\n',
  'kind: Kustomization\n',
  'kind: List\n',
  'items:\n',
  'data:\n',
  'stringData:\n',
  'metadata: {name: a}\n',
  '__proto__: ',
  'constructor: ',
  'null',
  '~',
  '0x',
  '1e999',
  '-.inf',
  '2026-01-01',
];

type Mutation = (text: string, random: Random, others: readonly string[]) => string;

const mutations: readonly Mutation[] = [
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random) => insert(text, random, random.of(tokens)),
  (text, random) => insert(text, random, random.of(tokens).repeat(1 + random.below(40))),
  (text, random) => insert(text, random, String.fromCharCode(random.below(0x250))),
  (text, random) => remove(text, random, 1 + random.below(30)),
  (text, random) => insert(text, random, slice(text, random)),
  (text, random, others) => insert(text, random, slice(random.of(others), random)),
  (text, random) =>
    text
      .split('\n')
      .sort(() => random.below(3) - 1)
      .join('\n'),
  (text, random) => text.replaceAll(random.of(['\n', '  ', ':', '"', '- ']), random.of(tokens)),
  (text, random) =>
    Buffer.from(Buffer.from(text).map((byte) => (random.below(60) === 0 ? random.below(256) : byte))).toString('utf8'),
  (text, random) => random.of(['[', '{a: ', '- ', '? ', '  ', '\n ', '{{ `', '"\\']).repeat(random.below(3000)) + text,
  (_, random) => Buffer.from(Array.from({ length: random.below(400) }, () => random.below(256))).toString('latin1'),
  (_, random) => Array.from({ length: random.below(60) }, () => random.of(tokens)).join(''),
];

/** Changes a text in one to four ways that truncation, merges, templates and bad luck bring about. */
export function mutate(texts: readonly string[], random: Random): string {
  let text = random.of(texts);
  for (let count = 1 + random.below(4); count > 0; count--)
    text = random.of(mutations)(text, random, texts).slice(0, 60_000);
  return text;
}

function insert(text: string, random: Random, part: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + part + text.slice(at);
}

function remove(text: string, random: Random, length: number): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + length);
}

function slice(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(at, at + random.below(400));
}
