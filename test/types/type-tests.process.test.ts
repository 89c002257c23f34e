import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitLibrary } from '../../scripts/build-library.ts';
import { type Compilation, compileTypeTests, expectedErrors } from './type-tests.ts';

const repository = join(import.meta.dirname, '..', '..');

let folder: string;

beforeAll(() => {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  folder = mkdtempSync(join(repository, '.cache', 'type-tests-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the issue asks for at least; each is the beginning of a label. */
const demanded = [
  'unknown key',
  'widened keys',
  'pattern keys',
  'string where a Vault key belongs',
  'forged handle',
  'regulated profile with auto-init',
  'bootstrap of a regulated environment',
  'fixture on a delivered Secret',
  'generate for a service-generated key',
  'missing store conditions',
  'bundle without approval',
  'unknown environment in only',
  'index outside a family',
];

describe('the expected errors', () => {
  it.each(demanded)('have one for: %s', (start) => {
    expect(expectedErrors.filter(({ label }) => label.startsWith(start))).not.toEqual([]);
  });

  it('each say what they are for, and no two the same', () => {
    const labels = expectedErrors.map(({ label }) => label);
    expect(labels.filter((label, index) => label === '' || labels.indexOf(label) !== index)).toEqual([]);
  });
});

const places = expectedErrors.map(({ file, line }) => `${file}:${line}`);

const compileSources = async (): Promise<Compilation> =>
  compileTypeTests(join(folder, 'src'), join(repository, 'src'), '.ts');

async function compileDeclarations(): Promise<Compilation> {
  const library = join(folder, 'package', 'lib');
  await emitLibrary(library);
  await cp(join(repository, 'imports'), join(folder, 'package', 'imports'), { recursive: true });
  return compileTypeTests(join(folder, 'lib'), library, '.d.ts');
}

describe.each([
  ['the sources', compileSources],
  ['the emitted declarations', compileDeclarations],
])('the type tests against %s', (_name, compile) => {
  let compilation: Compilation;
  beforeAll(async () => {
    compilation = await compile();
  });

  it('compile', () => expect(compilation.output).toBe(''));

  it('fail at each expected error, and nowhere else, without its directive', () => {
    const { bareErrors } = compilation;
    expect(expectedErrors.filter(({ file, line }) => !bareErrors.has(`${file}:${line}`))).toEqual([]);
    expect([...bareErrors].filter((place) => !places.includes(place))).toEqual([]);
  });
});
