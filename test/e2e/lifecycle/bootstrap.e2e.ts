import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BootstrapDocuments } from '../../../src/lifecycle/bootstrap/bootstrap-run.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { VaultClient } from '../clients/vault-client.ts';
import { type RenderedEnvironment, renderedEnvironment } from '../platform/rendered-environment.ts';
import { keysOfTarget, simulateSurroundings } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import {
  bootstrapObjects,
  documentsOf,
  exampleUpstream,
  forgetKept,
  keptCredentials,
  readAll,
  seedLocalSecret,
  wipeVault,
} from './bootstrapped-environment.ts';
import { type Channel, findLeaks, ProcessWatch } from './leak-scan.ts';

const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
const podKind = { apiVersion: 'v1', kind: 'Pod' };
const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const eventKind = { apiVersion: 'v1', kind: 'Event' };
const auditLog = '/vault/data/audit.log';

let bench: Bench;
let environment: RenderedEnvironment;
let documents: BootstrapDocuments;
let watch: ProcessWatch;
/** Stores first, then what reads through them. */
let external: readonly KubernetesObject[];

const title = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
const isProcessed = ({ status }: KubernetesObject): boolean =>
  (status?.conditions ?? []).some((each: Record<string, string>) => each.type === 'Ready' && each.status === 'True');

beforeAll(async () => {
  environment = await renderedEnvironment('local');
  documents = documentsOf(environment);
  bench = await Bench.start({
    kubernetes: true,
    operator: { concurrency: 8 },
    pods: {},
    vaults: { main: { address: environment.vaultAddress } },
  });
  watch = new ProcessWatch((argv) => argv.includes('bootstrap.mjs'));
  external = environment.objects.filter(({ apiVersion }) => apiVersion.startsWith('external-secrets.io/'));
  external = [...external].sort((a, b) => Number(b.kind.endsWith('Store')) - Number(a.kind.endsWith('Store')));
  await simulateSurroundings(bench, external);
  await seedLocalSecret(bench, documents, exampleUpstream(documents));
});

afterAll(async () => {
  watch?.[Symbol.dispose]();
  await bench?.stop();
});

const root = async (): Promise<VaultClient> =>
  bench.vault().client.as((await keptCredentials(bench, documents))?.rootToken ?? '');

/** Waits for a Job to end and gives its last line, which is its summary. A Job beyond the history limit is removed once it ended. */
async function ended(name: string): Promise<{ started: number; summary: Record<string, unknown>; log: string }> {
  const { namespace } = documents.settings;
  let started = 0;
  await until(150_000, async () => {
    const job = await bench.cluster.find(jobKind, name, namespace);
    if (job?.status?.startTime) started = Date.parse(job.status.startTime);
    const isEnd = ({ type, status }: Record<string, string>): boolean =>
      (type === 'Complete' || type === 'Failed') && status === 'True';
    const log = bench.pods.logs(namespace, name);
    const hasEnded = job ? (job.status?.conditions ?? []).some(isEnd) : log.includes('"BootstrapSummary"');
    return hasEnded ? undefined : `Job ${name} has not ended\n${log.slice(-2000)}`;
  });
  const log = bench.pods.logs(namespace, name);
  return { started, summary: JSON.parse(log.trim().split('\n').at(-1) ?? '{}'), log };
}

async function runJob(name: string): ReturnType<typeof ended> {
  const { namespace, name: cronJob } = documents.settings;
  await bench.kubectl('-n', namespace, 'create', 'job', name, `--from=cronjob/${cronJob}`);
  return ended(name);
}

/** The requests that changed something, as Vault's own audit device saw them. */
function auditedWrites(): string[] {
  const lines = readFileSync(join(bench.folder, 'vault-main', 'data', 'audit.log'), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line))
    .filter(({ type, request }) => type === 'request' && !['read', 'list', 'help'].includes(request.operation))
    .map(({ request }) => `${request.operation} ${request.path}`);
}

