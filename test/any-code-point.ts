import fc from 'fast-check';

/**
 * Any code point but halves of surrogate pairs, as a unit of `fc.string`. Its own unit `binary` is the same,
 * and first takes a second to write down all million of them.
 */
export const anyCodePoint: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800));
