import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders = new Map<string, string>();

/** Returns a folder that holds files, one for all that ask for the same; it goes with the run. */
export function exampleFolder(files: Readonly<Record<string, string>>): string {
  const key = JSON.stringify(files);
  const known = folders.get(key);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
  folders.set(key, folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
