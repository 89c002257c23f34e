import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitiseName } from '../../../../src/lifecycle/clients/upstream/sanitise-name.ts';

describe('a sanitised name', () => {
  test.each([
    ['GHCR_TOKEN', 'ghcr-token'],
    ['ghcr.token', 'ghcr-token'],
    ['a__b..C', 'a--b--c'],
    ['gitlab/tokens/dev/E2E', 'gitlab/tokens/dev/e2e'],
    ['already-fine', 'already-fine'],
    ['', ''],
  ])('of %j is %j', (name, sanitised) => expect(sanitiseName(name)).toBe(sanitised));

  const names = fc.string({ unit: fc.constantFrom(...'aAzZ09_.-/ İIıΑΣςẞßÅǅ') });
  test('stays as it is when it is sanitised again', () =>
    fc.assert(
      fc.property(names, (name) => {
        expect(sanitiseName(sanitiseName(name))).toBe(sanitiseName(name));
      }),
    ));
  test('has nothing that a rule of the platform changes, and keeps everything else', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_./-]*$/), (name) => {
        const sanitised = sanitiseName(name);
        expect(sanitised).toMatch(/^[a-z0-9/-]*$/);
        expect(sanitised).toHaveLength(name.length);
        [...sanitised].forEach((character, index) => {
          const original = name[index] ?? '';
          expect(character).toBe(/[_.]/.test(original) ? '-' : original.toLowerCase());
        });
      }),
    ));
});
