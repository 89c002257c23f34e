import { describe, expect, test } from 'vitest';
import { narrowComments, wideComments, widest } from '../../scripts/comment-width/narrow-comments.ts';

const word = (length: number): string => 'w'.repeat(length);
/** A text of words with a number each, so that a lost one shows. */
const prose = (words: number): string => Array.from({ length: words }, (_, index) => `word${index}`).join(' ');
const narrowed = (text: string): string => narrowComments('a.ts', text);
/** All that a reader reads, however it is broken into lines. */
const wordsOf = (text: string): string =>
  text
    .replace(/^\s*(?:\/\*\*|\*\/|\*|\/\/)|\*\/$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const wide = {
  'a line': `// ${prose(30)}\nconst a = 1;\n`,
  'a line with more below it': `  // ${prose(30)}\n  // and more of it\n  // ${prose(4)}\n`,
  'a docstring of one line': `/** ${prose(30)} */\nexport const a = 1;\n`,
  'a docstring of several': `/**\n * ${prose(30)}\n * and more of it\n *\n * ${prose(3)}\n */\n`,
  'an item of a list': `/**\n * - ${prose(30)}\n * - ${prose(3)}\n */\n`,
  'a tag': `/**\n * @param name ${prose(30)}\n * @returns it\n */\n`,
  'a code span at the edge': `// ${prose(14)} \`${prose(3)}\` ${prose(8)}\n`,
};

describe('a comment', () => {
  test.each(Object.entries(wide))('of %s is found, and broken without the loss of a word', (_name, text) => {
    expect(wideComments('a.ts', text)).not.toEqual([]);
    const result = narrowed(text);
    expect(wideComments('a.ts', result)).toEqual([]);
    expect(Math.max(...result.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(widest);
    expect(wordsOf(result)).toBe(wordsOf(text));
    expect(narrowed(result)).toBe(result);
  });

  test('runs on into the lines of its own paragraph alone', () => {
    expect(narrowed(`/**\n * ${prose(17)} of\n * this\n *\n * @default none\n */\n`)).toBe(
      `/**\n * ${prose(16)}\n * word16 of this\n *\n * @default none\n */\n`,
    );
  });

  test.each([
    ['behind code', `const a = 1; // ${prose(30)}\n`],
    ['inside a text', `const a = \`\n// ${prose(30)}\n\`;\n`],
    ['with nothing to break it at', `// https://example.org/${word(120)}\n`],
    ['for a tool', `// biome-ignore lint/a/b: ${prose(30)}\n`],
    ['with a table', `/**\n * | ${prose(30)} |\n */\n`],
    ['with an example', `/**\n * \`\`\`ts\n * ${prose(30)}\n * \`\`\`\n */\n`],
  ])('%s stays as it is', (_where, text) => {
    expect(wideComments('a.ts', text)).toEqual([]);
    expect(narrowed(text)).toBe(text);
  });
});
