import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { instrument } from './instrument.ts';
import { readOrder } from './order.ts';
import { mutantsOf, scopes } from './scope.ts';

const root = process.cwd();
const order = readOrder();
const scope = scopes[order.scope];
if (scope === undefined) throw new Error(`There is no scope ${order.scope}`);
const mutants = Map.groupBy(mutantsOf(scope), ({ file }) => file);

/** Runs the tests of a scope over sources that hold every mutant behind a switch. */
export default defineConfig({
  root,
  test: {
    include: [`${order.log}.tests/*.ts`],
    exclude: [],
    globalSetup: 'test/run-folder.ts',
    runner: 'scripts/mutation/judge.ts',
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    // Its key does not hold what the plugin below makes of a file.
    fsModuleCache: false,
    testTimeout: 900_000,
    reporters: [['default', { summary: false }]],
  },
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      load(id) {
        const own = mutants.get(relative(root, id.split('?')[0] ?? id));
        return own && instrument(readFileSync(id.split('?')[0] ?? id, 'utf8'), own);
      },
    },
  ],
});
