import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BootstrapSummary } from '../../../src/lifecycle/programs/bootstrap/run-bootstrap.ts';
import type { Step } from '../../../src/lifecycle/run/journal.ts';
import type { BootstrapProcessInput } from './bootstrap-process-input.ts';

/** What one process of a bootstrap left. */
export interface BootstrapResult {
  /** `null` where it was killed. */
  readonly code: number | null;
  readonly steps: readonly Step[];
  readonly summary: BootstrapSummary | undefined;
  /** Everything that it printed. */
  readonly output: string;
}

/** Bundles the program once, as the Pod has it: so starting a process takes a tenth of the time. */
export async function bundleBootstrapProcess(folder: string): Promise<string> {
  const outfile = join(folder, 'bootstrap-process.mjs');
  const entry = join(import.meta.dirname, 'bootstrap-process.ts');
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node24', logLevel: 'error' } as const;
  await build({ entryPoints: [entry], outfile, ...options });
  return outfile;
}

/** A bootstrap in a process of its own. */
export class BootstrapRunner {
  readonly ended: Promise<BootstrapResult>;
  readonly #child: ChildProcess;

  constructor(program: string, input: BootstrapProcessInput) {
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
  const summary = lines.find(({ kind }) => kind === 'BootstrapSummary');
  return { steps: lines.filter((line) => line !== summary), summary };
}
