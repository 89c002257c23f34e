import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderPreviewPlatform } from '../constructs/preview-platform.ts';
import { folderWith, runCli } from './run-cli.ts';

const { files, diagnostics } = await renderPreviewPlatform({
  local: { namespaces: 'try-*', components: ['web'] },
  dev: { namespaces: 'pr-shop-*', components: ['web', 'worker'] },
});

let folder: string;
/** What the first tests share, and those that change it have to themselves. */
function makeOutput(): void {
  expect(diagnostics).toEqual([]);
  folder = folderWith({});
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, 'dist', file)), { recursive: true });
    writeFileSync(join(folder, 'dist', file), text);
  }
}
const removeOutput = () => rmSync(folder, { recursive: true, force: true });

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: { readonly secretStoreRef?: unknown };
}

/** An ExternalSecret as it is rendered in the namespace of an environment. */
const externalSecret = (environment: string, name: string): Printed | undefined =>
  [...files]
    .filter(([file]) => file.startsWith(`${environment}/services/`))
    .flatMap(([, text]) => loadAll(text) as Printed[])
    .find(({ metadata }) => metadata.name === name && metadata.namespace === `shop-${environment}`);

const preview = (...args: readonly string[]) => runCli(['preview', ...args], folder);
const dev = ['pr-shop-12', '-e', 'dev'];

