import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/main.ts';

/** What a command printed, and its exit status. */
export interface CliRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface CliSurroundings {
  readonly stdin?: string;
  readonly environment?: Record<string, string>;
  /** Stands in for standard input. */
  readonly input?: () => Promise<Buffer>;
  /** @default false: a program reads the output */
  readonly isTerminal?: boolean;
  /** Stands in for SIGINT and SIGTERM. */
  readonly stop?: AbortSignal;
}

/** Runs a command in this process, as `bin/vaultwright.js` runs it in its own. */
export async function runCli(
  args: readonly string[],
  workingDirectory: string,
  {
    stdin = '',
    environment = {},
    input = async () => Buffer.from(stdin),
    isTerminal = false,
    stop = new AbortController().signal,
  }: CliSurroundings = {},
): Promise<CliRun> {
  let out = '';
  let err = '';
  const status = await main({
    args,
    workingDirectory,
    environment,
    isColorTerminal: false,
    isTerminal,
    stopSignal: () => stop,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    input,
  });
  return { status, out, err };
}

/** Makes a folder with files; the caller removes it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-cli-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
