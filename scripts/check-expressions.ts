import { join, resolve } from 'node:path';
import { slowExpressions } from './expressions/slow-expressions.ts';

/**
 * Part of `npm run check`: no regular expression takes more time than its text is long. Takes another root
 * for its own test.
 */
const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const { count, slow } = slowExpressions(root, ['src']);

for (const { place, expression, why, repeated } of slow)
  process.stderr.write(`${place} takes quadratic time or more (${why}, as ${repeated} repeats): ${expression}\n`);
process.stdout.write(`expressions: ${count}, ${slow.length} slow\n`);
if (slow.length > 0)
  process.stderr.write(
    'Bound a repetition ({0,200}), keep it from starting inside of a run ((?<!x)x+), or look for the text without an expression.\n',
  );
// A tree without expressions is a blind check.
if (slow.length > 0 || count === 0) process.exitCode = 1;
