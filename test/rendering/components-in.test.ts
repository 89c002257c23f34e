import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { componentsIn, renderPlatform } from '../../src/index.ts';
import { folderWith } from '../cli/run-cli.ts';
import { foundation, smallPlatform } from '../constructs/small-platform.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const make = (files: Readonly<Record<string, string>>): string => {
  const folder = folderWith(files);
  folders.push(folder);
  return folder;
};

test('lists each module of the folder, by its name, and nothing else', () => {
  const folder = make({
    'b.ts': '',
    'a.js': '',
    'c.mts': '',
    'a.d.ts': '',
    'b.test.ts': '',
    'README.md': '',
    'inner/d.ts': '',
  });
  mkdirSync(join(folder, 'e.ts'));
  const names = (given: string | URL) => componentsIn(given).map(({ name }) => name.split('/').at(-1));
  expect(names(folder)).toEqual(['a.js', 'b.ts', 'c.mts']);
  expect(names(pathToFileURL(`${folder}/`))).toEqual(['a.js', 'b.ts', 'c.mts']);
});

test('a module that exports no component, or cannot be loaded, is refused by its name', async () => {
  const folder = make({ 'helper.mjs': 'export const a = 1;\n', 'broken.mjs': "throw new Error('broken');\n" });
  const { diagnostics } = await renderPlatform(smallPlatform(), {
    components: [...foundation, ...componentsIn(folder)],
  });
  expect(diagnostics.map(({ code, what }) => `${code} ${what}`)).toEqual([
    expect.stringMatching(/^VW1109 \S*broken\.mjs cannot be imported/),
    expect.stringMatching(/^VW1109 \S*helper\.mjs exports 0 component classes$/),
  ]);
});
