import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { bareEnvironment } from '../../model/child-environment.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import { isValuesFile } from './manifest-role.ts';
import { type GivenPaths, statsOf } from './regular-file.ts';
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
 * Renders charts with `helm template`: once with their own values, and once more with each further values
 * file beside them.
 *
 * Helm is called with arguments, never through a shell, with no variable that could hold a token, and nothing
 * is fetched: dependencies must be in `charts/`. It follows links, so that a chart which leads out of the
 * given paths is not rendered.
 *
 * @param chartFiles absolute paths of `Chart.yaml` files
 * @param given the paths that nothing may leave
 * @throws ConfigurationError VW2040 where helm is not on the path
 */
export async function renderCharts(
  chartFiles: readonly string[],
  given: GivenPaths,
  workingDirectory: string,
): Promise<ChartRenders> {
  if (chartFiles.length > 0) await requireHelm();
  const renders: ChartRender[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const chartFile of chartFiles) {
    const folder = dirname(chartFile);
    const stray = strayEntry(folder, given);
    if (stray !== undefined) {
      diagnostics.push(unrenderedChart(shownPath(chartFile, workingDirectory), relative(folder, stray)));
      continue;
    }
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
    await execute('helm', ['version', '--short'], { timeout: timeoutMs, env: bareEnvironment(process.env) });
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

/**
 * The first entry below a chart, behind its links as well, that is neither file nor folder, or leads out of
 * the given paths.
 */
function strayEntry(folder: string, given: GivenPaths, seen = new Set<string>()): string | undefined {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) continue;
    const path = join(folder, entry.name);
    const stats = statsOf(path);
    const place = given.place(path);
    if (place === undefined || !(stats?.isFile() || stats?.isDirectory())) return path;
    if (!stats.isDirectory() || seen.has(place.real)) continue;
    seen.add(place.real);
    const inside = strayEntry(path, given, seen);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

const unrenderedChart = (file: string, entry: string): Diagnostic => ({
  code: 'VW4010',
  severity: 'warning',
  what: `The chart is not rendered: ${entry} leads out of the checked paths, nowhere, or to no file`,
  why: 'Helm would read what is behind it. Its objects were judged as unrendered templates only.',
  fix: 'Remove the entry, or name its target as a further path.',
  place: { position: { file, line: 1 } },
});

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
      .replace(/^-+|(?<!-)-+$/g, '')
      .slice(0, 53) || 'release';
  const args = ['template', release, folder, ...(values === undefined ? [] : ['--values', join(folder, values)])];
  const env = bareEnvironment(process.env);
  const limits = { timeout: timeoutMs, maxBuffer: maximumBytes };
  const { stdout } = await execute('helm', args, { encoding: 'buffer', env, ...limits });
  return stdout;
}

// Helm's own message can quote values, so only the template that it names is repeated.
function failedRender(file: string, values: string | undefined, error: unknown): Diagnostic {
  const stderr = String((error as { stderr?: Buffer | string }).stderr ?? '');
  const template = /(?<![\w./-])[\w./-]{1,500}\.(?:yaml|yml|tpl|txt):\d{1,9}/.exec(stderr.slice(0, 20_000))?.[0];
  return {
    code: 'VW4010',
    severity: 'warning',
    what: `The chart does not render${values === undefined ? '' : ` with ${values}`}${template === undefined ? '' : `: helm stops at ${template}`}`,
    why: 'Its objects were judged as unrendered templates only.',
    fix: 'Run `helm template` on it; a chart that needs dependencies wants `helm dependency build` first.',
    place: { position: { file, line: 1 } },
  };
}
