import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directions } from '../../scripts/import-directions/direction.ts';
import { type ImportViolation, importViolations } from '../../scripts/import-directions/import-violations.ts';
import { readModuleGraph } from '../../scripts/import-directions/module-graph.ts';

const repository = join(import.meta.dirname, '..', '..');

/** A small source tree with one module of every part and every arrow that is allowed. */
const lawful: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'the-library',
    dependencies: { zod: '1', cdk8s: '1', constructs: '1' },
    peerDependencies: { 'cdk8s-plus-28': '1' },
    devDependencies: { 'fast-check': '1' },
  }),
  'imports/types.d.ts': 'export interface Imported { readonly a: 1 }',
  'src/model/key.ts': "import { z } from 'zod';\nimport { join } from 'node:path';\nexport const key = [z, join];",
  'src/model/path.ts': "import type { key } from './key.ts';\nexport type Path = typeof key;",
  'src/constructs/store.ts': `import { Chart } from 'cdk8s';
import type { Imported } from '../../imports/types.d.ts';
import { key } from '../model/key.ts';
export type Spec = Imported;
export const store = [Chart, key];`,
  'src/guardrails/engine.ts': "import { key } from '../model/key.ts';\nexport const engine = key;",
  'src/rendering/render.ts': `import { store } from '../constructs/store.ts';
import { engine } from '../guardrails/engine.ts';
export const render = [store, engine];`,
  'src/lifecycle/smoke.ts': "import { request } from 'node:http';\nexport const smoke = request;",
  'src/exports/inventory.ts': "export { key as inventory } from '../model/key.ts';",
  'src/cli/check.ts': "import { engine } from '../guardrails/engine.ts';\nexport const check = engine;",
  'src/index.ts': "export { store } from './constructs/store.ts';\nexport { render } from './rendering/render.ts';",
  'src/validation.ts': "export { engine } from './guardrails/engine.ts';",
  'src/cdk8s-plus-28.ts': `import { Secret } from 'cdk8s-plus-28';
import { store } from './constructs/store.ts';
export const secretOf = [Secret, store];`,
  'src/platform/definition.ts': "import { store } from '../index.ts';\nexport const ameide = store;",
  'src/platform/components.ts': "import { store } from '../index.ts';\nexport const components = [store];",
  'src/contracts/postgres.ts': "import { ameide } from '../platform/definition.ts';\nexport const postgres = ameide;",
  'src/foundation/vault.ts': "import { ameide } from '../platform/definition.ts';\nexport const vault = ameide;",
  'src/services/ledger.ts': `import { secretOf } from '../cdk8s-plus-28.ts';
import { postgres } from '../contracts/postgres.ts';
import { ameide } from '../platform/definition.ts';
export const ledger = [secretOf, postgres, ameide];`,
  'src/services/threads.ts': "import { store } from '../index.ts';\nexport const threads = store;",
  'src/main.ts': "import { components } from './platform/components.ts';\nexport const all = components;",
};

const lawfulModules = Object.keys(lawful).filter((file) => file.startsWith('src/'));

let root: string;

beforeEach(() => {
  const cache = join(repository, '.cache');
  mkdirSync(cache, { recursive: true });
  root = mkdtempSync(join(cache, 'import-directions-'));
  writeFileSync(join(root, 'package.json'), '{}');
});

afterEach(() => rmSync(root, { recursive: true }));

