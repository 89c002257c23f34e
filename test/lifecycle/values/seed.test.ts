import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { KubernetesClient, secretPath } from '../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { openUpstream } from '../../../src/lifecycle/clients/upstream/open-upstream.ts';
import { VaultClient } from '../../../src/lifecycle/clients/vault/vault-client.ts';
import { diffFixtures } from '../../../src/lifecycle/commands/fixtures/diff-fixtures.ts';
import { Deadline } from '../../../src/lifecycle/run/deadline.ts';
import { environment, generated, secretOf, seedPath } from '../bootstrap-environment.ts';

/** A seed as a pipeline makes one. */
const seedOf = (whose: string): string => createHash('sha256').update(whose).digest('base64url');

test('the same seed gives the same values in a fresh cluster; a random one is kept, and never shown', async () => {
  const entries = { word: generated() };
  const values = [];
  for (const seed of [seedOf('tests'), seedOf('tests'), undefined, undefined]) {
    const { vault, cluster, run } = await environment();
    const { steps } = await run({ entries, options: { seed } });
    values.push(vault.valueAt('word'));
    const kept = cluster.at(seedPath)?.['data/seed'];
    expect(kept === undefined).toBe(seed !== undefined);
    const shown = JSON.stringify(steps);
    expect(shown).toContain('"use the seed"');
    const used = seed ?? Buffer.from(String(kept), 'base64').toString();
    expect(shown).not.toContain(used);
    // Nothing that is made of it fast, either: whoever reads the log could try seeds.
    expect(steps.filter(({ action }) => action === 'use the seed').map(({ target }) => target)).toEqual([undefined]);
    expect(shown).not.toContain(String(vault.valueAt('word')));
  }
  expect(values[0]).toBe(values[1]);
  expect(new Set(values).size).toBe(3);
});

test.each(['', 'too short', ' '.repeat(16), 'local-dev-seed-2026'])(
  'a seed that can be guessed ends the run (%#)',
  async (seed) => {
    const { vault, run } = await environment();
    const { codes, summary } = await run({ entries: { word: generated() }, options: { seed } });
    expect([codes, summary.exitStatus]).toEqual([['VW5022'], 2]);
    expect(vault.entries.size).toBe(0);
  },
);

test('a dry run only plans with the seed that is kept', async () => {
  const { run } = await environment();
  await run({ entries: { word: generated() } });
  const { steps, summary } = await run({ entries: { other: generated() }, options: { isDryRun: true } });
  expect(steps.map(({ action, outcome }) => `${action}: ${outcome}`)).toContain('use the seed: planned');
  expect(summary.steps.done).toBe(0);
});

describe('the seed of the local seed Secret', () => {
  const entries = { word: generated() };
  const localPath = secretPath('ledger', 'upstream');

  /** An environment whose developer wrote a seed beside the external values. */
  async function seeded(seed: string) {
    const { cluster, run, documents, ...rest } = await environment();
    cluster.put(localPath, secretOf({ 'env-secrets.json': '{}', seed }));
    const options = {
      openUpstream: (readSecret: Parameters<typeof openUpstream>[1]['readSecret']) =>
        openUpstream(documents().settings.upstream, { environment: {}, readSecret }),
    };
    return {
      ...rest,
      cluster,
      documents,
      bootstrap: (more = {}) => run({ entries, options: { ...options, ...more } }),
    };
  }

  test('gives the same values in a fresh cluster, and nothing is kept beside it', async () => {
    const values = new Set();
    for (const seed of [seedOf('one developer'), seedOf('one developer'), seedOf('another one')]) {
      const { vault, cluster, bootstrap } = await seeded(seed);
      const { codes, steps } = await bootstrap();
      expect(codes).toEqual([]);
      expect(steps).toContainEqual(
        expect.objectContaining({ action: 'use the seed', reason: 'from the local seed Secret' }),
      );
      expect(cluster.at(seedPath)).toBeUndefined();
      values.add(vault.valueAt('word'));
    }
    expect(values.size).toBe(2);
  });

  test('gives way to the one of a pipeline', async () => {
    const { vault, bootstrap } = await seeded(seedOf('one developer'));
    await bootstrap({ seed: seedOf('a pipeline') });
    const other = await environment();
    await other.run({ entries, options: { seed: seedOf('a pipeline') } });
    expect(vault.valueAt('word')).toBe(other.vault.valueAt('word'));
  });

  test('that is too short ends the run', async () => {
    const { bootstrap } = await seeded('short');
    expect((await bootstrap()).codes).toEqual(['VW5022']);
  });

  test('tells a value that lost its marker also where the upstream store is not asked', async () => {
    const { vault, cluster, bootstrap, documents } = await seeded(seedOf('one developer'));
    await bootstrap();
    const stored = vault.entries.get('word');
    if (stored) stored.metadata = {};
    const { fixtureMap, accessMap, settings } = documents({ entries });
    const comparison = {
      rendered: {
        fixtureMap,
        accessMap,
        document: { kubernetesHost: settings.kubernetesHost, placeholders: [] },
        hasBootstrap: true,
        bootstrapDocuments: { settings },
      },
      vault: new VaultClient(vault.server.origin),
      kubernetes: new KubernetesClient(cluster.server.origin),
      deadline: new Deadline(10_000),
      givenSeed: undefined,
    };
    comparison.vault.token = vault.keys?.rootToken;
    expect(await diffFixtures(comparison, undefined)).toMatchObject([{ path: 'word', state: 'unmarked' }]);
    comparison.vault.close();
    comparison.kubernetes.close();
  });
});