describe('the rendered CronJob on an empty cluster and a Vault that was never initialised', () => {
  let started = 0;
  let waiting: string[];

  test('its first run initialises, unseals, configures and seeds', async () => {
    for (const object of bootstrapObjects(environment)) await bench.cluster.apply(object);
    let name = '';
    await until(90_000, async () => {
      const [job] = await bench.cluster.list(jobKind, documents.settings.namespace);
      name = job?.metadata.name ?? '';
      return job ? undefined : 'the schedule has made no Job yet';
    });
    const run = await ended(name);
    expect(run.summary, run.log).toMatchObject({ kind: 'BootstrapSummary', status: 'done', exitStatus: 0 });
    started = run.started;
    console.log(`the first run took ${run.summary.milliseconds} ms`);
    await bench.kubectl(
      '-n',
      documents.settings.namespace,
      'patch',
      'cronjob',
      documents.settings.name,
      '-p',
      '{"spec":{"suspend":true}}',
    );
    await (await root()).expect('PUT', 'sys/audit/file', { type: 'file', options: { file_path: auditLog } });
  });

  test('every ExternalSecret becomes Ready but those whose producers have not run', async () => {
    const { entries } = documents.fixtureMap;
    const lacks = (key: string): boolean => entries[key]?.recipe === undefined;
    const reads = ({ spec }: KubernetesObject): string[] =>
      (spec.data ?? spec.externalSecretSpec?.data ?? []).map(
        ({ remoteRef }: { remoteRef: { key: string } }) => remoteRef.key,
      );
    const secrets = external.filter(({ kind }) => kind === 'ExternalSecret');
    const expectedToWait = secrets.filter((object) => reads(object).some(lacks)).map(title);
    for (const object of external) await bench.cluster.apply(object);
    let last = 0;
    await until(120_000, async () => {
      const live = await bench.cluster.list({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' });
      waiting = live
        .filter((object) => !isProcessed(object))
        .map(title)
        .filter((name) => secrets.some((each) => title(each) === name));
      last = Date.now();
      const unexpected = waiting.filter((name) => !expectedToWait.includes(name));
      return unexpected.length === 0 && live.length >= secrets.length
        ? undefined
        : `not Ready: ${unexpected.join(', ')}`;
    });
    const times = (await bench.cluster.list({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' }))
      .filter(isProcessed)
      .map(({ status }) =>
        Date.parse(status?.conditions?.find(({ type }: { type: string }) => type === 'Ready').lastTransitionTime),
      );
    const seconds = ((Math.max(...times) - started) / 1000).toFixed(1);
    console.log(
      `${secrets.length} ExternalSecrets; last Ready ${seconds} s after the start of the Job (seen ${((last - started) / 1000).toFixed(1)} s)`,
    );
    console.log(`waiting for their producers: ${waiting.join(', ') || 'none'}`);
    expect(waiting.sort()).toEqual(expectedToWait.sort());
  });

  test('the producers write through their own roles, and then all are Ready', async () => {
    const { accessMap, fixtureMap } = documents;
    for (const [path, { writer, recipe, storedAs }] of Object.entries(fixtureMap.entries)) {
      if (recipe !== undefined || writer === 'mirror') continue;
      const role = accessMap.roles.find((each) =>
        accessMap.policies.some(
          ({ name, rules }) =>
            each.policies.includes(name) &&
            rules.some(
              (rule) => rule.path === `${fixtureMap.mount}/data/${path}` && rule.capabilities.includes('create'),
            ),
        ),
      );
      if (!role) throw new TypeError(`No role may write ${path}.`);
      const value = storedAs === 'base64' ? Buffer.from(`produced ${path}`).toString('base64') : `produced ${path}`;
      const producer = await logInAs(role.name, role.namespaces[0] ?? '', role.serviceAccounts[0] ?? '');
      await producer.expect('POST', `${fixtureMap.mount}/data/${path}`, { data: { value } });
    }
    await refresh();
    await until(120_000, async () => {
      const live = await bench.cluster.list({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' });
      const left = live.filter((object) => !isProcessed(object)).map(title);
      return left.length === 0 ? undefined : `not Ready: ${left.join(', ')}`;
    });
  });

  test('each Secret has exactly the keys of its ExternalSecret', async () => {
    for (const object of external.filter(({ kind }) => kind === 'ExternalSecret')) {
      const { target } = object.spec;
      const secret = await bench.cluster.get(secretKind, target.name, object.metadata.namespace);
      expect(Object.keys(secret.data ?? {}).sort(), title(object)).toEqual(keysOfTarget(object));
    }
  });

  test('a second run writes no version and no policy', async () => {
    const before = await readAll(await root(), documents.fixtureMap.mount);
    const writesBefore = auditedWrites().length;
    const { summary, log } = await runJob('second-run');
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    expect(await readAll(await root(), documents.fixtureMap.mount)).toEqual(before);
    expect(auditedWrites().slice(writesBefore)).toEqual([
      'update auth/token/create-orphan',
      'update auth/token/revoke-self',
    ]);
  });

  test('two runs at once are safe', async () => {
    const before = await readAll(await root(), documents.fixtureMap.mount);
    const { namespace } = documents.settings;
    await bench.kubectl(
      '-n',
      namespace,
      'patch',
      'cronjob',
      documents.settings.name,
      '-p',
      '{"spec":{"suspend":false}}',
    );
    const runs = await Promise.all(['manual-one', 'manual-two'].map(runJob));
    expect(runs.map(({ summary }) => summary.exitStatus)).toEqual([0, 0]);
    await bench.kubectl(
      '-n',
      namespace,
      'patch',
      'cronjob',
      documents.settings.name,
      '-p',
      '{"spec":{"suspend":true}}',
    );
    expect(await readAll(await root(), documents.fixtureMap.mount)).toEqual(before);
  });

  test('Vault that restarted sealed is unsealed by the next run, and the operator recovers', async () => {
    await bench.vault().restart();
    expect((await bench.vault().client.request('GET', 'sys/health')).status).toBe(503);
    const { summary, log } = await runJob('after-restart');
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    const since = new Date(Date.now() - 1_000).toISOString();
    await refresh();
    await until(90_000, async () => {
      const live = await bench.cluster.list({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' });
      const stale = live.filter((object) => !isProcessed(object) || (object.status?.refreshTime ?? '') < since);
      return stale.length === 0 ? undefined : `not refreshed: ${stale.map(title).slice(0, 5).join(', ')}`;
    });
  });
});

describe('least privilege', () => {
  test('each role may do exactly what its policy lists', { timeout: 240_000 }, async () => {
    const { accessMap, fixtureMap } = documents;
    const admin = await root();
    const paths = Object.keys(fixtureMap.entries);
    for (const role of accessMap.roles)
      for (const namespace of role.namespaces)
        for (const account of role.serviceAccounts) {
          const token = await logInAs(role.name, namespace, account);
          const rules = accessMap.policies
            .filter(({ name }) => role.policies.includes(name))
            .flatMap((policy) => policy.rules);
          const granted = new Map(rules.map(({ path, capabilities }) => [path, [...capabilities].sort()]));
          const asked = [
            ...paths.flatMap((path) =>
              ['data', 'metadata', 'delete', 'undelete', 'destroy'].map(
                (part) => `${fixtureMap.mount}/${part}/${path}`,
              ),
            ),
            ...['data/nobody-declared-this', 'metadata/', 'metadata', 'config'].map(
              (rest) => `${fixtureMap.mount}/${rest}`,
            ),
            ...[
              'sys/mounts',
              'sys/policies/acl/x',
              'sys/auth',
              'sys/seal',
              'sys/audit',
              'sys/raw',
              'auth/token/create',
              'auth/kubernetes/config',
            ],
            ...rules.map(({ path }) => path),
          ];
          const answer = await admin.expect('POST', 'sys/capabilities', { token: token.token, paths: asked });
          for (const path of asked)
            expect([...answer[path]].sort(), `${role.name} in ${namespace}: ${path}`).toEqual(
              granted.get(path) ?? ['deny'],
            );
          const [readable] = rules.filter(({ capabilities }) => capabilities.includes('read'));
          if (readable && paths.includes(readable.path.split('/').slice(2).join('/')))
            expect([200, 404]).toContain((await token.request('GET', readable.path)).status);
          const refused = [
            ['GET', `${fixtureMap.mount}/data/nobody-declared-this`],
            ['LIST', `${fixtureMap.mount}/metadata/`],
            ['POST', `${fixtureMap.mount}/data/nobody-declared-this`],
            ['GET', 'sys/mounts'],
          ] as const;
          for (const [method, path] of refused)
            expect((await token.request(method, path, method === 'POST' ? { data: {} } : undefined)).status, path).toBe(
              403,
            );
        }
  });

  test('another account and another namespace get no token', async () => {
    const role = documents.accessMap.roles.find(({ name }) => name === 'keycloak-client-patcher');
    if (!role) throw new TypeError('The patcher has no role.');
    const { authMount } = documents.accessMap;
    for (const [namespace, account] of [
      ['kube-system', 'default'],
      [role.namespaces[0] ?? '', 'somebody-else'],
    ] as const) {
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } });
      const jwt = await bench.cluster.serviceAccountToken(namespace, account);
      const answer = await bench.vault().client.request('POST', `auth/${authMount}/login`, { role: role.name, jwt });
      expect(answer.status, `${namespace}/${account}`).toBe(403);
    }
  });
});

describe('no run leaves a secret anywhere', () => {
  test('in logs, arguments, environments, termination messages, temporary files, Pods, Jobs and events', async () => {
    const { namespace, name } = documents.settings;
    const secrets = new Map<string, string>();
    for (const [path, { value }] of await readAll(await root(), documents.fixtureMap.mount))
      if (typeof value === 'string' && isSecret(path)) secrets.set(path, value);
    for (const [key, value] of Object.entries((await keptCredentials(bench, documents)) ?? {})) secrets.set(key, value);
    const seed = await bench.cluster.get(secretKind, documents.settings.seedSecret, namespace);
    secrets.set('seed', Buffer.from(seed.data.seed, 'base64').toString());
    const text = async (kind: { apiVersion: string; kind: string }): Promise<string> =>
      JSON.stringify(await bench.cluster.list(kind));
    const files = (part: 'tmp' | 'termination-message'): string => bench.pods.filesOf(namespace, '', part).join('\n');
    const channels: Channel[] = [
      { name: 'logs', text: bench.pods.logs(namespace, '') },
      { name: 'termination messages', text: files('termination-message') },
      { name: 'temporary files', text: files('tmp') },
      { name: 'Pods', text: await text(podKind) },
      { name: 'Jobs', text: await text(jobKind) },
      { name: 'events', text: await text(eventKind) },
      { name: 'ConfigMaps', text: await text({ apiVersion: 'v1', kind: 'ConfigMap' }) },
      ...watch.channels,
    ];
    expect(secrets.size).toBeGreaterThan(60);
    // Each channel was looked at while there was something in it; the program writes no temporary file.
    const contents: Readonly<Record<string, string>> = {
      logs: 'BootstrapSummary',
      'termination messages': 'BootstrapSummary',
      'temporary files': '',
      argv: 'bootstrap.mjs',
      environment: 'KUBERNETES_SERVICE_HOST',
    };
    for (const channel of channels) expect(channel.text, channel.name).toContain(contents[channel.name] ?? name);
    expect(findLeaks(secrets, channels)).toEqual([]);
    const [[label = '', value = ''] = []] = secrets;
    const planted = Buffer.from(value).toString('base64');
    for (const { name: channel, text: before } of channels)
      expect(findLeaks(new Map([[label, value]]), [{ name: channel, text: before + planted }])).toContain(
        `${label} as base64 in ${channel}`,
      );
  });
});

describe('ExternalSecrets that were there before Vault was initialised', () => {
  test('become Ready after the operator has waited', { timeout: 400_000 }, async () => {
    const secretsOf = async () =>
      (await bench.cluster.list({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' })).filter((object) =>
        external.some((each) => title(each) === title(object)),
      );
    for (const object of [...external].reverse())
      await bench.cluster.delete(object, object.metadata.name, object.metadata.namespace);
    await until(60_000, async () => ((await secretsOf()).length === 0 ? undefined : 'ExternalSecrets are still there'));
    await forgetKept(bench, documents);
    await wipeVault(bench);
    for (const object of external) await bench.cluster.apply(object);
    // Long enough that the operator has seen each of them fail.
    await until(60_000, async () => {
      const untried = (await secretsOf()).filter(({ status }) => (status?.conditions ?? []).length === 0);
      return untried.length === 0 ? undefined : `${untried.length} ExternalSecrets were not tried yet`;
    });
    const { started, summary, log } = await runJob('afterwards');
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    const { entries } = documents.fixtureMap;
    await until(300_000, async () => {
      const late = (await secretsOf()).filter(
        (object) =>
          !isProcessed(object) &&
          !object.spec.data.some(
            ({ remoteRef }: { remoteRef: { key: string } }) => entries[remoteRef.key]?.recipe === undefined,
          ),
      );
      return late.length === 0 ? undefined : `not Ready: ${late.map(title).slice(0, 5).join(', ')}`;
    });
    console.log(
      `where they were there before: all Ready ${((Date.now() - started) / 1000).toFixed(1)} s after the start of the Job`,
    );
  });
});

/** Literals and placeholders are in Git; everything else is nobody's business. */
function isSecret(path: string): boolean {
  const type = documents.fixtureMap.entries[path]?.recipe?.type;
  return type === 'generate' || type === 'upstream' || type === 'compose';
}

interface LoggedIn extends VaultClient {
  readonly token: string;
}

/** Logs in to Vault as a ServiceAccount, as the operator and the producers do. */
async function logInAs(role: string, namespace: string, account: string): Promise<LoggedIn> {
  await bench.cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } });
  const jwt = await bench.cluster.serviceAccountToken(namespace, account);
  const { auth } = await bench
    .vault()
    .client.expect('POST', `auth/${documents.accessMap.authMount}/login`, { role, jwt });
  return Object.assign(new VaultClient(bench.vault().address, auth.client_token), {
    token: auth.client_token as string,
  });
}

/** Lets the operator look again at once, as a person would locally. */
async function refresh(): Promise<void> {
  const now = new Date().toISOString();
  const kind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
  for (const { metadata } of await bench.cluster.list(kind))
    await bench.cluster.patch(kind, metadata.name, metadata.namespace, {
      metadata: { annotations: { 'force-sync': now } },
    });
}
