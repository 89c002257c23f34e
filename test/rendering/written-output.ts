import fs from 'node:fs';
import path from 'node:path';

/** The record of an output folder. */
export const marker = '.vaultwright-output.json';
export const oldFiles = { 'dev/web/a.yaml': 'a: 1\n', 'dev/web/b.yaml': 'b: 1\n', 'README.md': 'old\n' };
export const newFiles = { 'dev/web/a.yaml': 'a: 2\n', 'dev/web/b.yaml': 'b: 1\n', 'dev/db/c.yaml': 'c: 2\n' };

/** Every file below a folder with its text, apart from the marker. */
export const read = (folder: string): Record<string, string> | undefined => {
  if (!fs.existsSync(folder)) return undefined;
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && entry.name !== marker)
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]),
  );
};
