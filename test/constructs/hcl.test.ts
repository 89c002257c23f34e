import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitHcl, type HclBlock, type HclBody, hclDefect } from '../../src/constructs/derive/hcl.ts';
import { anyCodePoint } from '../any-code-point.ts';
import { type ReadBlock, type ReadBody, readHcl } from './read-hcl.ts';

const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,12}$/);
const text = fc.string({ unit: anyCodePoint, maxLength: 20 }).filter((each) => hclDefect(each) === undefined);
const value = fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.array(text, { maxLength: 3 }));
/** A body whose blocks are nested that deeply. */
const bodyOf = (depth: number): fc.Arbitrary<HclBody> =>
  fc.record({
    attributes: fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }),
    blocks: depth === 0 ? fc.constant([]) : fc.array(blockOf(depth - 1), { maxLength: 3 }),
  });
const blockOf = (depth: number): fc.Arbitrary<HclBlock> =>
  fc
    .tuple(name, fc.array(text, { maxLength: 2 }), bodyOf(depth))
    .map(([type, labels, inner]) => ({ type, labels, ...inner }));

const asRead = ({ attributes = {}, blocks = [] }: HclBody): ReadBody => ({
  attributes: Object.entries(attributes),
  blocks: blocks.map(({ type, labels = [], ...inner }): ReadBlock => ({ type, labels, ...asRead(inner) })),
});

describe('emitted HCL', () => {
  test('reads back as what it was made of', () => {
    fc.assert(
      fc.property(bodyOf(2), (given) => {
        expect(readHcl(emitHcl(given))).toEqual(asRead(given));
      }),
    );
  });

  test('is laid out for people', () => {
    const raft = { type: 'retry_join', attributes: { leader_api_addr: 'https://a:8200' } };
    const told = {
      attributes: { ui: false, cluster_name: 'vault', left: undefined },
      blocks: [
        { type: 'storage', labels: ['raft'], attributes: { path: '/vault/data' }, blocks: [raft] },
        { type: 'service_registration', labels: ['kubernetes'] },
      ],
    };
    expect(emitHcl(told)).toMatchInlineSnapshot(`
      "ui           = false
      cluster_name = "vault"

      storage "raft" {
        path = "/vault/data"
        retry_join {
          leader_api_addr = "https://a:8200"
        }
      }

      service_registration "kubernetes" {}
      "
    `);
  });

  // What is no identifier, has no spelling, or no exact number, is a defect of the caller.
  test.each([
    ['a name with a space', { attributes: { 'a b': 1 } }],
    ['a name with a line', { attributes: { 'a\nb': 1 } }],
    ['a type that is no identifier', { blocks: [{ type: '1a' }] }],
    ['an interpolation', { attributes: { a: `$${'{b}'}` } }],
    ['half of a character', { attributes: { a: '\ud800' } }],
    ['a fraction', { attributes: { a: 0.5 } }],
  ])('is none of %s', (_, given: HclBody) => {
    expect(() => emitHcl(given)).toThrow(TypeError);
  });
});
