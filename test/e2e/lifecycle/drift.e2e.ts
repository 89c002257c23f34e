// e2e: needs external-secrets
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostics/diagnostic.ts';
import { guardrailsFile } from '../../../src/platform/guardrails.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { simulateSurroundings } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import { exampleUpstream, keptCredentials, seedLocalSecret } from './bootstrapped-environment.ts';
import { WorkstationRunner } from './workstation-runner.ts';

/** A whole environment, everything Ready, and then whatever somebody could do to it. */
let bench: Bench;
let station: WorkstationRunner;
let external: readonly KubernetesObject[];
let root: VaultClient;
const namespace = 'ameide-local';

interface Found {
  readonly status: number | null;
  /** Codes with what each is about, sorted. */
  readonly codes: readonly string[];
  readonly findings: readonly Diagnostic[];
  readonly checked: unknown;
  readonly err: string;
}

async function drift(environment: Readonly<Record<string, string>> = {}, ...args: readonly string[]): Promise<Found> {
  const { status, out, err } = await station.run(['drift', '--json', ...args], environment);
  const report: { findings: Diagnostic[]; checked?: unknown } = out === '' ? { findings: [] } : JSON.parse(out);
  const { findings, checked } = report;
  const about = ({ place, what }: Diagnostic): string =>
    place.vaultPath ?? place.object?.name ?? /"([^"]+)"/.exec(what)?.[1] ?? '';
  return { status, findings, checked, err, codes: findings.map((each) => `${each.code} ${about(each)}`.trim()).sort() };
}

beforeAll(async () => {
  const environment = await renderedEnvironment('local');
  bench = await Bench.start({
    kubernetes: true,
    operator: { concurrency: 8 },
    vaults: { main: { address: environment.vaultAddress } },
  });
  external = environment.objects.filter(({ apiVersion }) => apiVersion.startsWith('external-secrets.io/'));
  await simulateSurroundings(bench, environment.objects);
  for (const object of environment.objects.filter(({ kind }) => kind.startsWith('ClusterRole')))
    await bench.cluster.apply(object);
  station = await WorkstationRunner.prepare(bench, environment);
  await seedLocalSecret(bench, station.documents, exampleUpstream(station.documents));
  const made = await station.run(['bootstrap']);
  expect(made.status, made.err).toBe(0);
  root = bench.vault().client.as((await keptCredentials(bench, station.documents))?.rootToken ?? '');
  const isStore = ({ kind }: KubernetesObject): boolean => kind.endsWith('Store');
  for (const object of [...external.filter(isStore), ...external.filter((each) => !isStore(each))])
    await bench.cluster.apply(object);
});

afterAll(async () => {
  await station?.stop();
  await bench?.stop();
});

const put = (path: string, value: string): Promise<unknown> =>
  root.expect('POST', `secret/data/${path}`, { data: { value } });

