import fs from 'node:fs';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '..', '..');

/** The service of the README, and the one place where it goes. */
export const example = path.join(repository, 'test', 'examples', 'ledger.ts.txt');
export const service = path.join('src', 'services', 'ledger.ts');

/** Copies what renders the platform into a folder, which the caller removes. */
export function copyOfPlatform(): string {
  fs.mkdirSync(path.join(repository, '.cache'), { recursive: true });
  const copy = fs.mkdtempSync(path.join(repository, '.cache', 'ledger-'));
  for (const name of ['src', 'imports', 'package.json', 'tsconfig.json', 'tsconfig.synth.json'])
    fs.cpSync(path.join(repository, name), path.join(copy, name), { recursive: true });
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}
