// e2e: needs actionlint, needs starlark
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '../tools/find-program.ts';

const root = join(import.meta.dirname, '../../..');
let actionlint: string;
let starlark: string;
let folder: string;

beforeAll(async () => {
  const options = { environment: process.env, say: () => {} };
  actionlint = await findProgram('actionlint', options);
  starlark = await findProgram('starlark', options);
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-tilt-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('actionlint finds nothing in the workflows', () => {
  const workflows = globSync('.github/workflows/*.yml', { cwd: root });
  expect(workflows).toContain('.github/workflows/ci-helm.yml');
  const { status, stdout } = spawnSync(actionlint, ['-no-color', ...workflows], { cwd: root, encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

/** What Tilt offers to a Tiltfile, as far as ours uses it. */
const tilt = `
resources = {}
def local_resource(name, **options):
    resources[name] = options
def decode_yaml_stream(documents):
    return documents
`;

/** Runs the extension and then some code, and returns what it prints. */
function run(code: string): { readonly status: number | null; readonly out: readonly string[]; readonly err: string } {
  const file = join(folder, 'Tiltfile');
  writeFileSync(file, tilt + readFileSync(join(root, 'tilt/vaultwright/Tiltfile'), 'utf8') + code);
  const { status, stdout, stderr } = spawnSync(starlark, [file], { encoding: 'utf8' });
  // The program prints to standard error, as Tilt does.
  return { status, out: `${stdout}${stderr}`.trimEnd().split('\n'), err: stderr };
}

const listed = (text: string): string[] => JSON.parse(text.replaceAll("'", '"')) as string[];

describe('the Tilt extension', () => {
  test('defines the guards', () => {
    const { out } = run("vaultwright_guards('dev', ['charts'])\nprint(sorted(resources.keys()))\nprint(resources)\n");
    expect(listed(out[0] ?? '')).toEqual([
      'infra:db-secrets-bootstrap',
      'infra:phase0',
      'infra:validate-hardened-charts',
    ]);
    expect(out[1]).toContain('["scripts/infra/bootstrap-db-migrations-secret.sh", "--environment", "dev"]');
  });

  test('makes every workload wait for the critical path', () => {
    const { out } = run("print(workload_dependencies(['infra:42-db-migrations']))\n");
    expect(listed(out[0] ?? '')).toEqual([
      'infra:10-bootstrap',
      'infra:12-crds',
      'infra:15-secrets-certs',
      'infra:20-operators',
      'infra:40-data-plane',
      'infra:db-secrets-bootstrap',
      'infra:42-db-migrations',
    ]);
  });

  test.each([
    ['infra:15-secrets-certs', ['infra:10-bootstrap', 'infra:12-crds']],
    ['infra:40-data-plane', ['infra:10-bootstrap', 'infra:12-crds', 'infra:15-secrets-certs', 'infra:20-operators']],
  ])('makes %s wait for what comes before it', (layer, dependencies) => {
    expect(listed(run(`print(layer_dependencies('${layer}'))\n`).out[0] ?? '')).toEqual(dependencies);
  });

  test.each([
    ['a workload', ['threads'], ['infra:20-operators', 'infra:db-secrets-bootstrap', 'threads']],
    [
      'a layer',
      ['infra:60-qa'],
      ['infra:20-operators', 'infra:22-control-plane', 'infra:40-data-plane', 'infra:60-qa'],
    ],
  ])('runs with %s also what that waits for, after the baseline', (_title, only, further) => {
    const scoped = listed(run(`print(scoped_resources(${JSON.stringify(only)}))\n`).out[0] ?? '');
    expect(scoped.slice(0, 3)).toEqual(['infra:10-bootstrap', 'infra:12-crds', 'infra:15-secrets-certs']);
    expect(scoped).toEqual(expect.arrayContaining(further));
    expect(new Set(scoped).size).toBe(scoped.length);
  });

  test('does not limit a run without a scope', () => {
    expect(run('print(scoped_resources([]))\n').out).toEqual(['[]']);
  });

  test('refuses a release that makes what Argo CD owns, and passes any other', () => {
    const release = (kind: string): string =>
      `check_tilt_release('threads-tilt', [{'kind': 'Deployment'}, {'kind': '${kind}', 'metadata': {'name': 'threads-db'}}])\n`;
    const { status, err } = run(release('ExternalSecret'));
    expect(status).not.toBe(0);
    expect(err).toContain('release threads-tilt makes what Argo CD owns: ExternalSecret threads-db');
    expect(run(release('Service')).status).toBe(0);
  });

  test('refuses an unknown layer', () => {
    const { status, err } = run("layer_dependencies('infra:41')\n");
    expect(status).not.toBe(0);
    expect(err).toContain('there is no layer "infra:41"');
  });
});