describe('vaultwright drift', () => {
  test('names the keys whose producers have not run, and nothing else but what waits for them', async () => {
    const { status, findings } = await drift();
    expect(status).toBe(1);
    const waiting = findings.filter(({ code }) => code === 'VW5122');
    const produced = Object.entries(station.documents.fixtureMap.entries).filter(
      ([, { recipe, writer }]) => recipe?.type === 'placeholder' || (recipe === undefined && writer !== 'mirror'),
    );
    for (const [path, { writer }] of produced)
      expect(waiting.find(({ place }) => place.vaultPath === path)?.what).toContain(writer);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['VW5122', 'VW5131']));
  });

  test('finds nothing once they have', async () => {
    for (const [path, { recipe, writer, storedAs }] of Object.entries(station.documents.fixtureMap.entries))
      if (recipe?.type === 'placeholder' || (recipe === undefined && writer !== 'mirror')) {
        const value = `made by ${writer} for ${path}`;
        await put(path, storedAs === 'base64' ? Buffer.from(value).toString('base64') : value);
      }
    for (const { apiVersion, kind, metadata } of external.filter(({ kind }) => kind === 'ExternalSecret'))
      await bench.cluster.patch({ apiVersion, kind }, metadata.name, metadata.namespace, {
        metadata: { annotations: { 'force-sync': 'producers-ran' } },
      });
    let last: Found | undefined;
    await until(110_000, async () => {
      last = await drift();
      return last.status === 0 ? undefined : `${last.codes.join('\n')}\n${last.err}`;
    });
    expect(last).toMatchObject({ status: 0, codes: [] });
    const { accessMap, fixtureMap } = station.documents;
    expect(last?.checked).toEqual({
      mounts: 2,
      roles: accessMap.roles.length,
      policies: accessMap.policies.length,
      // Each login has made an entity; none of them has policies.
      identities: expect.any(Number),
      keys: Object.keys(fixtureMap.entries).length,
      objects: external.length,
    });
  });

  test('prints figures for alerts', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { status, out, err } = await station.run(['drift', '--format', 'prometheus']);
    expect([status, err]).toEqual([0, '']);
    const value = (name: string): number =>
      Number(
        out
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1],
      );
    const written = value('vaultwright_key_written_timestamp_seconds{environment="local",key="ghcr-token"}');
    expect(before - written).toBeGreaterThanOrEqual(0);
    expect(before - written).toBeLessThan(600);
    expect(value('vaultwright_drift_timestamp_seconds{environment="local"}')).toBeGreaterThanOrEqual(before);
    expect(value('vaultwright_drift_checked{environment="local",kind="keys"}')).toBe(
      Object.keys(station.documents.fixtureMap.entries).length,
    );
    expect(out).not.toContain('vaultwright_drift_findings{');
  });

  test('is not all: the script of the migrations finds what one component lacks, and nothing else', async () => {
    const script = 'scripts/infra/bootstrap-db-migrations-secret.sh';
    const good = await station.runScript(script, ['--environment', 'local']);
    expect([good.status, good.out]).toEqual([0, '']);
    expect(good.err).toMatch(/db-migrations: 0 findings in 7 Secrets with \d+ keys/);
    const gone = ['threads-db-secret-sync', 'keycloak-db-credentials-sync'];
    const one = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
    for (const name of gone) await bench.cluster.delete(one, name, namespace);
    const bad = await station.runScript(script, ['--environment', 'local']);
    expect(bad.status, bad.out + bad.err).toBe(1);
    for (const part of ['threads-db-secret-sync', 'fix: ']) expect(bad.out).toContain(part);
    expect(bad.out).not.toContain('keycloak');
    for (const object of external.filter(({ metadata }) => gone.includes(metadata.name)))
      await bench.cluster.apply(object);
    await until(60_000, async () => {
      const { status, out } = await station.runScript(script, ['--environment', 'local']);
      return status === 0 ? undefined : out;
    });
  });

  test('only reads, except for the token that it makes and revokes', async () => {
    await drift();
    const { requests } = station.interception;
    const writes = requests.filter(({ method }) => method !== 'GET');
    expect(writes.map(({ server, method, path }) => `${server} ${method} ${path}`)).toEqual([
      'vault POST /v1/auth/token/create-orphan',
      'vault POST /v1/auth/token/revoke-self',
    ]);
    expect(requests.length).toBeGreaterThan(150);
  });

  test('makes no token where a person has one', async () => {
    const token = (await root.expect('POST', 'auth/token/create', { policies: ['root'], ttl: '10m' })).auth
      .client_token;
    expect((await drift({ VAULT_TOKEN: token })).status).toBe(0);
    expect(station.interception.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect((await root.as(token).request('GET', 'auth/token/lookup-self')).status).toBe(200);
  });

  test('knows the values that the configuration of check denies', async () => {
    const path = 'transformation-db-password';
    await put(path, 'minioadmin');
    expect((await drift()).codes).toContain(`VW5124 ${path}`);
    const { status, findings } = await drift({}, '--config', guardrailsFile);
    expect(status).toBe(1);
    expect(findings.filter(({ place }) => place.vaultPath === path).map(({ code }) => code)).toEqual(['VW5123']);
    expect(JSON.stringify(findings)).not.toContain('minioadmin');
    await root.expect('DELETE', `secret/metadata/${path}`);
    expect((await station.run(['bootstrap'])).status).toBe(0);
    expect((await drift({}, '--config', guardrailsFile)).codes.filter((code) => code.includes('VW512'))).toEqual([]);
  });

  test('finds every kind of change, and names what changed', async () => {
    const [role, otherRole] = station.documents.accessMap.roles;
    const [policy, otherPolicy] = station.documents.accessMap.policies;
    await root.expect('POST', 'sys/mounts/transit', { type: 'transit' });
    await root.expect('POST', 'sys/auth/userpass', { type: 'userpass' });
    await root.expect('POST', 'auth/kubernetes/config', {
      kubernetes_host: 'https://kubernetes.default.svc',
      disable_iss_validation: true,
      issuer: 'somebody',
    });
    await root.expect('DELETE', `auth/kubernetes/role/${role?.name}`);
    await root.expect('POST', `auth/kubernetes/role/${otherRole?.name}`, {
      bound_service_account_names: otherRole?.serviceAccounts,
      bound_service_account_namespaces: ['*'],
      token_policies: otherRole?.policies,
    });
    await root.expect('POST', 'auth/kubernetes/role/backdoor', {
      bound_service_account_names: ['x'],
      bound_service_account_namespaces: ['x'],
    });
    await root.expect('DELETE', `sys/policies/acl/${policy?.name}`);
    await root.expect('PUT', `sys/policies/acl/${otherPolicy?.name}`, {
      policy: 'path "secret/*" { capabilities = ["read"] }',
    });
    await root.expect('PUT', 'sys/policies/acl/backdoor', { policy: 'path "*" { capabilities = ["sudo"] }' });
    const { policy: own } = (await root.expect('GET', 'sys/policies/acl/default')).data;
    await root.expect('PUT', 'sys/policies/acl/default', {
      policy: `${own}\npath "secret/data/*" { capabilities = ["read"] }\n`,
    });
    await root.expect('POST', 'identity/group', { name: 'friends', policies: ['backdoor'] });
    await root.expect('POST', 'identity/entity', { name: 'somebody', policies: ['backdoor'] });
    await root.expect('POST', 'auth/token/roles/maker', { allowed_policies: ['backdoor'] });
    await put('somebody/else', 'left behind');
    await put('agents-db-password', 'written-by-somebody-else-7f3a');
    await put('graph-db-password', station.documents.settings.knownPlaceholders.exact[0] ?? '');
    await put('argocd-dex-client-secret', station.documents.settings.placeholder);
    await put('ghcr-token', 'written-by-somebody-else-7f3a');
    await root.expect('DELETE', 'secret/data/ghcr-username');
    await root.expect('DELETE', 'secret/metadata/minio-root-password');
    await root.expect('POST', 'secret/metadata/agents-db-username', { custom_metadata: { theirs: 'x' } });
    const secrets = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
    await bench.cluster.delete(secrets, 'agents-db-secret-sync', namespace);
    await bench.cluster.patch(secrets, 'graph-db-credentials-sync', namespace, { spec: { refreshInterval: '5m0s' } });
    const extra = external.find(({ kind }) => kind === 'ExternalSecret') as KubernetesObject;
    await bench.cluster.apply({
      ...secrets,
      metadata: { name: 'extra', namespace },
      spec: { ...extra.spec, target: { ...extra.spec.target, name: 'extra' } },
    });
    // A store of the cluster serves namespaces of which nothing is rendered, and objects that name it for one
    // key only.
    const whole = { kind: 'ClusterSecretStore', name: extra.spec.secretStoreRef.name };
    await bench.cluster.apply({
      ...secrets,
      metadata: { name: 'extra-elsewhere', namespace: 'default' },
      spec: {
        target: { name: 'extra' },
        data: [{ secretKey: 'x', remoteRef: { key: 'agents-db-password' }, sourceRef: { storeRef: whole } }],
      },
    });
    await bench.cluster.apply({
      ...secrets,
      kind: 'ClusterExternalSecret',
      metadata: { name: 'extra-everywhere' },
      spec: {
        namespaceSelectors: [{ matchLabels: { nobody: 'has-it' } }],
        externalSecretSpec: { ...extra.spec, secretStoreRef: whole },
      },
    });
    const { status, codes, findings, err } = await drift();
    expect(status, err).toBe(1);
    const text = JSON.stringify(findings);
    for (const value of ['written-by-somebody-else-7f3a', 'left behind']) expect(text).not.toContain(value);
    // What the operator makes of it comes later, and is no subject here.
    expect(codes.filter((code) => !code.startsWith('VW5131'))).toEqual(
      [
        'VW5015 ghcr-username',
        'VW5111 auth/userpass/',
        'VW5111 transit/',
        'VW5112 auth/kubernetes/config',
        `VW5113 ${role?.name}`,
        `VW5114 ${otherRole?.name}`,
        'VW5115 backdoor',
        `VW5116 ${policy?.name}`,
        `VW5117 ${otherPolicy?.name}`,
        'VW5118 backdoor',
        'VW5119 default',
        'VW5120 minio-root-password',
        'VW5121 somebody/else',
        'VW5122 argocd-dex-client-secret',
        'VW5123 graph-db-password',
        'VW5124 agents-db-password',
        'VW5124 ghcr-token',
        'VW5125 agents-db-url',
        'VW5125 graph-db-url',
        'VW5126 agents-db-username',
        'VW5130 agents-db-secret-sync',
        'VW5132 graph-db-credentials-sync',
        'VW5133 extra',
        'VW5133 extra-elsewhere',
        'VW5133 extra-everywhere',
        'VW5150 friends',
        'VW5151 somebody',
        'VW5152 maker',
      ].sort(),
    );
    const about = (code: string): string => findings.find((each) => each.code === code)?.what ?? '';
    expect(about('VW5112')).toContain('issuer');
    expect(about('VW5114')).toContain('bound_service_account_namespaces');
    expect(about('VW5132')).toContain('spec.refreshInterval');
  });

  test('looks at the rest where a part may not be read', async () => {
    await root.expect('PUT', 'sys/policies/acl/only-mounts', {
      policy: 'path "sys/mounts" { capabilities = ["read"] }\npath "secret/*" { capabilities = ["read", "list"] }',
    });
    const { client_token: token } = (
      await root.expect('POST', 'auth/token/create', { policies: ['only-mounts'], ttl: '10m' })
    ).auth;
    const { status, codes } = await drift({ VAULT_TOKEN: token });
    expect(status).toBe(1);
    expect(codes).toContain('VW5003');
    for (const code of ['VW5124 agents-db-password', 'VW5130 agents-db-secret-sync']) expect(codes).toContain(code);
  });

  test('does not take a sealed Vault for an empty one', async () => {
    await root.expect('PUT', 'sys/seal');
    const { status, err } = await drift();
    expect(status).toBe(4);
    expect(err).toContain('error VW5002: ');
  });
});

test('no command showed a value or a token, in no form', async () => {
  const key = (await keptCredentials(bench, station.documents))?.unsealKey;
  await root.expect('PUT', 'sys/unseal', { key });
  await until(30_000, async () =>
    (await root.request('GET', 'sys/health')).status === 200 ? undefined : 'Vault does not serve',
  );
  expect(await station.leaks()).toEqual([]);
});
