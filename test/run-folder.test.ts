import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';

test('temporary files of tests stand in the folder of the run, which is removed with it', () => {
  expect(tmpdir()).toBe(join(dirname(inject('runFolder')), 't'));
});
