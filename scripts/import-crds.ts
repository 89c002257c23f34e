import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveImports } from './crd-import/derive-imports.ts';
import { GoModuleError } from './crd-import/go-module.ts';

/** `npm run import`: writes `imports/` anew from the modules that crd-import/import-source.ts pins. */
const folder = join(import.meta.dirname, '..', 'imports');

try {
  const files = await deriveImports();
  for (const stale of await readdir(folder)) if (!files.has(stale)) await rm(join(folder, stale), { recursive: true });
  for (const [name, text] of files) {
    await writeFile(join(folder, name), text);
    process.stdout.write(`imports/${name}: ${text.length} bytes\n`);
  }
} catch (error) {
  if (!(error instanceof GoModuleError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
