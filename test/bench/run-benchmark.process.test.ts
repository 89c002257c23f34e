import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isMet, median } from '../../bench/harness/benchmark.ts';

const bench = new URL('../../bench/', import.meta.url);

describe('npm run bench', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [fileURLToPath(new URL('harness/run-benchmark.ts', bench)), ...args], {
      encoding: 'utf8',
    });

  const listed = fs
    .readdirSync(bench)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => new RegExp(`^ {2}${file.slice(0, -3)} +\\S.*$`, 'm'));

  test('lists every benchmark with a line about it', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(listed.length).toBeGreaterThan(0);
    for (const line of listed) expect(stdout).toMatch(line);
  });

  test.each([[['no-such-benchmark']], [['harness']], [['../synth']], [['synth', 'synth']]])(
    'refuses %j with the list and status 2',
    (args) => {
      const { status, stdout, stderr } = run(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      for (const line of listed) expect(stderr).toMatch(line);
    },
  );

  test('refuses an unknown option with status 2', () => {
    expect(run('synth', '--fast')).toMatchObject({ status: 2, stdout: '' });
  });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

test.each([
  [{ measured: 4.5, atMost: 4.5 }, true],
  [{ measured: 4.6, atMost: 4.5 }, false],
  [{ measured: 6, atLeast: 6 }, true],
  [{ measured: 5.9, atLeast: 6 }, false],
  [{ measured: Number.NaN, atLeast: 6 }, false],
])('a target %j is met: %s', (target, expected) => expect(isMet({ what: 'any', ...target })).toBe(expected));
