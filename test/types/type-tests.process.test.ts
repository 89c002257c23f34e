import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itHoldsFor } from './it-holds-for.ts';
import { compileTypeTests, expectedErrors } from './type-tests.ts';

const repository = join(import.meta.dirname, '..', '..');

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

describe('the type tests against the sources', () =>
  itHoldsFor((folder) => compileTypeTests(folder, join(repository, 'src'), '.ts')));
