import { createHash } from 'node:crypto';

/**
 * A key that names an ES module, and its text as a literal block: lines that are indented further, or empty.
 */
const programBlock = /^( *)(\S+\.mjs): \|(-?)\n((?:\1 {2}.*\n|\n)+)/gm;

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
        return `${indent}${key}: sha256:${hash.digest('hex')}\n`;
      }),
    ]),
  );
