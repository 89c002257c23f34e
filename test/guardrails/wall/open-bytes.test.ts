import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openBytes } from '../../../src/guardrails/wall/open-bytes.ts';

const texts = ['abcdef', 'user=reader\n', 'name: orders\n'.repeat(40), 'A sentence of words, with more behind it. '];
const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY } = constants;
const packings: readonly (readonly [string, (text: string) => Buffer])[] = [
  ...[0, 1, 6, 9].map(
    (level) => [`deflate, level ${level}`, (text: string) => deflateRawSync(text, { level })] as const,
  ),
  ...[Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY].map(
    (strategy) => [`deflate, strategy ${strategy}`, (text: string) => deflateRawSync(text, { strategy })] as const,
  ),
  ['brotli', (text) => brotliCompressSync(text)],
];

test.each(packings)('opens what has no signature: %s', (_, pack) => {
  for (const text of texts) {
    const opened = openBytes(pack(text));
    expect(opened?.kind === 'text' && opened.text.includes(text)).toBe(true);
  }
});
