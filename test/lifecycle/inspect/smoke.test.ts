import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KubernetesClient } from '../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { VaultClient } from '../../../src/lifecycle/clients/vault/vault-client.ts';
import { type Inspection, inspect } from '../../../src/lifecycle/inspect/smoke.ts';
import { Deadline } from '../../../src/lifecycle/run/deadline.ts';
import { answer, ScriptedServer } from '../scripted-server.ts';
import { plan } from './smoke-plan.ts';

const now = Date.parse('2026-11-30T08:00:00Z');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const word = ['client', 'word'].join('-');

const paths = {
  external: '/apis/external-secrets.io/v1/namespaces/shop/externalsecrets/app-sync',
  secret: '/api/v1/namespaces/shop/secrets/app',
  store: '/apis/external-secrets.io/v1/namespaces/shop/secretstores/vault',
  deployment: '/apis/apps/v1/namespaces/operators/deployments/eso',
  versions: '/api/v1/namespaces/shop/configmaps/versions',
} as const;
type Place = keyof typeof paths;

const ready = (status: string, reason = 'SecretSynced') => [{ type: 'Ready', status, reason }];
const external = (over: object = {}) => ({
  kind: 'ExternalSecret',
  metadata: { generation: 3 },
  spec: { refreshInterval: '1h0m0s' },
  status: {
    conditions: ready('True'),
    syncedResourceVersion: '3-abc',
    refreshTime: new Date(now - 3_600_000).toISOString(),
    ...over,
  },
});
const good: Readonly<Record<Place, object>> = {
  external: external(),
  secret: { kind: 'Secret', data: { client: base64(word) } },
  store: { kind: 'SecretStore', status: { conditions: ready('True') } },
  deployment: {
    kind: 'Deployment',
    metadata: { generation: 2 },
    spec: { replicas: 2 },
    status: { observedGeneration: 2, availableReplicas: 2 },
  },
  versions: { kind: 'ConfigMap', data: { app: sha256(word) } },
};

let objects: Map<string, object>;
let forbidden: Set<string>;
let server: ScriptedServer;
let asked: string[];

beforeEach(async () => {
  objects = new Map((Object.keys(paths) as Place[]).map((place) => [paths[place], good[place]]));
  forbidden = new Set();
  asked = [];
  server = await ScriptedServer.start(({ path }, response) => {
    asked.push(path);
    const object = objects.get(path);
    if (forbidden.has(path)) answer(response, 403, { kind: 'Status', code: 403 });
    else if (object) answer(response, 200, object);
    else answer(response, 404, { kind: 'Status', code: 404 });
  });
});
afterEach(() => server[Symbol.asyncDispose]());

async function run(change: Partial<Inspection> = {}) {
  const kubernetes = new KubernetesClient(server.origin);
  const waited: number[] = [];
  const clock = {
    now: () => now,
    wait: async (milliseconds: number) => {
      waited.push(milliseconds);
      return true;
    },
  };
  try {
    const waits = { attempts: 1, sleep: 5 };
    const result = await inspect({ plan, kubernetes, waits, clock, deadline: new Deadline(20_000), ...change });
    return { ...result, waited, texts: result.findings.map(({ code, what, fix }) => `${code} ${what} ${fix}`) };
  } finally {
    kubernetes.close();
  }
}

