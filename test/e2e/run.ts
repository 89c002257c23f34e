import { join } from 'node:path';
import { VaultwrightError } from '../../src/model/diagnostics/errors.ts';
import { runInNamespace } from './run-in-namespace.ts';
import { requiredPrograms } from './tools/programs.ts';

/** `npm run test:e2e [-- vitest arguments]`: builds what is missing, then runs the end-to-end tests in a namespace of their own. */
const root = join(import.meta.dirname, '..', '..');
const vitest = [
  process.execPath,
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  ...['--config', join(import.meta.dirname, 'vitest.config.ts')],
  ...process.argv.slice(2),
];

try {
  process.exitCode = await runInNamespace(vitest, { needs: requiredPrograms });
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}
