import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { narrowComments, wideComments, widest } from './comment-width/narrow-comments.ts';

/**
 * Part of `npm run check`: tells lines of comments that are wider than they may be; with `--write`, which
 * `npm run format` gives, it breaks them. Paths of files or globs may follow; without, every source of this
 * repository is meant.
 */
const [first, ...others] = process.argv.slice(2);
const writes = first === '--write';
const named = writes ? others : [first, ...others].filter((path) => path !== undefined);
const root = resolve(join(import.meta.dirname, '..'));
const files = globSync(named.length > 0 ? named : '{src,scripts,test,bench,tools}/**/*.{ts,mjs}', {
  cwd: root,
  exclude: (name) => name.includes('node_modules'),
}).sort();
let count = 0;
for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8');
  if (writes) {
    const narrowed = narrowComments(file, text);
    if (narrowed !== text) writeFileSync(join(root, file), narrowed);
  }
  const wide = wideComments(file, writes ? readFileSync(join(root, file), 'utf8') : text);
  count += wide.length;
  for (const line of wide) process.stderr.write(`${file}:${line} is a comment wider than ${widest} columns\n`);
}
process.stdout.write(`comments: ${files.length} files, ${count} wide lines\n`);
if (count > 0) process.stderr.write('npm run format breaks them.\n');
if (count > 0 || files.length === 0) process.exitCode = 1;
