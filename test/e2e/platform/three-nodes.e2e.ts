// e2e: 2 minutes
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { ProbeRunner } from '../pods/probe-runner.ts';
import { serveTransitKey, type TransitKey } from '../servers/transit-vault.ts';
import { VaultNode } from '../servers/vault-node.ts';
import { host, namespace, type RenderedServer, regulatedServer, service } from './regulated-server.ts';
import { until } from './until.ts';

const kms = 'http://vault-kms.vault-kms.svc.cluster.local:8200';
const nodeNames = [0, 1, 2].map((node) => `${service}-${node}`);

let bench: Bench;
let key: TransitKey;
let server: RenderedServer;
let probes: ProbeRunner;
const nodes = new Map<string, VaultNode>();
const folderOf = (name: string): string => join(bench.folder, name);
const nodeOf = (name: string): VaultNode => nodes.get(name) ?? expect.fail(`no node ${name}`);

/** The StatefulSet as the chart makes it, as far as controllers and probes look at it. */
function statefulSet({ values: { server: own } }: RenderedServer): KubernetesObject {
  const { path, port, enabled: _enabled, ...times } = own.readinessProbe;
  const labels = { 'app.kubernetes.io/name': 'vault', 'app.kubernetes.io/instance': service };
  const container = {
    name: 'vault',
    image: 'vault',
    readinessProbe: { ...times, httpGet: { path, port, scheme: 'HTTPS' } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: service, namespace, annotations: own.statefulSet.annotations },
    spec: {
      serviceName: `${service}-internal`,
      podManagementPolicy: 'Parallel',
      replicas: own.ha.replicas,
      updateStrategy: { type: 'OnDelete' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

/** A certificate for the one name of the Service, from an authority of the bench. */
async function certificate(): Promise<Record<'tls.crt' | 'tls.key' | 'ca.crt', string>> {
  const root = key.vault.client.as(key.keys.rootToken);
  await root.expect('POST', 'sys/mounts/pki', { type: 'pki' });
  await root.expect('POST', 'pki/root/generate/internal', { common_name: 'bench', ttl: '24h' });
  await root.expect('POST', 'pki/roles/server', { allow_any_name: true, key_type: 'ec', key_bits: 256 });
  const internal = `${service}-internal`;
  const names = nodeNames.flatMap((name) => [
    `${name}.${internal}`,
    `${name}.${internal}.${namespace}.svc.cluster.local`,
  ]);
  const request = { common_name: host, alt_names: names.join(','), ip_sans: '127.0.0.1', ttl: '12h' };
  const { data } = await root.expect('POST', 'pki/issue/server', request);
  return { 'tls.crt': data.certificate, 'tls.key': data.private_key, 'ca.crt': data.issuing_ca };
}

const readyReplicas = async (): Promise<number> =>
  (await bench.cluster.get({ apiVersion: 'apps/v1', kind: 'StatefulSet' }, service, namespace)).status?.readyReplicas ??
  0;
const readyNodes = (): string[] => nodeNames.filter((name) => probes.isReady(name));
const statusOf = async (name: string, query = ''): Promise<number> =>
  (await nodeOf(name).client.request('GET', `sys/health${query}`)).status;
async function leader(): Promise<string | undefined> {
  for (const [name, node] of nodes) if (node.isRunning && (await statusOf(name)) === 200) return name;
  return undefined;
}

beforeAll(async () => {
  bench = await Bench.start({ kubernetes: true, vaults: { kms: { address: kms } } });
  key = await serveTransitKey(bench.vault('kms'));
  const token = { secret: 'seal', key: 'token' } as const;
  server = await regulatedServer({ autoUnseal: { type: 'transit', address: kms, keyName: key.keyName, token } });
  const files = await certificate();
  await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  // What the chart grants the server, for the labels of its Pods.
  await bench.cluster.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'discovery', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
  });
  await bench.cluster.apply(statefulSet(server));
  const podKind = { apiVersion: 'v1', kind: 'Pod' };
  await until(30_000, async () => {
    const pods = await bench.cluster.list(podKind, namespace);
    return pods.length === 3 ? undefined : `${pods.length} Pods`;
  });
  probes = new ProbeRunner(bench.cluster);
  const mounted = Object.entries(files).map(([file, content]) => [`/vault/userconfig/tls/${file}`, content]);
  const binary = await Bench.program('vault');
  await Promise.all(
    nodeNames.map(async (name) => {
      const node = await VaultNode.start(
        {
          name,
          namespace,
          service: `${service}-internal`,
          configuration: server.configuration,
          files: Object.fromEntries(mounted),
          environment: key.environment,
          authority: files['ca.crt'],
        },
        { folder: folderOf(name), network: bench.network, binary, kubernetes: bench.kubernetes },
      );
      nodes.set(name, node);
      const pod = await bench.cluster.get(podKind, name, namespace);
      const [{ readinessProbe: probe }] = pod.spec.containers;
      await probes.attach({ namespace, name, host: node.endpoint.host, probe });
    }),
  );
}, 120_000);

afterAll(async () => {
  await probes?.stop();
  await Promise.all([...nodes.values()].map((node) => node.stop()));
  await bench?.stop();
});

test('a rollout waits for three uninitialised nodes, and goes on by itself once people initialised one', async () => {
  const kubectl = await Bench.program('kubectl');
  const { kubeconfig } = bench.kubernetes;
  const wanted = 'jsonpath={.status.readyReplicas}=3';
  const waiting = spawn(
    kubectl,
    ['-n', namespace, 'wait', `--for=${wanted}`, `statefulset/${service}`, '--timeout=90s'],
    {
      env: { PATH: process.env.PATH, KUBECONFIG: kubeconfig, HOME: bench.folder },
      stdio: 'ignore',
    },
  );
  const ended = new Promise<number | null>((settle) => waiting.on('exit', settle));
  // Longer than the first delay and the failures that make a Pod unready.
  await new Promise((resume) => setTimeout(resume, 8_000));
  expect([await statusOf(nodeNames[0] ?? ''), readyNodes(), await readyReplicas()]).toEqual([501, [], 0]);
  expect(waiting.exitCode, 'the rollout waits').toBeNull();

  const [first = ''] = nodeNames;
  const made = await nodeOf(first).client.expect('PUT', 'sys/init', { recovery_shares: 1, recovery_threshold: 1 });
  rootToken = made.root_token;
  expect(await ended).toBe(0);
  expect(readyNodes()).toEqual(nodeNames);
  const root = nodeOf(first).client.as(rootToken);
  await until(20_000, async () => {
    const { data } = await root.expect('GET', 'sys/storage/raft/autopilot/state');
    const { healthy, voters } = data;
    return healthy && voters.length === 3 ? undefined : `${voters.length} voters, healthy: ${healthy}`;
  });
}, 120_000);

let rootToken = '';

test('a standby is ready by the rendered probe alone: without its codes none would be', async () => {
  const standby = nodeNames.find((name) => name !== nodeNames[0]) ?? '';
  const { path } = server.values.server.readinessProbe;
  expect(await statusOf(standby, path.replace('/v1/sys/health', ''))).toBe(200);
  expect(await statusOf(standby)).toBe(429);
});

test('three nodes lose their leader and go on, and it comes back unsealed', async () => {
  const before = (await leader()) ?? '';
  const root = nodeOf(before).client.as(rootToken);
  for (const { path, type, options } of server.document.server.audit)
    await root.expect('PUT', `sys/audit/${path}`, { type, options });
  await root.expect('POST', 'sys/mounts/apps', { type: 'kv', options: { version: '2' } });
  await until(10_000, async () => {
    const { status } = await root.request('POST', 'apps/data/kept', { data: { value: 'before' } });
    return status === 200 ? undefined : `status ${status}`;
  });

  await nodeOf(before).kill();
  let after = '';
  await until(40_000, async () => {
    after = (await leader()) ?? '';
    return after === '' ? 'no leader' : undefined;
  });
  const next = nodeOf(after).client.as(rootToken);
  expect((await next.expect('GET', 'apps/data/kept')).data.data).toEqual({ value: 'before' });
  await next.expect('POST', 'apps/data/kept', { data: { value: 'after' } });
  await until(30_000, async () => ((await readyReplicas()) === 2 ? undefined : 'the lost node counts as ready'));
  expect(readyNodes()).toEqual(nodeNames.filter((name) => name !== before));

  await nodeOf(before).run();
  await until(30_000, async () => ((await readyReplicas()) === 3 ? undefined : 'the node does not become ready'));
  const status = await nodeOf(before).client.expect('GET', 'sys/seal-status');
  expect(status).toMatchObject({ sealed: false, type: 'transit', recovery_seal: true });
  // Each device is a record of its own: the volume, and the log of the Pod.
  const file = readFileSync(join(folderOf(after), 'audit/audit.log'), 'utf8');
  const log = readFileSync(join(folderOf(after), 'server.log'), 'utf8');
  for (const record of [file, log]) expect(record).toContain('"path":"apps/data/kept"');
}, 150_000);

test('a probe by command crosses its thresholds, not single answers', async () => {
  const container = { name: 'app', image: 'app', readinessProbe: undefined };
  const name = 'by-command';
  await bench.cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { containers: [container] },
  });
  // Fails once, succeeds twice, fails once, succeeds, and fails from then on.
  const statuses = [1, 0, 0, 1, 0];
  const seen: boolean[] = [];
  const exec = async (command: readonly string[]) => {
    seen.push(probes.isReady(name));
    return command[0] === 'check' ? (statuses.shift() ?? 1) : 1;
  };
  const probe = { exec: { command: ['check'] }, periodSeconds: 1, successThreshold: 2, failureThreshold: 2 };
  await probes.attach({ namespace, name, host: '127.0.0.1', probe, exec });
  await until(15_000, async () => (seen.length > 7 ? undefined : 'still probed'));
  expect(seen.slice(0, 8)).toEqual([false, false, false, true, true, true, true, false]);
}, 20_000);

