// e2e: needs external-secrets, 2 minutes
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VaultClient } from '../clients/vault-client.ts';
import { readAll } from '../lifecycle/bootstrapped-environment.ts';
import { leakChannels } from '../lifecycle/leak-channels.ts';
import { findLeaks, ProcessWatch } from '../lifecycle/leak-scan.ts';
import { until } from '../platform/until.ts';
import { programs } from '../tools/programs.ts';
import { ConfigureBench } from './configure-bench.ts';
import { namespace } from './harbour.ts';

/**
 * The rendered Job of a regulated environment under its scoped identity: a real Vault, cluster and operator.
 */
let harbour: ConfigureBench;
let watch: ProcessWatch;
const values = { 'registry-token': 'of-the-registry', 'crane-outside': 'of-outside' };

const entry = async (path: string, mount = 'secret') =>
  (await harbour.root.expect('GET', `${mount}/data/${path}`)).data;
const codes = async () =>
  ((await harbour.run()).summary.findings ?? []).map(({ code, vaultPath }) => `${code} ${vaultPath ?? ''}`.trim());

/** HashiCorp Vault always, OpenBao as well where a binary is given. */
const given = process.env[programs.bao.variable] ? (['vault', 'bao'] as const) : (['vault'] as const);

describe.each(given)('on %s', (program) => {
  beforeAll(async () => {
    watch = new ProcessWatch((argv) => /\b(configure|snapshot)\.mjs/.test(argv));
    harbour = await ConfigureBench.start({ operator: true, pods: true, program });
    await harbour.offer(values);
  });

  afterAll(async () => {
    watch?.[Symbol.dispose]();
    await harbour?.stop();
  });

  test('the Job waits for the ceremony, and goes on by itself', async () => {
    await harbour.startJob();
    await until(30_000, async () => (harbour.log().includes('is not initialised') ? undefined : 'It does not wait'));
    await harbour.initialise();
    await until(30_000, async () => (harbour.log().includes('does not admit') ? undefined : harbour.log()));
    await harbour.handOver();
    const { summary, log } = await harbour.ended();
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    const { data } = await entry('ferry-db-password');
    expect(data.value).toHaveLength(32);
    expect((await entry('ferry-db-url')).data.value).toBe(`postgresql://ferry:${data.value}@db/ferry`);
    const { data: crane } = await entry('crane/database', 'apps');
    expect(crane.url).toBe(`postgresql://crane:${crane.secretOne}@db/crane`);
    expect((await entry('registry-url')).data.value).toContain('ferry:of-the-registry@');
    expect((await harbour.root.request('GET', 'secret/metadata/ferry-client-secret')).status).toBe(404);
  });

  test('a second run changes nothing and leaves no token', async () => {
    const { summary, log } = await harbour.run();
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0, steps: { done: 2, failed: 0 } });
    const accessors = await harbour.root.expect('GET', 'auth/token/accessors?list=true');
    for (const accessor of accessors.data.keys) {
      const { data } = await harbour.root.expect('POST', 'auth/token/lookup-accessor', { accessor });
      expect(data.policies).not.toContain('configurator');
    }
  });

  test('the operator syncs what the configurator made', async () => {
    await harbour.applyExternalSecrets();
    await until(60_000, async () => {
      const secret = await harbour.bench.cluster.find({ apiVersion: 'v1', kind: 'Secret' }, 'ferry-web', namespace);
      return secret ? undefined : 'The Secret has not come';
    });
    const secret = await harbour.bench.cluster.get({ apiVersion: 'v1', kind: 'Secret' }, 'ferry-web', namespace);
    const password = Buffer.from(secret.data.password, 'base64').toString();
    expect((await entry('ferry-db-password')).data.value).toBe(password);
  });

  describe('the token of the configurator is denied', () => {
    let token: VaultClient;
    beforeAll(async () => {
      token = await harbour.logIn();
    });

    test.each<[string, string, string, object?]>([
      ['reading an entry that no value is composed from', 'GET', 'secret/data/ferry-session'],
      ['reading a copy', 'GET', 'secret/data/mail-token'],
      ['reading a composed value', 'GET', 'secret/data/ferry-db-url'],
      ['overwriting an entry', 'POST', 'secret/data/ferry-session', { data: { value: 'x' } }],
      ['overwriting a composed value', 'POST', 'secret/data/ferry-db-url', { data: { value: 'x' } }],
      ['overwriting an entry that it may read', 'POST', 'secret/data/ferry-db-password', { data: { value: 'x' } }],
      ['patching an entry', 'PATCH', 'secret/data/ferry-session', { data: { value: 'x' } }],
      ['deleting a version', 'DELETE', 'secret/data/ferry-session'],
      ['deleting an entry', 'DELETE', 'secret/metadata/ferry-session'],
      ['destroying a version', 'PUT', 'secret/destroy/ferry-session', { versions: [1] }],
      ['an undeclared path', 'POST', 'secret/data/ferry-undeclared', { data: { value: 'x' } }],
      ['the metadata of an undeclared path', 'GET', 'secret/metadata/ferry-undeclared'],
      ['what a producer writes', 'POST', 'secret/data/ferry-client-secret', { data: { value: 'x' } }],
      ['listing entries', 'GET', 'secret/metadata/?list=true'],
      ['the structure of an entry', 'GET', 'secret/subkeys/ferry-session'],
      ['any other policy', 'PUT', 'sys/policies/acl/other', { policy: '' }],
      ['the policy default', 'PUT', 'sys/policies/acl/default', { policy: '' }],
      ['its own policy', 'PUT', 'sys/policies/acl/configurator', { policy: 'path "*" { capabilities = ["sudo"] }' }],
      ['reading its own policy', 'GET', 'sys/policies/acl/configurator'],
      ['its own policy by the former path', 'PUT', 'sys/policy/configurator', { policy: '' }],
      ['its own role', 'POST', 'auth/kubernetes/role/configurator', { token_policies: ['root'] }],
      ['any other role', 'POST', 'auth/kubernetes/role/other', { bound_service_account_names: ['*'] }],
      ['tuning an engine', 'POST', 'sys/mounts/secret/tune', { max_lease_ttl: '1h' }],
      ['unmounting an engine', 'DELETE', 'sys/mounts/secret'],
      ['mounting another engine', 'POST', 'sys/mounts/other', { type: 'kv' }],
      ['another auth method', 'POST', 'sys/auth/other', { type: 'userpass' }],
      ['audit devices', 'PUT', 'sys/audit/other', { type: 'file', options: { file_path: '/dev/null' } }],
      ['making tokens', 'POST', 'auth/token/create', {}],
      ['sealing', 'PUT', 'sys/seal'],
      ['raw storage', 'GET', 'sys/raw/core/keyring'],
      ['snapshots', 'GET', 'sys/storage/raft/snapshot'],
      ['its cubbyhole', 'POST', 'cubbyhole/x', { x: 'y' }],
    ])('%s', async (_, method, path, body) => {
      expect((await token.request(method, path, body)).status).toBe(403);
    });

    test('and lives no longer than a run', async () => {
      const { data } = await token.expect('GET', 'auth/token/lookup-self');
      expect(data).toMatchObject({
        policies: ['configurator'],
        type: 'service',
        explicit_max_ttl: 120,
        renewable: true,
      });
      expect(data.ttl).toBeLessThanOrEqual(120);
    });
  });

  describe('states with a name', () => {
    test('a token that may more is refused before it does anything', async () => {
      const { policy } = harbour.configurator;
      const wide = 'path "secret/data/*" { capabilities = ["read"] }';
      await harbour.handOver();
      const { policy: text } = (await harbour.root.expect('GET', `sys/policies/acl/${policy.name}`)).data;
      await harbour.root.expect('PUT', `sys/policies/acl/${policy.name}`, { policy: `${text}\n${wide}` });
      expect(await codes()).toEqual(['VW5206']);
      await harbour.root.expect('PUT', `sys/policies/acl/${policy.name}`, { policy: text.replaceAll('"patch", ', '') });
      expect(await codes()).toEqual(['VW5207']);
      await harbour.handOver();
      const role = await harbour.root.expect('GET', 'auth/kubernetes/role/configurator');
      await harbour.root.expect('POST', 'auth/kubernetes/role/configurator', {
        ...role.data,
        token_policies: ['configurator', 'default'],
      });
      expect(await codes()).toEqual(['VW5206']);
      await harbour.handOver();
      expect(await codes()).toEqual([]);
    });

    test('a changed literal, and a property declared later', async () => {
      await harbour.declare({ user: 'tug', hasLater: true });
      await harbour.handOver();
      expect(await codes()).toEqual(['VW5200 ferry-db-username', 'VW5202 apps:crane/database#later']);
      expect((await entry('ferry-db-username')).data.value).toBe('ferry');
      await harbour.declare({});
      await harbour.handOver();
      expect(await codes()).toEqual([]);
    });

    test('metadata before a value, a deleted version, and a copy of which nobody knows', async () => {
      const { root } = harbour;
      await root.expect('DELETE', 'secret/metadata/ferry-session');
      await root.expect('POST', 'secret/metadata/ferry-session', { custom_metadata: { by: 'somebody' } });
      await root.expect('DELETE', 'secret/data/ferry-db-username');
      await root.expect('DELETE', 'secret/metadata/registry-token');
      await root.expect('POST', 'secret/data/registry-token', { data: { value: 'by-hand' } });
      expect(await codes()).toEqual([
        'VW5015 ferry-db-username',
        'VW5201 ferry-session',
        'VW5203 registry-token',
        'VW5204 registry-url',
      ]);
      expect((await entry('registry-token')).data.value).toBe('by-hand');
      await root.expect('POST', 'secret/undelete/ferry-db-username', { versions: [1] });
      for (const path of ['ferry-session', 'registry-token', 'registry-url'])
        await root.expect('DELETE', `secret/metadata/${path}`);
      expect(await codes()).toEqual([]);
    });

    test('a placeholder of the upstream store is not written, and a required value that is missing ends the run', async () => {
      await harbour.root.expect('DELETE', 'secret/metadata/mail-token').catch(() => undefined);
      await harbour.offer({ ...values, 'mail-token': 'todo_later' });
      expect(await codes()).toEqual(['VW5205 mail-token']);
      await harbour.offer({ 'mail-token': 'minioadmin', 'crane-outside': 'of-outside' });
      expect(await codes()).toEqual(['VW5012 registry-token']);
      await harbour.offer(values);
      expect(await codes()).toEqual([]);
      expect((await harbour.root.request('GET', 'secret/metadata/mail-token')).status).toBe(404);
    });
  });

  test('the rendered CronJob takes a snapshot into its claim, with the seal that opens it', async () => {
    const { bench } = harbour;
    const job = { apiVersion: 'batch/v1', kind: 'Job' };
    for (const name of ['first', 'second']) {
      await bench.kubectl('-n', namespace, 'create', 'job', name, '--from=cronjob/snapshots');
      await until(60_000, async () => {
        const found = await bench.cluster.get(job, name, namespace);
        return found.status?.succeeded === 1 ? undefined : bench.pods.logs(namespace, `${name}-`).slice(-1000);
      });
      const summary = JSON.parse(bench.pods.logs(namespace, `${name}-`).trim().split('\n').at(-1) ?? '{}');
      expect(summary).toMatchObject({ kind: 'SnapshotSummary', status: 'done', removed: 0 });
    }
    const folder = bench.pods.claimFolder(namespace, 'snapshots');
    const files = readdirSync(folder).sort();
    expect(files.map((file) => file.replace(/^live-[^.]*/, ''))).toEqual([
      '.snap',
      '.snap.json',
      '.snap',
      '.snap.json',
    ]);
    const record = JSON.parse(readFileSync(join(folder, files[1] ?? ''), 'utf8'));
    expect(record).toMatchObject({ environment: 'live', seal: { type: 'transit' } });
    expect(statSync(join(folder, files[0] ?? '')).size).toBe(record.bytes);
  });

  test('no value and no token is in what Pods printed, left, were told, or made the cluster say', async () => {
    const secrets = new Map<string, string>();
    for (const mount of ['secret', 'apps'])
      for (const [path, { properties }] of await readAll(harbour.root, mount))
        for (const [property, value] of Object.entries(properties))
          if (String(value).length > 8) secrets.set(`${mount}/${path}#${property}`, String(value));
    secrets.set('root token', harbour.rootToken);
    expect(secrets.size).toBeGreaterThan(8);
    const channels = await leakChannels(harbour.bench, namespace, watch);
    for (const name of ['logs', 'termination messages', 'argv', 'environment'])
      expect(channels.find((each) => each.name === name)?.text.length, name).toBeGreaterThan(50);
    // Literals are no secrets, and stand in the fixture map.
    const isRendered = ({ name }: { readonly name: string }): boolean => name === 'ConfigMaps';
    expect(
      findLeaks(
        secrets,
        channels.filter((each) => !isRendered(each)),
      ),
    ).toEqual([]);
  });
});
