import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitLibrary } from '../../scripts/build-library.ts';
import { type Compilation, compileTypeTests, expectedErrors, withoutDirectives } from './type-tests.ts';

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

function expectEveryError({ errors, output }: Compilation): void {
  const silent = expectedErrors.filter(({ file, line }) => !errors.has(`${file}:${line}`));
  expect(silent, `compiles although it must not:\n${output}`).toEqual([]);
  expect([...errors].filter((place) => !places.includes(place))).toEqual([]);
}

describe('the type tests against the sources', () => {
  const sources = join(repository, 'src');

  it('compile', () => {
    const { status, output } = compileTypeTests(join(folder, 'src'), sources, '.ts');
    expect(output).toBe('');
    expect(status).toBe(0);
  });

  it('fail at each expected error, and nowhere else, without its directive', () => {
    expectEveryError(compileTypeTests(join(folder, 'src-bare'), sources, '.ts', withoutDirectives));
  });
});

describe('the type tests against the emitted declarations', () => {
  let library: string;

  beforeAll(async () => {
    library = join(folder, 'package', 'lib');
    await emitLibrary(library);
    await cp(join(repository, 'imports'), join(folder, 'package', 'imports'), { recursive: true });
  });

  it('compile', () => {
    const { status, output } = compileTypeTests(join(folder, 'lib'), library, '.d.ts');
    expect(output).toBe('');
    expect(status).toBe(0);
  });

  it('fail at each expected error, and nowhere else, without its directive', () => {
    expectEveryError(compileTypeTests(join(folder, 'lib-bare'), library, '.d.ts', withoutDirectives));
  });
});
