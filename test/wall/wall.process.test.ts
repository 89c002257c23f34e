import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal } from './inline-secret.ts';
import { inlineRoutes } from './routes.ts';

const program = path.join(import.meta.dirname, 'wall-program.ts');
const platformFile = path.join(import.meta.dirname, 'wall-platform.ts');
const routeFiles = fs.readdirSync(import.meta.dirname).filter((name) => name.endsWith('-routes.ts'));
const timeout = 60_000;

interface End {
  readonly status: number | NodeJS.Signals;
  readonly output: string;
}

const run = (...args: string[]): Promise<End> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (_error, stdout, stderr) => {
      resolve({ status: child.signalCode ?? child.exitCode ?? -1, output: stdout + stderr });
    });
  });

/** Every file and folder below a folder with its bytes, its identity and its time of modification. */
const fingerprint = (folder: string): unknown =>
  ['', ...fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })].sort().map((name) => {
    const file = path.join(folder, name);
    const { ino, mtimeNs, mode } = fs.statSync(file, { bigint: true });
    return { name, ino, mtimeNs, mode, bytes: fs.statSync(file).isFile() ? fs.readFileSync(file, 'hex') : '' };
  });

let parent = '';
let sound = '';
beforeAll(async () => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-wall-test-'));
  sound = path.join(parent, 'sound', 'dist');
  expect(await run(sound)).toMatchObject({ status: 0 });
}, timeout);
afterAll(() => fs.rmSync(parent, { recursive: true }));

/** An output folder of an earlier run, for one test alone. */
function earlierOutput(): { dist: string; before: unknown } {
  const dist = path.join(fs.mkdtempSync(path.join(parent, 'case-')), 'dist');
  fs.cpSync(sound, dist, { recursive: true, preserveTimestamps: true });
  return { dist, before: fingerprint(dist) };
}

const lineOf = (file: string, text: string): string => {
  const line = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((candidate) => candidate.includes(text));
  return `${path.relative(process.cwd(), file).replaceAll('\\', '/')}:${line + 1}:`;
};

const finding = /^error (VW\d{4})[^\n]*\n {2}where: ([^\n]*)$/gm;

/**
 * Where a person would have to look: the component, what the route declares itself, or the key of an
 * override.
 */
const declarations = [
  lineOf(platformFile, '// ← leak'),
  lineOf(platformFile, '// ← overridden'),
  ...routeFiles.map((name) => `${path.relative(process.cwd(), import.meta.dirname).replaceAll('\\', '/')}/${name}:`),
];

interface Found {
  readonly code: string;
  readonly where: string;
}

/** Runs the program by a route that must fail, and gives the errors that it ended with. */
async function failedBy(title: string): Promise<{ output: string; findings: readonly Found[] }> {
  const { dist, before } = earlierOutput();
  const { status, output } = await run(dist, title);
  expect({ status, output: status === 1 ? '' : output }).toEqual({ status: 1, output: '' });
  expect(fingerprint(dist)).toEqual(before);
  expect(fs.readdirSync(path.dirname(dist))).toEqual(['dist']);
  const findings = [...output.matchAll(finding)].map(([, code = '', where = '']) => ({ code, where }));
  // What a factory refuses is told before any construct exists.
  const isPlaced = ({ code, where }: Found): boolean =>
    /^\S+:\d+:\d+/.test(where) && (code.startsWith('VW1') || /, construct \S/.test(where));
  expect(findings).not.toEqual([]);
  expect(findings.filter((found) => !isPlaced(found))).toEqual([]);
  return { output, findings };
}

/** All of them fail one run in one-synth; what a failed run does to the output is the same for each. */
const samples = inlineRoutes.filter(({ override }, index) => override !== undefined || index === 0);

describe.concurrent('an inline secret by way of', () => {
  test.each(samples)('$title fails the run and leaves the output alone', { timeout }, async ({ title }) => {
    const { output, findings } = await failedBy(title);
    expect(output).not.toContain(literal);
    expect(output).not.toContain(Buffer.from(literal).toString('base64'));
    expect(findings.filter(({ where }) => declarations.some((place) => where.startsWith(place)))).not.toEqual([]);
  });
});

describe('a run that is killed', () => {
  test('between render and swap leaves the output as it was', { timeout }, async () => {
    const { dist, before } = earlierOutput();
    fs.rmSync(path.join(dist, 'live'), { recursive: true });
    const outdated = fingerprint(dist);
    expect(outdated).not.toEqual(before);
    expect(await run(dist, '', '1')).toMatchObject({ status: 'SIGKILL' });
    expect(fingerprint(dist)).toEqual(outdated);
  });

  test('inside the swap has the old output put back by the next run, though that one fails', { timeout }, async () => {
    const { dist } = earlierOutput();
    fs.rmSync(path.join(dist, 'live'), { recursive: true });
    const outdated = fingerprint(dist);
    expect(await run(dist, '', '2')).toMatchObject({ status: 'SIGKILL' });
    expect(fs.existsSync(dist)).toBe(false);
    expect(await run(dist, inlineRoutes[0]?.title ?? '')).toMatchObject({ status: 1 });
    expect(fingerprint(dist)).toEqual(outdated);
    expect(fs.readdirSync(path.dirname(dist))).toEqual(['dist']);
  });
});

test('the same platform without an inline secret passes, and a second run changes nothing', { timeout }, async () => {
  const { dist, before } = earlierOutput();
  expect(await run(dist)).toMatchObject({ status: 0 });
  expect(fingerprint(dist)).toEqual(before);
});
