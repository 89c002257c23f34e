import { type ChildProcess, spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Step } from '../../../src/lifecycle/run/journal.ts';
import type { RunSummary } from '../../../src/lifecycle/run/run-summary.ts';
import type { ConfigureProcessInput } from '../configure/configure-process-input.ts';
import type { BootstrapProcessInput } from './bootstrap-process-input.ts';

/** What one process of a bootstrap or of a configurator left. */
export interface BootstrapResult {
  /** `null` where it was killed. */
  readonly code: number | null;
  readonly steps: readonly Step[];
  readonly summary: RunSummary<string> | undefined;
  /** Everything that it printed. */
  readonly output: string;
}

/** Bundles a program once, as the Pod has it: so starting a process takes a tenth of the time. */
export async function bundleBootstrapProcess(
  folder: string,
  entry = join(import.meta.dirname, 'bootstrap-process.ts'),
): Promise<string> {
  const outfile = join(folder, `${basename(entry, '.ts')}.mjs`);
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node24', logLevel: 'error' } as const;
  await build({ entryPoints: [entry], outfile, ...options });
  return outfile;
}

/** A bootstrap or a configurator in a process of its own. */
export class BootstrapRunner {
  readonly ended: Promise<BootstrapResult>;
  readonly #child: ChildProcess;

  constructor(program: string, input: BootstrapProcessInput | ConfigureProcessInput) {
    this.#child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'], env: {} });
    let output = '';
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    this.#child.stdin?.on('error', () => undefined).end(JSON.stringify(input));
    this.ended = new Promise((settle, fail) => {
      this.#child.on('error', fail).on('close', (code) => settle({ code, output, ...linesOf(output) }));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  terminate(): void {
    this.#child.kill('SIGTERM');
  }
}

function linesOf(output: string): Pick<BootstrapResult, 'steps' | 'summary'> {
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));
  const summary = lines.find(({ kind }) => kind?.endsWith('Summary'));
  return { steps: lines.filter((line) => line !== summary), summary };
}