function writeTree(tree: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function violationsOf(tree: Readonly<Record<string, string>>): ImportViolation[] {
  writeTree(tree);
  return importViolations(readModuleGraph(root, ['src']));
}

describe('import directions', () => {
  it('allows every arrow of a lawful tree, having seen each of its modules and imports', () => {
    expect(violationsOf(lawful)).toEqual([]);
    const graph = readModuleGraph(root, ['src']);
    expect([...graph.modules.keys()].sort()).toEqual(lawfulModules.sort());
    const written = lawfulModules.flatMap((file) => lawful[file]?.match(/from '|import\('/g) ?? []);
    expect([...graph.modules.values()].flat()).toHaveLength(written.length);
  });

  it('decides the exit status of the command', () => {
    const command = () =>
      spawnSync(process.execPath, [join(repository, 'scripts/check-imports.ts'), root], { encoding: 'utf8' });
    const empty = command();
    expect([empty.status, empty.stdout]).toEqual([1, 'imports: 0 modules, 0 imports, 0 violations\n']);
    writeTree(lawful);
    const clean = command();
    expect([clean.status, clean.stderr]).toEqual([0, '']);
    expect(clean.stdout).toContain(`imports: ${lawfulModules.length} modules, `);
    writeTree({ 'src/services/bad.ts': "import { ledger } from './ledger.ts';" });
    const seeded = command();
    expect(seeded.status).toBe(1);
    expect(seeded.stderr).toContain('src/services/bad.ts → src/services/ledger.ts (sibling)');
  });

  it('has every part in the lawful tree', () => {
    const withoutModule = directions.filter(
      ({ modules }) => !lawfulModules.some((file) => new RegExp(modules).test(file)),
    );
    expect(withoutModule).toEqual([]);
  });

  type Seed = readonly [rule: ImportViolation['rule'], from: string, text: string, to: string];

  const seeds: readonly Seed[] = [
    ['package', 'src/model/bad.ts', "import { Chart } from 'cdk8s';", 'cdk8s'],
    ['builtin', 'src/model/bad.ts', "import { readFileSync } from 'node:fs';", 'fs'],
    [
      'direction',
      'src/model/bad.ts',
      "import type { Imported } from '../../imports/types.d.ts';",
      'imports/types.d.ts',
    ],
    ['direction', 'src/model/bad.ts', "export { store } from '../constructs/store.ts';", 'src/constructs/store.ts'],
    [
      'direction',
      'src/constructs/bad.ts',
      "import { engine } from '../guardrails/engine.ts';",
      'src/guardrails/engine.ts',
    ],
    ['direction', 'src/constructs/bad.ts', "export const a = () => import('../cli/check.ts');", 'src/cli/check.ts'],
    ['package', 'src/constructs/bad.ts', "import { Secret } from 'cdk8s-plus-28';", 'cdk8s-plus-28'],
    ['undeclared', 'src/constructs/bad.ts', "import { Project } from 'fast-check';", 'fast-check'],
    ['undeclared', 'src/cli/bad.ts', "import { store } from 'the-library';", 'the-library'],
    ['package', 'src/guardrails/bad.ts', "import type { Chart } from 'cdk8s';", 'cdk8s'],
    ['package', 'src/guardrails/bad.ts', "import { Construct } from 'constructs';", 'constructs'],
    [
      'direction',
      'src/guardrails/bad.ts',
      "export type A = import('../constructs/store.ts').Spec;",
      'src/constructs/store.ts',
    ],
    ['direction', 'src/rendering/bad.ts', "import { check } from '../cli/check.ts';", 'src/cli/check.ts'],
    ['package', 'src/lifecycle/bad.ts', "import { App } from 'cdk8s';", 'cdk8s'],
    ['direction', 'src/lifecycle/bad.ts', "import { store } from '../constructs/store.ts';", 'src/constructs/store.ts'],
    ['direction', 'src/exports/bad.ts', "import { render } from '../rendering/render.ts';", 'src/rendering/render.ts'],
    [
      'direction',
      'src/cli/bad.ts',
      "import { ameide } from '../platform/definition.ts';",
      'src/platform/definition.ts',
    ],
    ['direction', 'src/index.ts', "export { ameide } from './platform/definition.ts';", 'src/platform/definition.ts'],
    ['sibling', 'src/validation.ts', "export { store } from './index.ts';", 'src/index.ts'],
    [
      'direction',
      'src/cdk8s-plus-28.ts',
      "export { engine } from './guardrails/engine.ts';",
      'src/guardrails/engine.ts',
    ],
    ['direction', 'src/contracts/bad.ts', "import { store } from '../constructs/store.ts';", 'src/constructs/store.ts'],
    ['direction', 'src/contracts/bad.ts', "import { ledger } from '../services/ledger.ts';", 'src/services/ledger.ts'],
    ['direction', 'src/foundation/bad.ts', "import { ledger } from '../services/ledger.ts';", 'src/services/ledger.ts'],
    ['direction', 'src/foundation/bad.ts', "import type { key } from '../model/key.ts';", 'src/model/key.ts'],
    ['sibling', 'src/services/bad.ts', "import { ledger } from './ledger.ts';", 'src/services/ledger.ts'],
    ['sibling', 'src/services/bad.ts', "export const a = () => import('./ledger.ts');", 'src/services/ledger.ts'],
    ['direction', 'src/services/bad.ts', "import { vault } from '../foundation/vault.ts';", 'src/foundation/vault.ts'],
    ['direction', 'src/services/bad.ts', "import { key } from '../model/key.ts';", 'src/model/key.ts'],
    ['direction', 'src/main.ts', "export const a = () => import('./services/ledger.ts');", 'src/services/ledger.ts'],
    ['direction', 'src/main.ts', "import { render } from './rendering/render.ts';", 'src/rendering/render.ts'],
    [
      'direction',
      'src/platform/definition.ts',
      "import { threads } from '../services/threads.ts';",
      'src/services/threads.ts',
    ],
    [
      'direction',
      'src/platform/definition.ts',
      "export const a = () => import('../contracts/postgres.ts');",
      'src/contracts/postgres.ts',
    ],
    ['unresolved', 'src/model/bad.ts', "import { a } from './missing.ts';", 'src/model/missing.ts'],
    ['unresolved', 'src/cli/bad.ts', "import { a } from 'no-such-package';", 'no-such-package'],
    ['no-part', 'src/unplaced.ts', 'export const a = 1;', ''],
    ['no-part', 'src/tools/unplaced.ts', 'export const a = 1;', ''],
    ['unread', 'src/model/bad.ts', "import { a } from './key.ts'; this is not TypeScript (", ''],
  ];

  it.each(seeds)('finds %s: %s with %s', (rule, from, text, to) => {
    const violations = violationsOf({ ...lawful, [from]: text });
    expect(violations).toContainEqual(expect.objectContaining({ rule, from, to }));
  });

  it('has a seed for every rule of every part', () => {
    const seeded = new Set(
      seeds.map(([rule, from]) => `${rule} ${directions.find((part) => new RegExp(part.modules).test(from))?.part}`),
    );
    const expected = directions.map(({ part }) => `direction ${part}`);
    const missing = expected.filter((pair) => !seeded.has(pair));
    expect(missing).toEqual([]);
  });

  const circles: readonly [string, Readonly<Record<string, string>>][] = [
    [
      'of two modules',
      {
        'src/model/key.ts': "import { path } from './path.ts';\nexport const key = () => path;",
        'src/model/path.ts': "import { key } from './key.ts';\nexport const path = () => key;",
      },
    ],
    [
      'of types',
      {
        'src/model/key.ts': "import type { Path } from './path.ts';\nexport type Key = Path;",
        'src/model/path.ts': "import type { Key } from './key.ts';\nexport type Path = Key;",
      },
    ],
    [
      'through a dynamic import',
      {
        'src/cli/a.ts': "export const a = () => import('./b.ts');",
        'src/cli/b.ts': "export { a } from './a.ts';",
      },
    ],
    [
      'of the platform with what it is made of',
      {
        'src/platform/components.ts': "export const components = [() => import('../services/ledger.ts')];",
        'src/services/ledger.ts':
          "import { components } from '../platform/components.ts';\nexport const ledger = components;",
      },
    ],
    [
      'of one module with itself',
      { 'src/model/key.ts': "import { self } from './key.ts';\nexport const key = [self];" },
    ],
  ];

  it.each(circles)('finds a circle %s', (_name, seeded) => {
    const violations = violationsOf({ ...lawful, ...seeded });
    expect(violations.map(({ rule }) => rule)).toContain('cycle');
  });
});
