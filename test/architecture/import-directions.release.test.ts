import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readModuleGraph } from '../../scripts/import-directions/module-graph.ts';

const repository = join(import.meta.dirname, '..', '..');

test('import directions see every module of this repository and their imports', () => {
  const graph = readModuleGraph(repository, ['src', 'scripts', 'test', 'bench']);
  const onDisk = ['src', 'scripts', 'test', 'bench'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  );
  expect(graph.unread).toEqual([]);
  expect([...graph.modules.keys()].sort()).toEqual(onDisk.sort());
  expect([...graph.modules.values()].flat().length).toBeGreaterThan(graph.modules.size);
});
