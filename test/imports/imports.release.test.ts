import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { deriveImports } from '../../scripts/crd-import/derive-imports.ts';
import { GoModuleError } from '../../scripts/crd-import/go-module.ts';

const folder = new URL('../../imports/', import.meta.url);

test('imports/ holds exactly what the pinned modules yield', async ({ skip }) => {
  // In CI the modules are downloaded; elsewhere a missing Go or an empty module cache must not fail
  // the tests.
  const offline = process.env.CI !== 'true';
  const derived = await deriveImports({ offline }).catch((error: unknown) => {
    if (!(error instanceof GoModuleError) || error.reason === 'checksum') throw error;
    if (!offline && error.reason !== 'go-missing') throw error;
    console.warn(`imports/ NOT compared with its sources: ${error.message}`);
    return skip(error.message);
  });
  const names = await readdir(folder);
  const committed = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')]));
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(derived));
});
