import { join } from 'node:path';
import { formatDiagnostic } from '../src/index.ts';
import { formatDifferences, updateGolden } from './golden/golden-files.ts';
import { pinPrograms } from './golden/pin-programs.ts';
import { renderedPlatform } from './golden/rendered-platform.ts';

/**
 * `npm run golden`: replaces the golden files by what the platform renders now. Refuses in CI, and while
 * there are findings.
 */
const { files, diagnostics } = await renderedPlatform();
const errors = diagnostics.filter(({ severity }) => severity === 'error');

try {
  if (errors.length > 0)
    throw new Error(
      `What is rendered has findings, so it is not golden:\n\n${errors.map(formatDiagnostic).join('\n\n')}`,
    );
  const changed = updateGolden(join(import.meta.dirname, '..', 'test', 'golden'), pinPrograms(files));
  process.stdout.write(changed.length === 0 ? 'golden files: nothing changed\n' : `${formatDifferences(changed)}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