describe('vaultwright preview', () => {
  beforeAll(makeOutput);
  afterAll(removeOutput);

  test('prints the token, the store and the ExternalSecrets of one component', async () => {
    const { status, out, err } = await preview('try-it', '--environment', 'local');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const [token, store, session] = out.split(/^---\n/m);
    expect(`${token}---\n${store}`).toMatchInlineSnapshot(`
      "apiVersion: v1
      kind: Secret
      metadata:
        annotations:
          kubernetes.io/service-account.name: default
          vaultwright.io/owner: keepers
        labels:
          app.kubernetes.io/managed-by: vaultwright
          app.kubernetes.io/part-of: foundation
          vaultwright.io/phase: '100'
        name: default-external-secrets-token
        namespace: try-it
      type: kubernetes.io/service-account-token
      ---
      apiVersion: external-secrets.io/v1
      kind: SecretStore
      metadata:
        annotations:
          vaultwright.io/owner: keepers
        labels:
          app.kubernetes.io/managed-by: vaultwright
          app.kubernetes.io/part-of: foundation
          vaultwright.io/phase: '100'
        name: shop-vault
        namespace: try-it
      spec:
        provider:
          vault:
            auth:
              kubernetes:
                mountPath: kubernetes
                role: external-secrets-preview
                secretRef:
                  key: token
                  name: default-external-secrets-token
            path: secret
            server: http://vault.shop-local.svc.cluster.local:8200
            version: v2
      "
    `);
    const original = externalSecret('local', 'web-session-sync');
    expect(load(session ?? '')).toEqual({
      ...original,
      metadata: { ...original?.metadata, namespace: 'try-it' },
      spec: { ...original?.spec, secretStoreRef: { kind: 'SecretStore', name: 'shop-vault' } },
    });
    expect(original?.spec?.secretStoreRef).toEqual({ kind: 'ClusterSecretStore', name: 'shop-vault' });
  });

  test('moves the ExternalSecrets of every component as they are, and reads through a store of the namespace', async () => {
    const { out } = await preview(...dev);
    const printed = loadAll(out) as Printed[];
    expect(printed.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`)).toEqual([
      'Secret pr-shop-12/default-external-secrets-token',
      'SecretStore pr-shop-12/shop-vault',
      'ExternalSecret pr-shop-12/web-session-sync',
      'ExternalSecret pr-shop-12/worker-queue-sync',
    ]);
    for (const { metadata, spec } of printed.slice(2)) expect(spec).toEqual(externalSecret('dev', metadata.name)?.spec);
    expect(printed.map(({ spec }) => spec?.secretStoreRef).slice(2)).toEqual(
      Array(2).fill({ kind: 'SecretStore', name: 'shop-vault' }),
    );
  });

  test('prints the same again, for another namespace the same with its name, and as JSON the same objects', async () => {
    const { out } = await preview(...dev);
    expect((await preview(...dev)).out).toBe(out);
    expect((await preview('pr-shop-13', '-e', 'dev')).out).toBe(out.replaceAll('pr-shop-12', 'pr-shop-13'));
    expect(JSON.parse((await preview(...dev, '--json')).out)).toEqual({
      apiVersion: 'v1',
      kind: 'List',
      items: loadAll(out),
    });
  });

  test('writes to a file, and reads another output folder', async () => {
    const { out } = await preview(...dev);
    expect(await preview(...dev, '-d', join(folder, 'dist'), '-o', 'preview.yaml')).toEqual({
      status: 0,
      out: '',
      err: '',
    });
    expect(readFileSync(join(folder, 'preview.yaml'), 'utf8')).toBe(out);
  });

  test.each<[string, readonly string[], string, RegExp]>([
    ['no namespace', ['-e', 'dev'], 'VW2000', /namespace/],
    ['no environment', ['pr-shop-12'], 'VW2000', /--environment/],
    ['an environment that is not rendered', ['pr-shop-12', '-e', 'prod'], 'VW5101', /"prod"/],
    ['an environment without previews', ['pr-shop-12', '-e', 'test'], 'VW5140', /"test" has no previews/],
    ['a regulated environment', ['pr-shop-12', '-e', 'production'], 'VW5140', /"production" has no previews/],
    ['a namespace of another environment', ['try-it', '-e', 'dev'], 'VW5141', /pr-shop-\*, and not "try-it"/],
    ['the namespace of the environment', ['shop-dev', '-e', 'dev'], 'VW5141', /not "shop-dev"/],
    ['a name that ends in the pattern', ['my-pr-shop-12', '-e', 'dev'], 'VW5141', /not "my-pr-shop-12"/],
    ['a name that Kubernetes refuses', ['pr-shop-A', '-e', 'dev'], 'VW5141', /not "pr-shop-A"/],
    ['a name that is too long', [`pr-shop-${'1'.repeat(56)}`, '-e', 'dev'], 'VW5141', /not "pr-shop-1+"/],
    ['a pattern instead of a name', ['pr-shop-*', '-e', 'dev'], 'VW5141', /not "pr-shop-\*"/],
    ['a configuration that is not there', [...dev, '-c', 'none.yaml'], 'VW2001', /none\.yaml/],
    ['an unknown preset', [...dev, '-p', 'none'], 'VW2003', /"none"/],
    ['a file that cannot be written', [...dev, '-o', 'no/such/folder'], 'VW2008', /no\/such\/folder/],
  ])('refuses %s', async (_, args, code, message) => {
    const { status, out, err } = await preview(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`error ${code}: `);
    expect(err).toMatch(message);
    expect(err).toMatch(/\n {2}why: .+\n {2}fix: /);
  });
});

/** Changes the rendered output of `dev`, as a hand or an older version might. */
function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, 'dist/dev', file);
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(path, edited);
}

const foundation = 'foundation/foundation/foundation.k8s.yaml';
const web = 'services/web/web.k8s.yaml';
const worker = 'services/worker/worker.k8s.yaml';

describe('what is rendered decides', () => {
  beforeEach(makeOutput);
  afterEach(removeOutput);

  test.each<[string, readonly [string, string | RegExp, string], number, string, RegExp]>([
    [
      'a key that the role cannot read',
      [worker, 'key: worker-password', 'key: tool-password'],
      1,
      'VW3114',
      /tool-password/,
    ],
    ['a key that nobody declares', [worker, 'key: worker-password', 'key: web-password'], 1, 'VW3151', /web-password/],
    [
      'a policy without a key',
      [foundation, /(previews?"[\s\S]*policies": \[[\s\S]*external-secrets-preview"[\s\S]*?)web-token/, '$1web-other'],
      1,
      'VW3114',
      /Role "external-secrets-preview" has no read on "web-token"/,
    ],
    [
      'a role that is missing',
      ['environment.json', '"name": "external-secrets-preview"', '"name": "external-secrets-other"'],
      2,
      'VW5142',
      /no role "external-secrets-preview"/,
    ],
    [
      'a component without ExternalSecrets',
      [web, /kind: ExternalSecret\n/g, 'kind: PushSecret\n'],
      2,
      'VW5142',
      /"web" has no ExternalSecret in namespace "shop-dev"/,
    ],
    [
      'a store that is missing',
      [foundation, /kind: SecretStore\n/g, 'kind: VaultStore\n'],
      2,
      'VW5142',
      /"web-session-sync" has no SecretStore "shop-vault"[\s\S]*"worker-queue-sync" has no/,
    ],
    [
      'a store without a login through Kubernetes',
      [foundation, /kubernetes:\n/g, 'cert:\n'],
      2,
      'VW5142',
      /has no SecretStore "shop-vault" that logs in/,
    ],
    [
      'a literal in a template',
      [web, '"key":"', '"password":"hunter2-literal","key":"'],
      1,
      'VW3012',
      /web-session-sync/,
    ],
  ])('%s', async (_, change, expected, code, message) => {
    edit(...change);
    const { status, out, err } = await preview(...dev, '-o', 'preview.yaml');
    expect({ status, out }, err).toEqual({ status: expected, out: '' });
    expect(err).toContain(`error ${code}`);
    expect(err).toMatch(message);
    expect(err).not.toContain('hunter2');
    expect(() => readFileSync(join(folder, 'preview.yaml'))).toThrow('ENOENT');
  });

  test('what is wrong in the environment alone is not told again', async () => {
    writeFileSync(
      join(folder, 'dist/dev/services/web/other.yaml'),
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: lost, namespace: shop-dev}\nspec: {secretStoreRef: {kind: SecretStore, name: none}, data: []}\n',
    );
    expect((await preview(...dev)).status).toBe(0);
    // Nor is a rule lost that judges the preview as well.
    edit(worker, 'key: worker-password', 'key: web-password');
    const { err } = await preview(...dev);
    expect(err).toContain('web-password');
    expect(err).not.toContain('lost');
  });

  test('the configuration of the guardrails counts', async () => {
    writeFileSync(join(folder, 'vaultwright.config.yaml'), 'storeNames: [other-vault]\n');
    const { status, err } = await preview(...dev);
    expect(status).toBe(1);
    expect(err).toContain('error VW3112 (store-name): Store "shop-vault" is none of: other-vault');
  });
});
