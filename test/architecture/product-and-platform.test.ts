import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..');
/** Tests of the platform and of its servers, and tests of the rule that keeps the two apart. */
const others = ['architecture/**', 'catalogue/**', 'e2e/**', 'golden/**', 'platform/**'];
const ofPlatform =
  /(?:\.\.|src)\/(?:contracts|foundation|platform|services)\/|src\/main\.ts|golden\/rendered-platform|test\/golden'/;

test('tests of the product stay whole where the platform is deleted', () => {
  const files = globSync('**/*.ts', { cwd: folder, exclude: others });
  expect(files.length).toBeGreaterThan(200);
  const named = files.filter((file) => ofPlatform.test(readFileSync(join(folder, file), 'utf8')));
  expect(named).toEqual([]);
});
