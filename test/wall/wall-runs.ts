import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';

const program = path.join(import.meta.dirname, 'wall-program.ts');

/** How a run ended, and what it printed. */
interface End {
  readonly status: number | NodeJS.Signals;
  readonly output: string;
}

/** Runs the program of the wall in a process of its own. */
export const run = (...args: string[]): Promise<End> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (_error, stdout, stderr) => {
      resolve({ status: child.signalCode ?? child.exitCode ?? -1, output: stdout + stderr });
    });
  });

/** Every file and folder below a folder with its bytes, its identity and its time of modification. */
export const fingerprint = (folder: string): unknown =>
  ['', ...fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })].sort().map((name) => {
    const file = path.join(folder, name);
    const { ino, mtimeNs, mode } = fs.statSync(file, { bigint: true });
    return { name, ino, mtimeNs, mode, bytes: fs.statSync(file).isFile() ? fs.readFileSync(file, 'hex') : '' };
  });

/**
 * Has the program run once before the tests of a file, and returns what makes an output folder of an earlier
 * run, for one test alone.
 */
export function earlierOutputs(): () => { readonly dist: string; readonly before: unknown } {
  let parent = '';
  let sound = '';
  beforeAll(async () => {
    parent = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-wall-test-'));
    sound = path.join(parent, 'sound', 'dist');
    expect(await run(sound)).toMatchObject({ status: 0 });
  });
  afterAll(() => fs.rmSync(parent, { recursive: true }));
  return () => {
    const dist = path.join(fs.mkdtempSync(path.join(parent, 'case-')), 'dist');
    fs.cpSync(sound, dist, { recursive: true, preserveTimestamps: true });
    return { dist, before: fingerprint(dist) };
  };
}
