import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import { isValuesFile } from './manifest-role.ts';
import { shownPath } from './walk-tree.ts';

/** What a chart rendered with one combination of its values files. */
export interface ChartRender {
  /** Shown in place of a file. */
  readonly name: string;
  readonly bytes: Buffer;
}

export interface ChartRenders {
  readonly renders: readonly ChartRender[];
  readonly diagnostics: readonly Diagnostic[];
}

const execute = promisify(execFile);
const timeoutMs = 120_000;
const maximumBytes = 2 ** 28;

/**
 * Renders charts with `helm template`: once with their own values, and once more with each further values file beside them.
 *
 * Helm is called with arguments, never through a shell, and nothing is fetched: dependencies must be in `charts/`.
 *
 * @param chartFiles absolute paths of `Chart.yaml` files
 * @throws ConfigurationError VW2040 where helm is not on the path
 */
export async function renderCharts(chartFiles: readonly string[], workingDirectory: string): Promise<ChartRenders> {
  if (chartFiles.length > 0) await requireHelm();
  const renders: ChartRender[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const chartFile of chartFiles) {
    const folder = dirname(chartFile);
    for (const values of [undefined, ...furtherValues(folder)]) {
      const shown = shownPath(folder, workingDirectory);
      const name = `${shown} (helm template${values === undefined ? '' : ` -f ${values}`})`;
      try {
        renders.push({ name, bytes: await render(folder, values) });
      } catch (error) {
        diagnostics.push(failedRender(shownPath(chartFile, workingDirectory), values, error));
      }
    }
  }
  return { renders, diagnostics };
}

async function requireHelm(): Promise<void> {
  try {
    await execute('helm', ['version', '--short'], { timeout: timeoutMs });
  } catch {
    throw new ConfigurationError([
      {
        code: 'VW2040',
        severity: 'error',
        what: 'helm is not on the PATH',
        why: '--helm renders charts with it; without that, templates are read as they are.',
        fix: 'Install Helm 3 or later, or leave --helm out.',
        place: {},
      },
    ]);
  }
}

const furtherValues = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => isValuesFile(name) && name !== 'values.yaml' && /\.ya?ml$/.test(name))
    .sort();

async function render(folder: string, values: string | undefined): Promise<Buffer> {
  // A release name must be a DNS label.
  const release =
    basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 53) || 'release';
  const args = ['template', release, folder, ...(values === undefined ? [] : ['--values', join(folder, values)])];
  const { stdout } = await execute('helm', args, { encoding: 'buffer', timeout: timeoutMs, maxBuffer: maximumBytes });
  return stdout;
}

// Helm's own message can quote values, so only the template that it names is repeated.
function failedRender(file: string, values: string | undefined, error: unknown): Diagnostic {
  const stderr = String((error as { stderr?: Buffer | string }).stderr ?? '');
  const template = /[\w./-]+\.(?:yaml|yml|tpl|txt):\d+/.exec(stderr)?.[0];
  return {
    code: 'VW4010',
    severity: 'warning',
    what: `The chart does not render${values === undefined ? '' : ` with ${values}`}${template === undefined ? '' : `: helm stops at ${template}`}`,
    why: 'Its objects were judged as unrendered templates only.',
    fix: 'Run `helm template` on it; a chart that needs dependencies wants `helm dependency build` first.',
    place: { position: { file, line: 1 } },
  };
}
