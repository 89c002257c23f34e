import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recoverOutput, writeOutput } from '../../src/rendering/write-output.ts';
import { newFiles, oldFiles, read } from './written-output.ts';

let parent = '';
let target = '';
beforeEach(() => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-output-'));
  target = path.join(parent, 'dist');
});
afterEach(() => fs.rmSync(parent, { recursive: true }));

const program = fileURLToPath(new URL('./write-output-process.ts', import.meta.url));
const write = (files: Record<string, string>, to = target): string => writeOutput(to, new Map(Object.entries(files)));

const run = (fatal: number) =>
  spawnSync(process.execPath, [program, target, JSON.stringify(newFiles), String(fatal)], { encoding: 'utf8' });

test('a killed run leaves the old or the new content whole, wherever it is killed, and the next run recovers', {
  timeout: 60_000,
}, () => {
  write(oldFiles);
  const survived = run(0);
  expect({ status: survived.status, stderr: survived.stderr }).toEqual({ status: 0, stderr: '' });
  const changes = Number(survived.stdout);
  expect(changes).toBeGreaterThan(8);

  const found = new Set<string>();
  for (let fatal = 1; fatal <= changes; fatal += 1) {
    fs.rmSync(target, { recursive: true });
    write(oldFiles);
    expect(run(fatal).signal).toBe('SIGKILL');

    const left = read(target);
    found.add(left === undefined ? 'none' : left['README.md'] === undefined ? 'new' : 'old');
    if (left === undefined) expect(read(path.join(parent, '.dist.previous'))).toEqual(oldFiles);
    else expect([oldFiles, newFiles]).toContainEqual(left);

    recoverOutput(target);
    expect(read(target)).toEqual(left ?? oldFiles);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
    expect(write({ third: '3\n' })).toBe('written');
    expect(read(target)).toEqual({ third: '3\n' });
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  }
  // Proof that the loop met a kill before the swap, between its two renames, and after it.
  expect(found).toEqual(new Set(['old', 'none', 'new']));
});

test('runs at the same time each win whole or are told so', { timeout: 60_000 }, async () => {
  write(oldFiles);
  const contents = Array.from({ length: 6 }, (_, i) => ({ [`file-${i}`]: `${i}\n`, common: `${i}\n` }));
  const ends = await Promise.all(
    contents.map((files) =>
      promisify(execFile)(process.execPath, [program, target, JSON.stringify(files)]).then(
        () => 'written',
        (error: { stderr: string }) => /VW\d{4}/.exec(error.stderr)?.[0] ?? error.stderr,
      ),
    ),
  );
  expect(ends).toContain('written');
  expect(['written', 'VW1925']).toEqual(expect.arrayContaining(ends));
  recoverOutput(target);
  expect(contents).toContainEqual(read(target));
  expect(fs.readdirSync(parent)).toEqual(['dist']);
});
