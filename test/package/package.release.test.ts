import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitLibrary } from '../../scripts/build-library.ts';
import { bundleProgram } from '../../src/rendering/bundle-program.ts';

const repository = join(import.meta.dirname, '..', '..');

/**
 * `.ci/run` installs the tarball with npm, outside the repository; by default it is only unpacked, and its
 * dependencies are those of the repository, which takes a second instead of half a minute.
 */
const isInstalled = process.env.VAULTWRIGHT_PACKAGE === 'installed';

let folder: string;
let outsider: string;
let packed: string[];

/** All that a run without findings says on standard error. */
const summary = /^rendered\/ (?:replaced|unchanged): 2 environments, 19 objects, 10 files\.\n$/;

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Run {
  const { VITEST: _vitest, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...environment, ...env },
  });
  return { status, stdout, stderr };
}

function succeed(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = run(program, args, cwd);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

interface PackResult {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function pack(source: string, ...options: string[]): PackResult {
  const [result] = JSON.parse(
    succeed('npm', ['pack', '--json', '--loglevel=error', ...options], source),
  ) as PackResult[];
  if (result === undefined) throw new Error('npm packed nothing');
  return result;
}

/**
 * The repository as npm would pack it, with a `lib/` of its own so that tests in parallel do not meet in one.
 */
async function stagePackage(stage: string): Promise<void> {
  mkdirSync(stage, { recursive: true });
  for (const name of ['package.json', 'LICENSE', 'README.md', 'bin', 'docs', 'imports']) {
    if (existsSync(join(repository, name))) cpSync(join(repository, name), join(stage, name), { recursive: true });
  }
  await emitLibrary(join(stage, 'lib'));
}

beforeAll(async () => {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  folder = mkdtempSync(isInstalled ? join(tmpdir(), 'package-') : join(repository, '.cache', 'package-'));
  outsider = join(folder, 'outsider');
  cpSync(join(import.meta.dirname, 'outsider'), outsider, { recursive: true });
  const stage = join(repository, '.cache', `stage-${process.pid}`);
  try {
    await stagePackage(stage);
    const { filename, files } = pack(stage, '--ignore-scripts', '--pack-destination', folder);
    packed = files.map(({ path }) => path);
    install(join(folder, filename));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function install(tarball: string): void {
  if (isInstalled) {
    const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    const tools = ['typescript', '@types/node', 'cdk8s-cli', 'cdk8s-plus-28'].map(
      (name) => `${name}@${devDependencies[name]}`,
    );
    succeed('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball, ...tools], outsider);
    return;
  }
  const target = join(outsider, 'node_modules', 'vaultwright');
  mkdirSync(target, { recursive: true });
  succeed('tar', ['-xzf', tarball, '--strip-components=1', '-C', target], folder);
}

const tool = (path: string): string => join(isInstalled ? outsider : repository, 'node_modules', path);

/** The Node.js of this process, and the one of the machine where that is another. */
function nodes(): [string, string][] {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'))
    .map((path) => join(path, 'node'))
    .filter((path) => existsSync(path));
  const byVersion = new Map<string, string>();
  for (const path of [process.execPath, ...found]) {
    const version = succeed(path, ['--version'], '/').trim();
    if (!byVersion.has(version)) byVersion.set(version, path);
  }
  return [...byVersion];
}

describe('the package', () => {
  it('holds what is published, and nothing else', () => {
    const published =
      /^(lib\/.+\.(js|d\.ts)|lib\/exports\/health\/[^/]+\.lua|lib\/programs\/[^/]+\.mjs|bin\/[^/]+\.js|imports\/[^/]+\.d\.ts|docs\/(rules\/.+|errors)\.md|docs\/vaultwright\.config\.schema\.json|README\.md|LICENSE|package\.json)$/;
    expect(packed.filter((path) => !published.test(path))).toEqual([]);
    expect(packed).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'lib/index.js',
        'lib/index.d.ts',
        'lib/programs/bootstrap.mjs',
        'lib/validation.js',
      ]),
    );
  });

  it('takes nothing else from the repository either: no source, test, tool or workspace', () => {
    const { files } = pack(repository, '--ignore-scripts', '--dry-run');
    const folders = new Set(files.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path)));
    const expected = ['LICENSE', 'README.md', 'bin', 'docs', 'imports', 'lib', 'package.json'];
    expect([...folders].filter((name) => !expected.includes(name))).toEqual([]);
  });

  it('has nothing of the platform', () => {
    expect(packed.filter((path) => /^lib\/(platform|main|contracts|foundation|services)/.test(path))).toEqual([]);
  });
});

const compile = (...options: string[]): Run =>
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', '.', '--pretty', 'false', ...options], outsider);

describe('an outsider who installed the package', () => {
  beforeAll(() => {
    const { status, stdout } = compile();
    expect([stdout, status]).toEqual(['', 0]);
  });

  it('finds declarations that are sound under the strictest settings', () => {
    const { stdout } = compile('--noEmit', '--skipLibCheck', 'false');
    expect(stdout.split('\n').filter((line) => line.includes('vaultwright/'))).toEqual([]);
  });

  it.each(nodes())('renders a platform of their own on Node.js %s', (version, node) => {
    rmSync(join(outsider, 'rendered'), { recursive: true, force: true });
    const { status, stderr } = run(node, ['out/main.js'], outsider);
    expect([version, stderr, status]).toEqual([version, expect.stringMatching(summary), 0]);
    const rendered = join(outsider, 'rendered');
    const files = readdirSync(rendered, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
    expect(files.map((path) => path.replaceAll('\\', '/')).sort()).toMatchInlineSnapshot(`
      [
        "live/foundation/bootstrap/bootstrap.k8s.yaml",
        "live/foundation/stores/stores.k8s.yaml",
        "live/services/press/press.k8s.yaml",
        "live/values/press.yaml",
        "trial/foundation/bootstrap/bootstrap.k8s.yaml",
        "trial/foundation/stores/stores.k8s.yaml",
        "trial/services/press/press.k8s.yaml",
        "trial/values/press.yaml",
      ]
    `);
    const read = (path: string): unknown => load(readFileSync(join(rendered, path), 'utf8'));
    expect(read('live/services/press/press.k8s.yaml')).toMatchObject({
      kind: 'ExternalSecret',
      metadata: { namespace: 'orchard-live' },
      spec: {
        secretStoreRef: { kind: 'SecretStore', name: 'orchard-vault' },
        target: { name: 'press-db-credentials' },
        data: [
          { secretKey: 'password', remoteRef: { key: 'press-db-password' } },
          { secretKey: 'url', remoteRef: { key: 'press-db-url' } },
          { secretKey: 'username', remoteRef: { key: 'press-db-username' } },
        ],
      },
    });
    expect(read('live/values/press.yaml')).toMatchObject({
      replicas: 12,
      auth: { existingSecret: 'press-db-credentials' },
    });
    const [trial, live] = ['trial', 'live'].map((environment) => {
      const text = readFileSync(join(rendered, environment, 'foundation/bootstrap/bootstrap.k8s.yaml'), 'utf8');
      return loadAll(text) as { kind: string; data?: Record<string, string> }[];
    });
    expect(live?.filter(({ kind, data }) => kind === 'CronJob' || data?.['bootstrap.mjs'])).toEqual([]);
    expect(trial?.filter(({ kind }) => kind === 'CronJob')).toHaveLength(1);
    // The very program that the sources would render, from a library without a bundler.
    expect(trial?.flatMap(({ data }) => data?.['bootstrap.mjs'] ?? [])).toEqual([
      bundleProgram(repository, 'bootstrap'),
    ]);
  });

  it('gets the same from the command of stock cdk8s, whatever it empties before', () => {
    const folder = join(outsider, 'rendered');
    const read = (): [string, string][] =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.yaml'))
        .sort()
        .map((path) => [path, readFileSync(join(folder, path), 'utf8')]);
    const synth = (): Run =>
      run(process.execPath, [tool('cdk8s-cli/bin/cdk8s'), 'synth'], outsider, { CDK8S_CHECK_UPGRADE: 'false' });
    succeed(process.execPath, ['out/main.js'], outsider);
    const before = read();
    rmSync(folder, { recursive: true });
    const { status, stdout, stderr } = synth();
    expect([stderr, status]).toEqual([expect.stringMatching(summary), 0]);
    expect(stdout).toContain('manifests.k8s.yaml');
    expect(read()).toEqual(before);
    expect(synth().status).toBe(0);
    expect(read()).toEqual(before);
  });

  it('cannot compile a key that a Secret of theirs does not have', () => {
    const press = readFileSync(join(outsider, 'src', 'press.ts'), 'utf8');
    const broken = join(outsider, 'src', 'broken.ts');
    writeFileSync(broken, press.replace("key('url')", "key('uri')"));
    try {
      const { status, stdout } = compile('--noEmit');
      expect(stdout).toMatch(/^src\/broken\.ts\(\d+,\d+\): error TS2345: Argument of type '"uri"'/);
      expect(status).not.toBe(0);
    } finally {
      rmSync(broken);
    }
  });
});

describe('the command of the package', () => {
  it.each(nodes())('checks the files of a project on Node.js %s', (_version, node) => {
    const command = join(outsider, 'node_modules', 'vaultwright', 'bin', 'vaultwright.js');
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(run(node, [command, '--version'], outsider)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(version),
    });
    const project = join(outsider, 'checked');
    mkdirSync(project, { recursive: true });
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'inline' } };
    writeFileSync(join(project, 'secret.json'), JSON.stringify({ ...secret, stringData: { password: 'changeme1' } }));
    const found = run(node, [command, 'check', '.'], project);
    expect([found.status, found.stderr]).toEqual([1, '']);
    expect(found.stdout).toContain('secret.json');
    expect(found.stdout).not.toContain('changeme1');
    writeFileSync(join(project, 'secret.json'), JSON.stringify(secret));
    expect(run(node, [command, 'check', '.'], project).status).toBe(0);
  });
});

describe('the validation plugin in a project of plain cdk8s', () => {
  it.each(nodes())('is loaded by the command, which passes and fails by it, on Node.js %s', (_version, node) => {
    const project = join(outsider, 'plugin');
    cpSync(join(outsider, 'node_modules', 'vaultwright'), join(project, 'node_modules', 'vaultwright'), {
      recursive: true,
    });
    const synth = (inline: boolean): Run =>
      run(node, [tool('cdk8s-cli/bin/cdk8s'), 'synth'], project, {
        CDK8S_CHECK_UPGRADE: 'false',
        WITH_INLINE_SECRET: String(inline),
      });
    const clean = synth(false);
    expect(clean.status, clean.stdout + clean.stderr).toBe(0);
    const inline = synth(true);
    expect(inline.status).not.toBe(0);
    expect(inline.stdout + inline.stderr).toContain('settings');
    expect(inline.stdout + inline.stderr).not.toContain('changeme1');
  });
});
