import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inputClasses } from './input-classes.ts';
import type { Random } from './mutate.ts';

/**
 * Fills a folder with files of every class and with links to files, to folders above and below, to themselves
 * and to nothing.
 */
export function makeLinkedTree(folder: string, random: Random, texts: readonly string[]): void {
  const folders = ['.'];
  for (let count = 1 + random.below(5); count > 0; count--) {
    const inner = join(random.of(folders), `d${count}`);
    mkdirSync(join(folder, inner));
    folders.push(inner);
  }
  const names = ['a.yaml', 'b.yml', 'values.yaml', 'kustomization.yaml', 'c.json', 'Chart.yaml', '.gitignore'];
  for (let count = 1 + random.below(6); count > 0; count--) {
    const make = inputClasses[random.of(Object.keys(inputClasses))];
    if (make) writeFileSync(join(folder, random.of(folders), random.of(names)), make(random, texts));
  }
  for (let count = 1 + random.below(8); count > 0; count--) {
    const name = random.of([`l${count}`, `l${count}.yaml`]);
    const target = random.of([
      '.',
      '..',
      name,
      `l${count - 1}`,
      'nothing',
      'a.yaml',
      ...folders.map((each) => join(folder, each)),
    ]);
    symlinkSync(target, join(folder, random.of(folders), name));
  }
}

/** Writes a file of a size from mutated texts, piece by piece. */
export function writeHugeFile(path: string, bytes: number, random: Random, texts: readonly string[]): void {
  const make = inputClasses['mutated and truncated texts'];
  const file = openSync(path, 'w');
  let written = 0;
  while (make && written < bytes) {
    const piece = Buffer.concat([make(random, texts), Buffer.from('\n')]);
    written += writeSync(file, Buffer.concat(Array.from({ length: 20 }, () => piece)));
  }
  closeSync(file);
}
