import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Compilation, expectedErrors } from './type-tests.ts';

const repository = join(import.meta.dirname, '..', '..');
const places = expectedErrors.map(({ file, line }) => `${file}:${line}`);

/**
 * Declares what holds for the type tests, whatever they are compiled against.
 *
 * @param compile compiles them in a folder below the repository
 */
export function itHoldsFor(compile: (folder: string) => Compilation | Promise<Compilation>): void {
  let folder: string;
  let compilation: Compilation;
  beforeAll(async () => {
    mkdirSync(join(repository, '.cache'), { recursive: true });
    folder = mkdtempSync(join(repository, '.cache', 'type-tests-'));
    compilation = await compile(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('compile', () => expect(compilation.output).toBe(''));

  it('fail at each expected error, and nowhere else, without its directive', () => {
    const { bareErrors } = compilation;
    expect(expectedErrors.filter(({ file, line }) => !bareErrors.has(`${file}:${line}`))).toEqual([]);
    expect([...bareErrors].filter((place) => !places.includes(place))).toEqual([]);
  });
}
