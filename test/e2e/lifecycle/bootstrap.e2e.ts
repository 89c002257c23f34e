// e2e: needs external-secrets, 5 minutes
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import type { Bench } from '../bench.ts';
import { keysOfTarget } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import { bootstrapObjects, forgetKept, keptCredentials, readAll, wipeVault } from './bootstrapped-environment.ts';
import { CronJobBench, isReady, jobKind, titleOf } from './cron-job-bench.ts';
import { leakChannels, plantLeak } from './leak-channels.ts';
import { findLeaks, ProcessWatch } from './leak-scan.ts';

const secretKind = { apiVersion: 'v1', kind: 'Secret' };

let cron: CronJobBench;
let bench: Bench;
let documents: BootstrapDocuments;
let watch: ProcessWatch;

beforeAll(async () => {
  cron = await CronJobBench.start();
  ({ bench, documents } = cron);
  watch = new ProcessWatch((argv) => argv.includes('bootstrap.mjs'));
});

afterAll(async () => {
  watch?.[Symbol.dispose]();
  await cron?.stop();
});

const valuesInVault = async () => readAll(await cron.root(), documents.fixtureMap.mount);
const rendered = () => cron.external.filter(({ kind }) => kind === 'ExternalSecret');

describe('the rendered CronJob on an empty cluster and a Vault that was never initialised', () => {
  let started = 0;
  let waiting: string[];

  test('its first run initialises, unseals, configures and seeds', async () => {
    for (const object of bootstrapObjects(cron.environment)) await bench.cluster.apply(object);
    let name = '';
    await until(90_000, async () => {
      const [job] = await bench.cluster.list(jobKind, documents.settings.namespace);
      name = job?.metadata.name ?? '';
      return job ? undefined : 'the schedule has made no Job yet';
    });
    const run = await cron.ended(name);
    expect(run.summary, run.log).toMatchObject({ kind: 'BootstrapSummary', status: 'done', exitStatus: 0 });
    started = run.started;
    console.log(`the first run took ${run.summary.milliseconds} ms`);
    await cron.suspend(true);
    await cron.audit();
  });

  test('every ExternalSecret becomes Ready but those whose producers have not run', async () => {
    const expectedToWait = rendered()
      .filter((object) => cron.waitsForProducer(object))
      .map(titleOf);
    for (const object of cron.external) await bench.cluster.apply(object);
    await until(120_000, async () => {
      const live = await cron.externalSecrets('rendered');
      waiting = live.filter((object) => !isReady(object)).map(titleOf);
      const unexpected = waiting.filter((name) => !expectedToWait.includes(name));
      return unexpected.length === 0 && live.length === rendered().length
        ? undefined
        : `not Ready: ${unexpected.join(', ')}`;
    });
    const times = (await cron.externalSecrets('rendered'))
      .filter(isReady)
      .map(({ status }) =>
        Date.parse(status?.conditions?.find(({ type }: { type: string }) => type === 'Ready').lastTransitionTime),
      );
    const seconds = ((Math.max(...times) - started) / 1000).toFixed(1);
    console.log(`${times.length} ExternalSecrets Ready, the last one ${seconds} s after the start of the Job`);
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
      const producer = await cron.logInAs(role.name, role.namespaces[0] ?? '', role.serviceAccounts[0] ?? '');
      await producer.expect('POST', `${fixtureMap.mount}/data/${path}`, { data: { value } });
    }
    await cron.refresh();
    await until(120_000, async () => {
      const left = (await cron.externalSecrets()).filter((object) => !isReady(object)).map(titleOf);
      return left.length === 0 ? undefined : `not Ready: ${left.join(', ')}`;
    });
  });

  test('each Secret has exactly the keys of its ExternalSecret', async () => {
    for (const object of rendered()) {
      const { target } = object.spec;
      const secret = await bench.cluster.get(secretKind, target.name, object.metadata.namespace);
      expect(Object.keys(secret.data ?? {}).sort(), titleOf(object)).toEqual(keysOfTarget(object));
    }
  });

  test('a second run writes no version and no policy', async () => {
    const before = await valuesInVault();
    const writesBefore = cron.auditedWrites.length;
    const { summary, log } = await cron.runJob('second-run');
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    expect(await valuesInVault()).toEqual(before);
    expect(cron.auditedWrites.slice(writesBefore)).toEqual([
      'update auth/token/create-orphan',
      'update auth/token/revoke-self',
    ]);
  });

  test('two runs at once are safe', async () => {
    const before = await valuesInVault();
    await cron.suspend(false);
    const runs = await Promise.all(['manual-one', 'manual-two'].map((name) => cron.runJob(name)));
    expect(runs.map(({ summary }) => summary.exitStatus)).toEqual([0, 0]);
    await cron.suspend(true);
    expect(await valuesInVault()).toEqual(before);
  });

  test('Vault that restarted sealed is unsealed by the next run, and the operator recovers', async () => {
    await bench.vault().restart();
    expect((await bench.vault().client.request('GET', 'sys/health')).status).toBe(503);
    const { summary, log } = await cron.runJob('after-restart');
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    const since = new Date(Date.now() - 1_000).toISOString();
    await cron.refresh();
    await until(90_000, async () => {
      const stale = (await cron.externalSecrets()).filter(
        (object) => !isReady(object) || (object.status?.refreshTime ?? '') < since,
      );
      return stale.length === 0 ? undefined : `not refreshed: ${stale.map(titleOf).slice(0, 5).join(', ')}`;
    });
  });
});

