import { describe, expect, test } from 'vitest';
import type { FixtureEntry } from '../../../src/model/documents/fixture-map.ts';
import { entry, environment, generated, literal } from '../bootstrap-environment.ts';

const engines = { apps: { mount: 'apps', version: 2 }, old: { mount: 'old', version: 1 } } as const;
const existing: FixtureEntry = { origin: 'existing', writer: 'others' };
const from = (...keys: string[]) =>
  entry({ type: 'compose', parts: keys.map((key) => ({ key, encode: 'none' as const })) });

/** Keys of three engines, and of a store that is none of this Vault. */
const entries: Readonly<Record<string, FixtureEntry>> = {
  token: literal('own'),
  'apps:db#password': generated(),
  'apps:db#url': from('apps:db#password', 'token'),
  'old:smtp#host': existing,
  'aws:queue#url': existing,
  mail: from('old:smtp#host'),
};
const map = { engines: { ...engines }, foreign: ['aws'] };
const access = { engines: { ...engines } };

describe('several engines', () => {
  test('are mounted where they are of version 2, and values are composed across all of them', async () => {
    const { vault, run } = await environment();
    vault.mounts['old/'] = { type: 'kv', options: { version: '1' } };
    vault.put('old/smtp', { host: 'mx.example.org' });
    const { codes, requests } = await run({ entries, map, access });
    expect(codes).toEqual([]);
    expect(vault.mounts['apps/']).toEqual({ type: 'kv', options: { version: '2' } });
    const { password } = vault.propertiesAt('apps/db');
    expect(vault.propertiesAt('apps/db')).toEqual({ password, url: `${password}own` });
    expect(vault.valueAt('mail')).toBe('mx.example.org');
    // What others manage is read where something is composed from it, and never written; a foreign store is
    // not asked.
    expect(vault.changes.filter((change) => change.includes('old'))).toEqual([]);
    expect(requests.filter(({ path }) => path.includes('queue'))).toEqual([]);
    const changes = vault.changes.length;
    await run({ entries, map, access });
    expect(vault.changes.slice(changes)).toEqual([]);
  });

  test('that others mount are named where they are missing, and the rest goes on', async () => {
    const { vault, run } = await environment();
    const { mail: _, ...rest } = entries;
    const { codes, summary } = await run({ entries: rest, map, access });
    expect(codes).toEqual(['VW5031']);
    expect(summary.exitStatus).toBe(1);
    expect(summary.findings?.[0]?.what).toContain('"old/"');
    expect(vault.mounts['old/']).toBeUndefined();
    expect(vault.propertiesAt('apps/db')).toHaveProperty('password');
  });

  test.each([
    ['of version 1 where 2 is declared', 'apps/', { type: 'kv', options: { version: '1' } }],
    ['of version 2 where 1 is declared', 'old/', { type: 'kv', options: { version: '2' } }],
  ])('%s are left alone', async (_, mount, found) => {
    const { vault, run } = await environment();
    vault.mounts['old/'] = { type: 'kv', options: { version: '1' } };
    vault.mounts[mount] = found;
    expect((await run({ entries, map, access })).codes).toEqual(['VW5011']);
    expect(vault.mounts[mount]).toEqual(found);
  });

  test('are planned by a dry run, with the keys that would come', async () => {
    const { vault, run } = await environment();
    await run();
    const { summary } = await run({
      entries: { 'apps:db#password': generated() },
      map,
      access,
      options: { isDryRun: true },
    });
    expect(summary.plan).toEqual([
      { kind: 'engine', name: 'apps/', action: 'mount kv-v2', reason: 'absent' },
      expect.objectContaining({ kind: 'credentials', action: 'make a seed' }),
      { kind: 'key', name: 'apps:db#password', action: 'write generate', reason: 'absent' },
    ]);
    expect(vault.mounts['apps/']).toBeUndefined();
  });
});

describe('a Vault namespace', () => {
  test('is named in every request but those about the server, and those that make and end the token of the run', async () => {
    const { vault, run, documents } = await environment();
    const { settings } = documents();
    const namespaced = { ...settings.vault, namespace: 'team/a' };
    const { codes, requests } = await run({
      entries: { token: literal('own') },
      settings: { vault: namespaced },
      map: { namespace: 'team/a' },
      access: { namespace: 'team/a' },
    });
    expect(codes).toEqual([]);
    expect(vault.valueAt('token')).toBe('own');
    const without = requests.filter(({ headers }) => headers['x-vault-namespace'] === undefined);
    expect([...new Set(without.map(({ path }) => path))].sort()).toEqual([
      '/v1/auth/token/create-orphan',
      '/v1/auth/token/revoke-self',
      '/v1/sys/health',
      '/v1/sys/init',
      '/v1/sys/seal-status',
      '/v1/sys/unseal',
    ]);
    const others = requests.filter((request) => !without.includes(request));
    expect(others.length).toBeGreaterThan(6);
    expect(new Set(others.map(({ headers }) => headers['x-vault-namespace']))).toEqual(new Set(['team/a']));
  });
});
