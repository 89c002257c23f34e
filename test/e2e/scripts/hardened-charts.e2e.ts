// e2e: needs helm
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderedPlatform } from '../../../scripts/golden/rendered-platform.ts';
import { guardrailsFile } from '../../../src/platform/guardrails.ts';
import { findProgram } from '../tools/find-program.ts';

const root = join(import.meta.dirname, '../../..');
let helm: string;
let folder: string;

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
};

beforeAll(async () => {
  helm = await findProgram('helm', { environment: process.env, say: () => {} });
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-charts-'));
  const { files } = await renderedPlatform();
  write(Object.fromEntries([...files].map(([file, text]) => [`dist/${file}`, text])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(join(folder, 'charts'), { recursive: true, force: true }));

const chart = (name: string, templates: Readonly<Record<string, string>>, more = ''): Record<string, string> => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nicon: https://example.org/a.svg\n${more}`,
  [`charts/${name}/values.yaml`]: '{}\n',
  ...Object.fromEntries(Object.entries(templates).map(([file, text]) => [`charts/${name}/templates/${file}`, text])),
});
/** Reads the Secret that the platform names in its values, and fails without it. */
const reading = (value: string): string => `apiVersion: v1
kind: Pod
metadata: {name: reader, namespace: {{ .Release.Namespace }}}
spec:
  containers:
    - name: reader
      image: registry.example.org/reader:1.0.0
      envFrom: [{secretRef: {name: {{ required "name an existing Secret" ${value} }}}}]
`;
const threads = chart('threads', { 'pod.yaml': reading('.Values.postgresql.auth.existingSecret') });

interface Validation {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function validate(...args: readonly string[]): Validation {
  const { status, stdout, stderr } = spawnSync(
    join(root, 'scripts/validate-hardened-charts.sh'),
    ['--config', guardrailsFile, ...args, 'charts'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, HELM: helm } },
  );
  return { status, out: stdout, err: stderr };
}

describe('validate-hardened-charts.sh', { timeout: 240_000 }, () => {
  test('renders a hardened chart with the values of every environment, and passes it', () => {
    write({ ...threads, ...chart('library', {}, 'type: library\n') });
    const { status, out, err } = validate('--sarif', 'sarif');
    expect(err).toBe('');
    expect(out).toMatch(/^4 charts rendered in 4 environments, 0 failures$/m);
    expect(status).toBe(0);
    for (const environment of ['dev', 'local', 'production', 'staging']) {
      expect(existsSync(join(folder, 'sarif', `${environment}.sarif`))).toBe(true);
      expect(JSON.parse(readFileSync(join(folder, 'sarif', `${environment}.sarif`), 'utf8')).runs[0].results).toEqual(
        [],
      );
    }
  });

  test('names every chart that does not render, with what its template says', () => {
    write({
      ...chart('threads', { 'pod.yaml': reading('.Values.postgresql.auth.renamedSecret') }),
      ...chart('broken', { 'a.yaml': '{{ .Values.a.b.c }}' }),
    });
    const { status, err } = validate('-e', 'staging');
    expect(status).toBe(1);
    expect(err).toMatch(/^FAILED staging\/threads: helm template: .*name an existing Secret/m);
    expect(err).toMatch(/^FAILED staging\/broken: helm template: /m);
  });

  test('names a Secret that nothing writes, and a credential that a chart brings', () => {
    write({
      ...chart('threads', {
        'pod.yaml': reading('"threads-db-credential"'),
        'config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {DB_PASSWORD: fixed-for-now}\n',
      }),
    });
    const { status, out } = validate('-e', 'dev');
    expect(status).toBe(1);
    expect(out).toContain('dev/charts/threads.yaml');
    expect(out).toContain('known-secret');
    expect(out).toContain('no-configmap-credential');
    expect(out).not.toContain('fixed-for-now');
  });

  test('gives an unknown chart its own values of the environment', () => {
    write({
      ...chart('other', {
        'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ required "a name" .Values.name }}}\n',
      }),
      'charts/other/values-dev.yaml': 'name: other\n',
    });
    expect(validate('-e', 'dev').status).toBe(0);
    const { status, err } = validate('-e', 'local');
    expect([status, err]).toEqual([1, expect.stringContaining('local/other: helm template')]);
  });

  test('misses charts of components only where all are wanted', () => {
    write(threads);
    expect(validate('-e', 'dev').status).toBe(0);
    const { status, err } = validate('-e', 'dev', '--require-all');
    expect(status).toBe(1);
    expect(err).toContain('FAILED dev/db-migrations: there is no chart of this name');
    expect(err).not.toContain('dev/threads');
  });
});