describe('least privilege', () => {
  test('each role may do exactly what its policy lists', { timeout: 240_000 }, async () => {
    const { accessMap, fixtureMap } = documents;
    const admin = await cron.root();
    const paths = Object.keys(fixtureMap.entries);
    // A preview comes under any name that the pattern admits.
    for (const role of accessMap.roles)
      for (const namespace of role.namespaces.map((bound) => bound.replace('*', '12')))
        for (const account of role.serviceAccounts) {
          const token = await cron.logInAs(role.name, namespace, account);
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
          for (const path of paths.filter((each) =>
            granted.get(`${fixtureMap.mount}/data/${each}`)?.includes('read'),
          )) {
            const { status } = await token.request('GET', `${fixtureMap.mount}/data/${path}`);
            // A mirror may not have been pushed yet; that is for the operator.
            const isThere = fixtureMap.entries[path]?.writer !== 'mirror';
            expect(isThere ? [200] : [200, 404], `${role.name} in ${namespace}: ${path}`).toContain(status);
          }
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
    for (const [path, { value }] of await valuesInVault())
      if (typeof value === 'string' && isSecret(path)) secrets.set(path, value);
    for (const [key, value] of Object.entries((await keptCredentials(bench, documents)) ?? {})) secrets.set(key, value);
    const seed = await bench.cluster.get(secretKind, documents.settings.seedSecret, namespace);
    secrets.set('seed', Buffer.from(seed.data.seed, 'base64').toString());
    const channels = await leakChannels(cron.bench, cron.documents.settings.namespace, watch);
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
  });

  test('and one that a careless program leaves is found in each of them', async () => {
    const planted = new Map([['planted', 'a "credential" of nobody | ü']]);
    expect(findLeaks(planted, await leakChannels(cron.bench, cron.documents.settings.namespace, watch))).toEqual([]);
    await plantLeak(cron, planted.get('planted') ?? '');
    expect(findLeaks(planted, await leakChannels(cron.bench, cron.documents.settings.namespace, watch))).toEqual(
      expect.arrayContaining([
        'planted as json in logs',
        'planted as base64 in termination messages',
        'planted as hex in temporary files',
        'planted as json in Pods',
        'planted as json in Jobs',
        'planted as url in events',
        'planted as base64url in ConfigMaps',
        'planted as raw in argv',
        'planted as raw in environment',
      ]),
    );
  });
});

describe('ExternalSecrets that were there before Vault was initialised', () => {
  test('become Ready after the operator has waited', { timeout: 400_000 }, async () => {
    for (const object of [...cron.external].reverse())
      await bench.cluster.delete(object, object.metadata.name, object.metadata.namespace);
    await until(60_000, async () =>
      (await cron.externalSecrets('rendered')).length === 0 ? undefined : 'ExternalSecrets are still there',
    );
    await forgetKept(bench, documents);
    await wipeVault(bench);
    for (const object of cron.external) await bench.cluster.apply(object);
    // Long enough that the operator has seen each of them fail.
    await until(60_000, async () => {
      const live = await cron.externalSecrets('rendered');
      const untried = live.filter(({ status }) => (status?.conditions ?? []).length === 0);
      return untried.length === 0 ? undefined : `${untried.length} ExternalSecrets were not tried yet`;
    });
    const { started, summary, log } = await cron.runJob('afterwards');
    expect(summary, log).toMatchObject({ status: 'done', exitStatus: 0 });
    await until(300_000, async () => {
      const live = await cron.externalSecrets('rendered');
      const late = live.filter((object) => !isReady(object) && !cron.waitsForProducer(object)).map(titleOf);
      return late.length === 0 ? undefined : `not Ready: ${late.slice(0, 5).join(', ')}`;
    });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`where they were there before, all were Ready ${seconds} s after the start of the Job`);
  });
});

/** Literals and placeholders are in Git; everything else is nobody's business. */
function isSecret(path: string): boolean {
  const type = documents.fixtureMap.entries[path]?.recipe?.type;
  return type === 'generate' || type === 'upstream' || type === 'compose';
}
