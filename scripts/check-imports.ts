import { join, resolve } from 'node:path';
import { importViolations } from './import-directions/import-violations.ts';
import { readModuleGraph } from './import-directions/module-graph.ts';

/**
 * Part of `npm run check`: imports follow the arrows of import-directions/direction.ts. Takes another root
 * for its own test.
 */
const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const graph = readModuleGraph(root, ['src', 'test', 'bench', 'scripts']);
const violations = importViolations(graph);

for (const { rule, from, to, why } of violations) {
  process.stderr.write(`${from}${to === '' ? '' : ` → ${to}`} (${rule})\n  ${why}\n`);
}
const imports = [...graph.modules.values()].flat().length;
process.stdout.write(`imports: ${graph.modules.size} modules, ${imports} imports, ${violations.length} violations\n`);
// A graph without imports is a blind check, not a clean tree.
if (violations.length > 0 || imports === 0) process.exitCode = 1;
