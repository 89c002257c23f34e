import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

const program = (folder: string, body: string) => `
import { definePlatform, synthesizePlatform } from '${relative(folder, join(root, 'src/index.ts'))}';
const platform = definePlatform({
  store: 'small-vault',
  clusters: { one: { stores: 'cluster' } },
  environments: { dev: { cluster: 'one', namespace: 'small-dev', lifecycle: 'ephemeral', vault: { address: 'http://vault.a.svc:8200', bootstrap: { initialize: true, unseal: true, credentialsSecret: 'keys' } }, upstream: { type: 'local', secret: 'upstream', key: 'env.json' } } },
});
${body}
process.exitCode = await synthesizePlatform(platform, { components: [] });
`;

/** Runs the program of a small project as \`cdk8s synth\` runs it. */
function synth(body: string, environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), files: ['main.ts'], include: [] }),
  );
  writeFileSync(join(folder, 'main.ts'), program(folder, body));
  const env = { ...process.env, CDK8S_OUTDIR: 'staging', CDK8S_RECORD_CONSTRUCT_METADATA: 'false', ...environment };
  mkdirSync(join(folder, 'staging'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, ['main.ts'], { cwd: folder, encoding: 'utf8', env });
  const run = { status, stderr, isWritten: existsSync(join(folder, 'dist')), staging: listed(join(folder, 'staging')) };
  rmSync(folder, { recursive: true });
  return run;
}

const listed = (path: string): readonly string[] | undefined => (existsSync(path) ? readdirSync(path) : undefined);

const value = ['Zx9', 'LmT4'].join('');

describe('cdk8s synth', () => {
  test('replaces nothing where a declaration does not compile, names the line, and shows no text of it', () => {
    const { stderr, isWritten, staging } = synth(
      `export const port: 'open' = '${value}';\nexport const size: number = 'a' + 'b';`,
    );
    expect(isWritten).toBe(false);
    // The command then says in one line that it failed, instead of printing a stack trace.
    expect(staging).toBeUndefined();
    expect(stderr.match(/error VW1907: TS2322/g)).toHaveLength(2);
    expect(stderr).toMatch(/where: main\.ts:9:14/);
    expect(stderr).not.toContain(value);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  describe('without the check of types', () => {
    let run: ReturnType<typeof synth>;
    beforeAll(() => {
      run = synth(`export const size: number = 'a' + 'b';`, { VAULTWRIGHT_TYPE_CHECK: 'off' });
    });

    test('renders what does not compile, and says so', () => {
      expect(run).toMatchObject({ status: 0, isWritten: true });
      expect(run.stderr).toContain('Types are not checked: VAULTWRIGHT_TYPE_CHECK=off.');
    });

    test('leaves one file for the command, so that one line follows the summary', () => {
      expect(run.staging, run.stderr).toEqual(['manifests.k8s.yaml']);
    });
  });
});