describe('inspect', () => {
  test('finds nothing where everything is in order, and says what it looked at', async () => {
    expect(await run()).toMatchObject({
      findings: [],
      attempts: 1,
      inspected: { secrets: 1, keys: 1, stores: 1, deployments: 1, digests: 1, probes: 0 },
    });
  });

  test.each<[string, Partial<Record<Place, object | undefined>>, string[]]>([
    [
      'a missing ExternalSecret and its Secret, as one',
      { external: undefined, secret: undefined },
      ['VW5160|app-sync|client|app-client'],
    ],
    [
      'an ExternalSecret that is not Ready',
      { external: external({ conditions: ready('False', 'SecretSyncedError') }), secret: undefined },
      ['VW5161|app-sync|SecretSyncedError|app-client|client-patcher'],
    ],
    [
      'one that nobody has looked at',
      { external: { kind: 'ExternalSecret', metadata: { generation: 1 } } },
      ['VW5161|no controller'],
    ],
    [
      'a Ready of an earlier generation',
      { external: external({ syncedResourceVersion: '2-abc' }) },
      ['VW5162|generation 3'],
    ],
    [
      'a generation that only begins alike',
      { external: external({ syncedResourceVersion: '31-abc' }) },
      ['VW5162|generation 3'],
    ],
    [
      'a Ready without a synced version',
      { external: external({ syncedResourceVersion: undefined }) },
      ['VW5162|generation 3'],
    ],
    [
      'a refresh that is overdue',
      { external: external({ refreshTime: new Date(now - 2 * 3_600_000).toISOString() }) },
      ['VW5162|longer than its interval'],
    ],
    ['a missing Secret', { secret: undefined }, ['VW5163|shop/app|app-client']],
    [
      'a placeholder',
      { secret: { kind: 'Secret', data: { client: base64('to-come') } } },
      ['VW5167|client|app-client', 'VW5169|client'],
    ],
    [
      'another digest',
      { versions: { kind: 'ConfigMap', data: { app: sha256('newer') } } },
      ['VW5169|client|shop/versions|client-patcher'],
    ],
    [
      'an alias that differs',
      { versions: { kind: 'ConfigMap', data: { app: sha256(word), 'app-old': sha256('older') } } },
      ['VW5169|client'],
    ],
    ['an alias alone', { versions: { kind: 'ConfigMap', data: { 'app-old': sha256(word) } } }, []],
    ['no digest', { versions: { kind: 'ConfigMap', data: {} } }, ['VW5170|shop/versions|app']],
    ['no ConfigMap of digests', { versions: undefined }, ['VW5170|shop/versions|app']],
    ['no Deployment', { deployment: undefined }, ['VW5171|operators/eso|is missing']],
    [
      'too few Pods',
      { deployment: { ...good.deployment, status: { observedGeneration: 2, availableReplicas: 1 } } },
      ['VW5171|1 of 2'],
    ],
    ['a Deployment at zero', { deployment: { ...good.deployment, spec: { replicas: 0 } } }, ['VW5171|zero']],
    [
      'a rollout under way',
      { deployment: { ...good.deployment, status: { observedGeneration: 1, availableReplicas: 2 } } },
      ['VW5171|not rolled out'],
    ],
    ['no store', { store: undefined }, ['VW5172|shop/vault|not in the cluster|vault-bootstrap-by-hand']],
    [
      'a store that is not Ready',
      { store: { kind: 'SecretStore', status: { conditions: ready('False', 'InvalidProviderConfig') } } },
      ['VW5172|InvalidProviderConfig'],
    ],
  ])('finds %s', async (_, change, wanted) => {
    for (const [place, object] of Object.entries(change) as [Place, object | undefined][])
      object === undefined ? objects.delete(paths[place]) : objects.set(paths[place], object);
    const { texts } = await run();
    expect(texts).toHaveLength(wanted.length);
    for (const [index, words] of wanted.entries())
      for (const part of words.split('|')) expect(texts[index]).toContain(part);
    expect(texts.join()).not.toContain(word);
  });

  test('asks people, not a bootstrap, where the environment is regulated', async () => {
    objects.delete(paths.store);
    const { bootstrap: _, ...rest } = plan;
    const { texts } = await run({ plan: { ...rest, configurator: { name: 'vault-configurator', namespace: 'shop' } } });
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(
      /^VW5172 .*The configurator writes them anew: `kubectl -n shop delete job -l .*vault-configurator`/s,
    );
    expect(texts[0]).not.toContain('ootstrap');
  });

  test('reports what it may not read, and everything else with it', async () => {
    forbidden.add(paths.secret);
    objects.delete(paths.deployment);
    const { texts } = await run();
    expect(texts.map((text) => text.slice(0, 6)).sort()).toEqual(['VW5019', 'VW5019', 'VW5171']);
    expect(texts.join()).toContain('secrets/app in shop');
  });

  test('looks again only at what fails, until it is there', async () => {
    objects.delete(paths.deployment);
    const waiting: number[] = [];
    const { findings, attempts, waited } = await run({
      waits: { attempts: 5, sleep: 7 },
      onWait: (attempt) => {
        waiting.push(attempt);
        if (attempt === 2) objects.set(paths.deployment, good.deployment);
      },
    });
    expect({ findings, attempts, waiting, waited }).toEqual({
      findings: [],
      attempts: 3,
      waiting: [1, 2],
      waited: [7000, 7000],
    });
    expect(asked.filter((path) => path === paths.external)).toHaveLength(1);
    expect(asked.filter((path) => path === paths.deployment)).toHaveLength(3);
  });

  test('gives up after its attempts', async () => {
    objects.delete(paths.deployment);
    expect(await run({ waits: { attempts: 3, sleep: 1 } })).toMatchObject({ attempts: 3, waited: [1000, 1000] });
  });

  test.each([
    [200, {}, []],
    [503, { sealed: true, errors: ['Vault is sealed'] }, ['sealed']],
    [501, { initialized: false }, ['uninitialised']],
  ])('asks Vault whether it serves: %i', async (status, body, wanted) => {
    await using health = await ScriptedServer.start((_, response) => answer(response, status, body));
    const vault = new VaultClient(health.origin);
    const { texts } = await run({ plan: { ...plan, vault: { address: health.origin } }, vault });
    vault.close();
    expect(texts).toHaveLength(wanted.length);
    for (const state of wanted) expect(texts[0]).toMatch(new RegExp(`^VW5173 .* is ${state}`));
  });
});
