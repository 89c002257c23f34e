import fc from 'fast-check';
import { CORE_SCHEMA, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { JsonObject, JsonValue } from '../../src/guardrails/manifest/manifest.ts';
import { emitYaml } from '../../src/rendering/yaml-emitter.ts';
import { anyCodePoint } from '../any-code-point.ts';
import { propertyRuns } from '../property-runs.ts';

const withYaml = (version: '1.1' | '1.2') => (text: string) =>
  parseAllDocuments(text, { version }).map((document) => {
    if (!('toJS' in document)) throw new Error('empty stream');
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS() as unknown;
  });

const readers: Record<string, (text: string) => unknown[]> = {
  'js-yaml, YAML 1.2': (text) => loadAll(text, { schema: CORE_SCHEMA }),
  'js-yaml, YAML 1.1': (text) => loadAll(text, { schema: YAML11_SCHEMA }),
  'yaml, YAML 1.2': withYaml('1.2'),
  'yaml, YAML 1.1': withYaml('1.1'),
};

/** Texts that at least one YAML reader in use reads as something else when they stand plain. */
const quoted = [
  ...['y', 'Y', 'n', 'N', 'yes', 'No', 'on', 'OFF', 'true', 'False', 'null', 'Null', '~', '', '=', '<<'],
  ...['0775', '0o17', '0x1F', '0b1', '1_000', '_1', '1e3', '1E3', '1.e+3', 'e3', '.e3', '089', '1.', '.5', '-1', '+1'],
  ...[
    '-0',
    '.inf',
    '-.INF',
    '.NaN',
    'nan',
    'Infinity',
    '1:30',
    '1:30:00',
    '2026-11-24',
    '2026-11-24T00:00:00Z',
    '1,000',
  ],
  ...[
    '-',
    '- a',
    '---',
    '--- a',
    '...',
    '?',
    '? a',
    ':',
    'a: b',
    'a #b',
    '#',
    '&a',
    '*a',
    '!t',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
  ],
  ...['{{ .password }}', '[a]', ' a', 'a ', '10.0.0.1', '1.2.3', '123abc', '12e03'],
];
const plain = [
  '1h',
  '30s',
  '10Mi',
  '2Gi',
  '--flag=value',
  '.dockerconfigjson',
  'external-secrets.io/v1',
  'a b',
  '/bin/sh',
  'https://x:8200',
  'é😀',
];
const blocks = ['a\nb', 'a\nb\n', '#!/bin/sh\n\techo\n\t\n', 'a\n  b\n\nc\n', 'a:  \n# b\n', '---\na\n...\n'];
const escaped = [
  'a\tb',
  '\n',
  'a\n\n',
  '\na',
  ' a\nb',
  '\techo\n# b\n',
  'a\r\nb',
  'a\rb',
  '\u0085',
  'a\u2028\nb',
  '\u00a0',
  '\ufeff',
  '\0',
  '\ud800',
];

const texts = fc.oneof(
  fc.constantFrom(...quoted, ...plain, ...blocks, ...escaped, '__proto__', 'constructor'),
  fc.string(),
  fc.string({ unit: anyCodePoint }),
  fc.string({ unit: fc.constantFrom(...'a \n\t-#:.01e_y=\'"|\r\u0085\u2028') }),
);
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  fc.integer(),
  fc.maxSafeInteger(),
);
const { value: values } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    texts,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 4 }),
  ),
}));
const documents: fc.Arbitrary<JsonObject[]> = fc.array(fc.dictionary(texts, values, { maxKeys: 4 }), {
  minLength: 1,
  maxLength: 3,
});

describe('every reader reads back what was written', () => {
  test.each(Object.entries(readers))('%s', (_name, read) => {
    fc.assert(
      fc.property(documents, (written) => {
        expect(read(emitYaml(written))).toEqual(written);
      }),
      { numRuns: propertyRuns(1500) },
    );
  });
});

describe('a text stands', () => {
  test.each(quoted)('quoted: %j', (text) => {
    expect(emitYaml([{ key: text }])).toBe(`key: '${text}'\n`);
    expect(emitYaml([{ [text]: 'value' }])).toBe(`'${text}': value\n`);
  });

  test.each(plain)('plain: %j', (text) => {
    expect(emitYaml([{ key: text }])).toBe(`key: ${text}\n`);
  });

  test.each(blocks)('as a literal block: %j', (text) => {
    const lines = text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
    const chomping = text.endsWith('\n') ? '' : '-';
    expect(emitYaml([{ key: text }])).toBe(`key: |${chomping}\n${lines.join('\n')}${chomping && '\n'}`);
  });

  test.each(escaped)('in double quotes on one line: %j', (text) => {
    expect(emitYaml([{ key: text }])).toMatch(/^key: "[\x20-\x7e]*"\n$/);
  });
});

describe('the text', () => {
  test('parts documents by lines of three dashes and never ends one by dots', () => {
    expect(emitYaml([{ a: 'x\n' }, { b: 'y\n\n' }, { c: [] }])).toBe('a: |\n  x\n---\nb: "y\\n\\n"\n---\nc: []\n');
    expect(emitYaml([])).toBe('');
  });

  test('writes a value out wherever it stands, without aliases', () => {
    const shared = { list: ['x'] };
    expect(emitYaml([{ a: shared, b: shared }])).toBe('a:\n  list:\n    - x\nb:\n  list:\n    - x\n');
  });

  test('never folds a long line', () => {
    const long = 'word '.repeat(100).trim();
    expect(emitYaml([{ a: long, b: `${long}\n${long}` }])).toBe(`a: ${long}\nb: |-\n  ${long}\n  ${long}\n`);
  });

  const longTexts = {
    'as a literal block': 'line of a program\n'.repeat(200),
    'without a line break at its end': `${'a: 1\n'.repeat(500)}b`,
    'with blank lines and a mark of a document': `${'x\n\n--- y\n...\n'.repeat(300)}`,
    'that starts blank': ` ${'x\n'.repeat(1500)}`,
    'that ends with empty lines': `${'x\n'.repeat(1500)}\n\n`,
    'on one line': 'word '.repeat(600).trim(),
    'that looks like a number': '1'.repeat(2500),
    'with tabs': '\tx\n'.repeat(800),
    'with letters beyond ASCII': '\u00e9\u{1f600}\u2028\n'.repeat(600),
  };
  test.each(Object.entries(longTexts))('of a ConfigMap that is long stands as anywhere else: %s', (_, text) => {
    const written = emitYaml([{ data: { a: text, b: 'x', c: text } }, { data: { d: `${text}z` } }]);
    const [inList = ''] = [emitYaml([{ data: [{ a: text, b: 'x', c: text }] }])];
    // One step of indentation and the dash of the list are the difference.
    expect(written.slice(0, written.indexOf('---\ndata'))).toBe(inList.replace(/^ {2}(?:- | {2})/gm, '  '));
    for (const read of Object.values(readers))
      expect(read(written)).toEqual([{ data: { a: text, b: 'x', c: text } }, { data: { d: `${text}z` } }]);
  });

  test('of somebody who writes the sign of a long text is no mark', () => {
    const values = [{ data: { long: 'x\n'.repeat(2000), mark: '\ue00f0\ue00f', '\ue00f': '\ue00f' } }];
    for (const read of Object.values(readers)) expect(read(emitYaml(values))).toEqual(values);
  });
});
