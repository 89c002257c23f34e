import { describe, expect, test } from 'vitest';
import { KubernetesClient } from '../../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { VaultClient } from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import { accessDrift } from '../../../../src/lifecycle/commands/drift/access-drift.ts';
import type { DriftSearch } from '../../../../src/lifecycle/commands/drift/drift-search.ts';
import { fixtureDrift } from '../../../../src/lifecycle/commands/drift/fixture-drift.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import type { FixtureEntry } from '../../../../src/model/documents/fixture-map.ts';
import { entry, environment, generated, literal, type Trial } from '../../bootstrap-environment.ts';

const existing: FixtureEntry = { origin: 'existing', writer: 'others' };
const from = (...keys: string[]) =>
  entry({ type: 'compose', parts: keys.map((key) => ({ key, encode: 'none' as const })) });
const engines = { apps: { mount: 'apps', version: 2 }, old: { mount: 'old', version: 1 } } as const;
const trial: Trial = {
  entries: {
    token: literal('own'),
    'apps:db#username': literal('ledger'),
    'apps:db#password': generated(),
    'apps:db#url': from('apps:db#username', 'apps:db#password'),
    'old:smtp#host': existing,
    'old:smtp#*': existing,
    'aws:queue#url': existing,
  },
  map: { engines: { ...engines }, foreign: ['aws'] },
  access: { engines: { ...engines } },
};

async function bootstrapped() {
  const { vault, cluster, run, documents } = await environment();
  vault.mounts['old/'] = { type: 'kv', options: { version: '1' } };
  vault.put('old/smtp', { host: 'mx', port: '25' });
  expect((await run(trial)).codes).toEqual([]);
  const drift = async (operatedBy = 'bootstrap') => {
    const { fixtureMap, accessMap, settings } = documents(trial);
    const found: string[] = [];
    const plan: string[] = [];
    const client = new VaultClient(vault.server.origin);
    const kubernetes = new KubernetesClient(cluster.server.origin);
    client.token = vault.keys?.rootToken;
    const document = { kubernetesHost: settings.kubernetesHost, placeholders: [], vault: { operatedBy } };
    const search = {
      rendered: { fixtureMap, accessMap, document, hasBootstrap: true, bootstrapDocuments: { settings } },
      vault: client,
      kubernetes,
      deadline: new Deadline(10_000),
      givenSeed: undefined,
      denylist: { exact: [], prefixes: [] },
      find: (code, what, place) =>
        void found.push(`${code} ${place?.vaultPath ?? /"([^"]+)"/.exec(what)?.[1] ?? what}`),
      propose: (change) => {
        if (change) plan.push(`${change.action} ${change.kind} ${change.name}`);
      },
      count: () => {},
    } satisfies Partial<Record<keyof DriftSearch, unknown>> & Pick<DriftSearch, 'find' | 'propose'>;
    const before = vault.changes.length;
    for (const look of [accessDrift, fixtureDrift]) await look(search as unknown as DriftSearch);
    client.close();
    kubernetes.close();
    expect(vault.changes.slice(before)).toEqual([]);
    return { found: found.sort(), plan: plan.sort() };
  };
  return { vault, drift };
}

describe('drift of several engines and properties', () => {
  test('finds nothing after a bootstrap', async () => {
    const { drift } = await bootstrapped();
    expect(await drift()).toEqual({ found: [], plan: [] });
  });

  test('finds nothing where somebody else wrote beside our properties', async () => {
    const { vault, drift } = await bootstrapped();
    vault.patch('apps/db', { note: 'theirs' });
    // The markers will follow the version; nothing is wrong with the values.
    const { found, plan } = await drift();
    expect(found).toEqual([]);
    expect(plan).toEqual(['mark key apps:db#password', 'mark key apps:db#url', 'mark key apps:db#username']);
  });

  test('names each property that is not as declared, and an entry once that is gone as a whole', async () => {
    const { vault, drift } = await bootstrapped();
    vault.put('apps/db', { username: 'by hand', url: 3 });
    const odd = await drift();
    expect(odd.found).toEqual(['VW5016 apps:db#url', 'VW5120 apps:db#password', 'VW5124 apps:db#username']);
    expect(odd.plan).toEqual(['write generate key apps:db#password']);
    vault.entries.delete('apps/db');
    expect((await drift()).found).toEqual(['VW5120 apps:db']);
    vault.entries.set('apps/db', { versions: ['deleted'], metadata: {} });
    expect((await drift()).found).toEqual(['VW5015 apps:db']);
  });

  test('names what others manage and what is missing, and judges no foreign store', async () => {
    const { vault, drift } = await bootstrapped();
    vault.entries.set('old/smtp', { versions: [{ value: { port: '25' } }], metadata: {} });
    expect((await drift()).found).toEqual(['VW5127 old:smtp#host']);
    vault.entries.delete('old/smtp');
    expect((await drift()).found).toEqual(['VW5127 old:smtp']);
  });

  test('looks at each engine, and reads nothing from one that is not right', async () => {
    const { vault, drift } = await bootstrapped();
    delete vault.mounts['old/'];
    vault.entries.delete('old/smtp');
    vault.mounts['apps/'] = { type: 'transit' };
    const { found, plan } = await drift();
    expect(found).toEqual(['VW5110 apps/', 'VW5110 old/']);
    expect(plan).toEqual(['refuse engine apps/', 'refuse engine old/']);
  });

  test('names keys that nobody declares in every engine, unless somebody else runs Vault', async () => {
    const { vault, drift } = await bootstrapped();
    vault.put('apps/lost', { value: 'x' });
    vault.put('lost', { value: 'x' });
    vault.mounts['transit/'] = { type: 'transit' };
    expect((await drift()).found).toEqual(['VW5111 transit/', 'VW5121 apps:lost', 'VW5121 lost']);
    expect((await drift('others')).found).toEqual([]);
  });

  test('leaves what a ceremony made to its own verification', async () => {
    const { vault, drift } = await bootstrapped();
    vault.auths['break-glass/'] = { type: 'userpass' };
    vault.objects.set('sys/policies/acl/vaultwright-break-glass', { policy: '' });
    expect((await drift()).found).toEqual(['VW5111 auth/break-glass/', 'VW5118 vaultwright-break-glass']);
    expect((await drift('ceremony')).found).toEqual([]);
  });
});