const seals = {
  azurekeyvault: { type: 'azurekeyvault', vaultName: 'live', keyName: 'unseal', managedHsm: true },
  awskms: { type: 'awskms', region: 'eu-central-1', kmsKeyId: 'alias/"unseal"\\' },
  gcpckms: { type: 'gcpckms', project: 'live', keyRing: 'ring', cryptoKey: 'ünseal' },
  ocikms: { type: 'ocikms', keyId: 'o', cryptoEndpoint: 'https://c.example', managementEndpoint: 'https://m.example' },
  transit: { type: 'transit', address: kms, keyName: 'unseal', namespace: 'ops', disableRenewal: true },
} as const;

/** What the real server says of a configuration as it reads it. */
async function readConfiguration(
  configuration: string,
): Promise<{ readonly status: string; readonly warnings: string[] }> {
  const folder = folderOf('parsed');
  if (!existsSync(folder)) mkdirSync(folder);
  const file = join(folder, 'server.hcl');
  writeFileSync(file, configuration);
  const skipped = ['listener', 'storage', 'autounseal'].map((check) => `-skip=${check}`);
  const program = await Bench.program('vault');
  const printed = await new Promise<string>((settle) =>
    execFile(program, ['operator', 'diagnose', `-config=${file}`, '-format=json', ...skipped], (_, stdout) =>
      settle(stdout),
    ),
  );
  const { children } = JSON.parse(printed) as {
    readonly children: readonly { readonly name: string; readonly status: string; readonly warnings?: string[] }[];
  };
  const { status = 'missing', warnings = [] } = children.find(({ name }) => name === 'Parse Configuration') ?? {};
  return { status, warnings };
}

describe('the real server reads the rendered configuration', () => {
  test.each(Object.entries(seals))('with the seal %s, and knows every field', async (_, autoUnseal) => {
    const { configuration } = await regulatedServer({ autoUnseal } as never);
    expect(await readConfiguration(configuration)).toEqual({ status: 'ok', warnings: [] });
  });

  test.each([
    ['an unknown field', 'cluster_name', 'clusters_name', 'ok', 1],
    ['an attribute twice', '  region', '  region = "x"\n  region', 'fail', 0],
  ])('and would say so of %s', async (_, from, to, status, warnings) => {
    const { configuration } = await regulatedServer({ autoUnseal: seals.awskms });
    const told = await readConfiguration(configuration.replace(from, to));
    expect([told.status, told.warnings.length]).toEqual([status, warnings]);
  });
});
