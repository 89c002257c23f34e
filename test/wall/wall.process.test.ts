import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { literal } from './inline-secret.ts';
import { inlineRoutes } from './routes.ts';
import { earlierOutputs, fingerprint, run } from './wall-runs.ts';

const earlierOutput = earlierOutputs();

const platformFile = path.join(import.meta.dirname, 'wall-platform.ts');
const routeFiles = fs.readdirSync(import.meta.dirname).filter((name) => name.endsWith('-routes.ts'));

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
  test.each(samples)('$title fails the run and leaves the output alone', async ({ title }) => {
    const { output, findings } = await failedBy(title);
    expect(output).not.toContain(literal);
    expect(output).not.toContain(Buffer.from(literal).toString('base64'));
    expect(findings.filter(({ where }) => declarations.some((place) => where.startsWith(place)))).not.toEqual([]);
  });
});

test('the same platform without an inline secret passes, and a second run changes nothing', async () => {
  const { dist, before } = earlierOutput();
  expect(await run(dist)).toMatchObject({ status: 0 });
  expect(fingerprint(dist)).toEqual(before);
});
