import fc from 'fast-check';
import { dump, YAMLException } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { FieldPath, JsonValue } from '../../../src/guardrails/manifest/manifest.ts';
import { composeYaml } from '../../../src/guardrails/reading/compose-yaml.ts';
import { maskTemplates } from '../../../src/guardrails/reading/mask-templates.ts';
import { readDocuments } from '../../../src/guardrails/reading/read-documents.ts';
import { recoverLines } from '../../../src/guardrails/reading/recover-lines.ts';
import { treeOffset, treeValue } from '../../../src/guardrails/reading/syntax-tree.ts';
import { yamlTrees } from '../../../src/guardrails/reading/yaml-tree.ts';

const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '<<'),
);
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', ':', '#', '-', '"', "'", '{', '\\', 'é') }),
);
const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5 }) as fc.Arbitrary<{ [key: string]: JsonValue }>;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const scalars = (value: JsonValue, path: FieldPath = []): [FieldPath, JsonValue][] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([step, child]) =>
        scalars(child as JsonValue, [...path, Array.isArray(value) ? Number(step) : step]),
      )
    : [[path, value]];

describe('the YAML readers', () => {
  test('give back what an emitter wrote, in both forms', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(20, 80, -1), fc.boolean(), (value, lineWidth, isFlow) => {
        const text = dump(value, { lineWidth, noRefs: true, ...(isFlow && { flowLevel: 1 }) });
        const composed = composeYaml(text);
        expect(plain(composed.values)).toEqual([plain(value)]);
        expect(plain(yamlTrees(text).map((root) => treeValue(root, 0)))).toEqual(plain(composed.values));
      }),
      { numRuns: 500 },
    );
  });

  test('find every field where its text stands', () => {
    fc.assert(
      fc.property(object, fc.boolean(), (shape, isFlow) => {
        let count = 0;
        const tokens = new Map<string, string>();
        const value = JSON.parse(JSON.stringify(shape), (_, field) =>
          field !== null && typeof field === 'object'
            ? field
            : tokens.set(`t${count}`, '').has(`t${count}`) && `token${count++}x`,
        );
        const text = dump(value, { noRefs: true, ...(isFlow && { flowLevel: 2 }) });
        const [root] = yamlTrees(text);
        for (const [path, token] of scalars(value)) {
          expect(root && text.slice(treeOffset(root, path, 0)).startsWith(String(token))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('show every variant of a repeated key', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,6}[0-9]$/), { minLength: 1, maxLength: 8 }), (variants) => {
        const text = variants.map((variant) => `key: ${variant}`).join('\n');
        const seen = readDocuments(text).documents.map(({ value }) => (value as { key: string }).key);
        expect(new Set(seen)).toEqual(new Set(variants));
        expect(seen[0]).toBe(variants.at(-1));
      }),
    );
  });

  test('recover from the lines of ordinary block YAML what a parser reads', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/).filter((text) => !['null', 'true', 'false'].includes(text));
    const { block } = fc.letrec<{ block: JsonValue }>((tie) => ({
      block: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        word,
        fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(word, tie('block'), { minKeys: 1, maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, block, { minKeys: 1, maxKeys: 4 }), (value) => {
        expect(plain(treeValue(recoverLines(dump(value, { lineWidth: -1, noRefs: true })), 0))).toEqual(plain(value));
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['composeYaml', composeYaml],
  ['yamlTrees', yamlTrees],
])('%s refuses a text without a stack trace, and leaves those of others alone', (_, read) => {
  const limit = Error.stackTraceLimit;
  let refused: unknown;
  try {
    read('a: [');
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(YAMLException);
  expect((refused as YAMLException).stack).not.toMatch(/^\s+at /m);
  expect(Error.stackTraceLimit).toBe(limit);
});

describe('maskTemplates', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '{{',
      '}}',
      '{{- if .a }}',
      '{{ end }}',
      '{{/* c */}}',
      '{{ .x | nindent 2 }}',
      '{{ `a}}b` }}',
      '{{ "q}}" }}',
      '\n',
      '  ',
      'key: ',
      '"',
      '`',
    ),
    fc.string({ maxLength: 6 }),
  );

  test('moves nothing, keeps what stands outside actions and leaves no action behind', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const masked = maskTemplates(text);
        expect(masked.length).toBe(text.length);
        const open = masked.indexOf('{{');
        if (open !== -1) expect(masked.indexOf('}}', open + 2)).toBe(-1);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['a scalar becomes a word', 'a: {{ .b }}\n', 'a: xxxxxxxx\n'],
    ['a line of its own becomes empty lines', 'a:\n  {{- if .b }}\n  c: d\n', `a:\n  ${'\n'.repeat(12)}\n  c: d\n`],
    ['a block renderer after a key becomes blank', 'a: {{ toYaml .b | nindent 2 }}\n', `a: ${' '.repeat(27)}\n`],
    ['an escaped quote belongs to the string around', 'a: "{{ f \\"}\\" }} b"\n', 'a: "xxxxxxxxxxxxx b"\n'],
    ['an open action stays', 'a: {{ .b\n', 'a: {{ .b\n'],
    ['a comment that nothing ends ends with the next action', 'a: {{/* b {{ end }} c\n', `a: ${' '.repeat(16)} c\n`],
  ])('%s', (_, text, masked) => {
    expect(maskTemplates(text)).toBe(masked);
  });
});
