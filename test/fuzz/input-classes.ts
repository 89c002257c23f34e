import { mutate, type Random } from './mutate.ts';

/** Makes one input of a class from the texts to start from. */
type InputClass = (random: Random, texts: readonly string[]) => Buffer;

/** Every kind of input that the reader must bear, by name. */
export const inputClasses: Readonly<Record<string, InputClass>> = {
  'mutated and truncated texts': (random, texts) => Buffer.from(mutate(texts, random)),
  'random bytes': (random) => randomBytes(random, random.below(2_000)),
  'invalid UTF-8': (random, texts) => {
    const bytes = Buffer.from(random.of(texts));
    const parts = Array.from({ length: 1 + random.below(6) }, () => {
      const at = random.below(bytes.length + 1);
      return [bytes.subarray(at, at + random.below(600)), random.of(broken)] as const;
    });
    return Buffer.concat([random.of(marks), ...parts.flat()]);
  },
  'alias bombs': (random) => {
    const [levels, width] = [2 + random.below(14), 2 + random.below(12)];
    const lines = Array.from({ length: levels }, (_, level) => {
      const aliases = Array.from({ length: width }, () => (level === 0 ? 'changeme' : `*a${level - 1}`));
      return random.below(4) === 0
        ? `a${level}: &a${level} {${aliases.map((alias, index) => `k${index}: ${alias}`).join(', ')}}`
        : `a${level}: &a${level} [${aliases.join(', ')}]`;
    });
    return Buffer.from(`${lines.join('\n')}\npassword: *a${levels - 1}\nmerged: {<<: *a${random.below(levels)}}\n`);
  },
  'deep nesting': (random) => {
    const depth = random.below(20_000);
    const [open, close] = random.of(brackets);
    return Buffer.from(
      `${open.repeat(depth)}x${close.repeat(random.below(2) === 0 ? depth : random.below(depth + 1))}`,
    );
  },
  'deep indentation': (random) => {
    const depth = random.below(400);
    return Buffer.from(
      Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}${random.of(['k:', '-', '- k:', '? -'])}`).join(
        '\n',
      ),
    );
  },
  'cyclic anchors': (random) => {
    const names = Array.from({ length: 1 + random.below(6) }, (_, index) => `a${index}`);
    const node = (depth: number): string => {
      const alias = `*${random.of(names)}`;
      if (depth > 4) return alias;
      const inner = () => node(depth + 1 + random.below(2));
      return `&${random.of(names)} ${random.of([`[${inner()}, ${alias}]`, `{k: ${inner()}, secretName: ${alias}}`, `{<<: ${alias}, k: ${inner()}}`, `{${alias} : ${inner()}}`])}`;
    };
    return Buffer.from(`apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: ${node(0)}\n`);
  },
};

const broken: readonly Buffer[] = [
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xf8, 0x88, 0x80, 0x80],
  [0x80, 0x80],
  [0xf0, 0x9f],
  [0],
].map((bytes) => Buffer.from(bytes));
const marks: readonly Buffer[] = [[], [], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]].map((bytes) =>
  Buffer.from(bytes),
);
const brackets: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{a: ', '}'],
  ['{"a":[', ']}'],
  ['- ', ''],
  ['? ', ''],
  ['{{ if .a }}', '{{ end }}'],
  ['(', ')'],
  ['"\\"', '"'],
];

const randomBytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.below(256)));
