import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRules } from '../../src/guardrails/engine/registry.ts';

interface Run {
  readonly status: number;
  readonly output: string;
}

describe('npm run new:rule', () => {
  /** The repository without the tests of its rules. */
  const copied = [
    ...['.gitignore', 'biome.json', 'docs', 'package.json', 'scripts', 'src', 'tsconfig.json', 'vitest.config.ts'],
    ...[
      'test/run-folder.ts',
      'test/e2e/remind-of-e2e.ts',
      'test/guardrails/findings-of.ts',
      'test/guardrails/rules.test.ts',
    ],
  ];
  const sources = [
    'src/guardrails/rules/inline/no-such-thing.ts',
    'test/guardrails/rules/inline/no-such-thing.test.ts',
    'src/guardrails/engine/registry.ts',
  ];
  let folder: string;
  let written: Run;

  /** Runs a program of Node.js in the copy, as its npm scripts do. */
  const run = (...args: readonly string[]): Promise<Run> => {
    // Above all not where the run that this test belongs to writes its report.
    const outer = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV$|FORCE_COLOR$)/.test(name));
    const env = { ...Object.fromEntries(outer), NO_COLOR: '1' };
    return new Promise((settle) =>
      execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) =>
        settle({ status: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      ),
    );
  };
  const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'new-rule-'));
    for (const path of copied) cpSync(path, join(folder, path), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    written = await run('scripts/new-rule.ts', 'inline/no-such-thing');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('names the files that it writes', () => {
    expect(written.status, written.output).toBe(0);
    expect(written.output.split('\n').slice(0, 4)).toEqual([...sources, 'docs/rules/no-such-thing.md']);
  });

  test('documents the rule, with a free code, wherever rules are listed', () => {
    const [, code = ''] = /code: '(VW3\d{3})'/.exec(textOf('src/guardrails/rules/inline/no-such-thing.ts')) ?? [];
    expect(allRules.map((rule) => rule.code)).not.toContain(code);
    const document = textOf('docs/rules/no-such-thing.md');
    expect(document).toContain(
      `# no-such-thing\n\nNo object has the annotation no-such-thing.\n\n- **Code:** ${code}\n`,
    );
    expect(document).toContain(
      '\n- error: "app" has the annotation — `app.yaml` at `metadata.annotations.no-such-thing`\n',
    );
    expect(textOf('docs/rules/README.md')).toContain(`| [no-such-thing](no-such-thing.md) | ${code} |`);
    expect(textOf('docs/errors.md')).toContain(`| ${code} | [no-such-thing](rules/no-such-thing.md) |`);
  });

  test('writes what the linter and the compiler take, and a test that passes', async () => {
    const own = { extends: './tsconfig.json', include: sources };
    writeFileSync(join(folder, 'tsconfig.own.json'), JSON.stringify(own));
    const [lint, types, tests] = await Promise.all([
      run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...sources),
      run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.own.json', '--singleThreaded'),
      run('node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '-t', 'no-such-thing', 'test/guardrails/rules'),
    ]);
    expect([lint, types, tests].map(({ status, output }) => (status === 0 ? '' : output))).toEqual(['', '', '']);
    // Its own, and five for its two failing and two passing examples.
    expect(tests.output).toMatch(/Tests +6 passed/);
  });

  test('writes nothing where it cannot, and says how it is called', async () => {
    const state = () =>
      globSync('{src,test,docs}/**/*.*', { cwd: folder }).map((path) => [path, statSync(join(folder, path)).mtimeMs]);
    const before = state();
    const { status, output } = await run('scripts/new-rule.ts', 'vault/known-secret');
    expect([status, output]).toEqual([
      2,
      'Rule known-secret exists.\nUsage: npm run new:rule -- <family>/<id> [VW3nnn]\n',
    ]);
    expect(state()).toEqual(before);
  });
});
