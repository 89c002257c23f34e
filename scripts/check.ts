import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** `npm run check`: every fast check at once, in parallel; each says all that it finds. */
const root = join(import.meta.dirname, '..');
const checks: Readonly<Record<string, readonly string[]>> = {
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
  'lint and format': [
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--diagnostic-level=warn',
    '--error-on-warnings',
    '.',
  ],
  'unused code and dependencies': ['node_modules/knip/bin/knip.js', '--no-progress'],
  'width of comments': ['scripts/check-comments.ts'],
  'import directions': ['scripts/check-imports.ts'],
  'lock file': ['scripts/check-lockfile.ts'],
  'regular expressions': ['scripts/check-expressions.ts'],
};

async function run(name: string, args: readonly string[]): Promise<boolean> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const passed = await new Promise<boolean>((settle, fail) =>
    child.on('error', fail).on('close', (code) => settle(code === 0)),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const text = Buffer.concat(output).toString().trim();
  process.stdout.write(
    `${passed ? 'ok' : 'FAILED'}: ${name} (${seconds} s)\n${passed || text === '' ? '' : `${text}\n\n`}`,
  );
  return passed;
}

const results = await Promise.all(Object.entries(checks).map(([name, args]) => run(name, args)));
if (results.includes(false)) process.exitCode = 1;
