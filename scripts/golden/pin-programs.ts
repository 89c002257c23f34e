import { createHash } from 'node:crypto';

/**
 * A program as a literal block, lines that are indented further, or empty: under a key that names an ES
 * module, or as the argument behind `--eval`.
 */
const programBlock = /^( *)(\S+\.mjs:|- --eval\n\1-) \|(-?)\n((?:\1 {2}.*\n|\n)+)/gm;

/**
 * Replaces the text of each program in rendered files by its SHA-256, which is that of the mounted file.
 *
 * Nobody reviews a hundred kilobytes of minified text, and each change of a program would add them to the
 * history once more; that the program changed is still seen. Everything else stays as it is, byte by byte.
 */
export const pinPrograms = (files: ReadonlyMap<string, string>): Map<string, string> =>
  new Map(
    [...files].map(([path, text]) => [
      path,
      text.replaceAll(programBlock, (_, indent: string, key: string, strip: string, block: string) => {
        const program = block.replaceAll(new RegExp(`^${indent}  `, 'gm'), '');
        const hash = createHash('sha256').update(strip === '' ? program : program.slice(0, -1));
        return `${indent}${key} sha256:${hash.digest('hex')}\n`;
      }),
    ]),
  );
