import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import type { FixtureEntry } from '../../../src/model/documents/fixture-map.ts';
import type { VaultAuth } from '../../../src/model/documents/logins/login-methods.ts';
import { readAll, seedLocalSecret } from './bootstrapped-environment.ts';
import { FaultBench } from './fault-bench.ts';

/** What a run does about whatever stands in Vault already. */
let faults: FaultBench;

beforeAll(async () => {
  faults = await FaultBench.start();
  await faults.seed();
});

afterAll(async () => {
  await faults?.stop();
});

beforeEach(() => faults.disturb());

describe('what stands in Vault already', () => {
  const { mount, path } = { mount: 'secret', path: 'graph-db-password' };

  test('somebody writes a key between our read and our write', async () => {
    const client = await faults.root();
    let done = false;
    const { result } = await faults.trials.run((request) => {
      if (done || request.method !== 'POST' || request.path !== `/v1/${mount}/data/${path}`) return 'forward';
      done = true;
      return {
        meanwhile: async () =>
          void (await client.expect('POST', `${mount}/data/${path}`, { data: { value: 'faster' } })),
      };
    });
    expect(result.code, result.output).toBe(0);
    const now = await readAll(client, mount);
    expect(now.get(path)).toMatchObject({ value: 'faster', version: 1, metadata: {} });
    // What is composed from it follows what really stands there.
    expect(now.get('graph-db-url')?.value).toContain(':faster@');
    expect(result.steps).toContainEqual(
      expect.objectContaining({ target: path, outcome: 'kept', reason: 'written by somebody else' }),
    );
  });

  test.each([
    ['deleted', 'delete', 'DELETE', `${mount}/data/${path}`, undefined],
    ['destroyed', 'destroy', 'PUT', `${mount}/destroy/${path}`, { versions: [1] }],
  ] as const)('a key whose version is %s stays so and is named', async (state, _, method, request, body) => {
    const client = await faults.root();
    await client.expect('POST', `${mount}/data/${path}`, { data: { value: 'once' } });
    await client.expect(method, request, body);
    const { result } = await faults.trials.run();
    expect(result.code).toBe(1);
    const named = { code: 'VW5015', what: expect.stringContaining(state), vaultPath: path };
    expect(result.summary?.findings).toContainEqual(named);
    expect((await readAll(client, mount)).get(path)).toMatchObject({ value: undefined, version: 1 });
  });

  test('an entry with other properties keeps them', async () => {
    const client = await faults.root();
    const name = 'graph-db-username';
    await client.expect('POST', `${mount}/data/${name}`, {
      data: { value: faults.documents.settings.placeholder, note: 'kept' },
    });
    expect((await faults.trials.run()).result.code).toBe(0);
    const { body } = await client.request('GET', `${mount}/data/${name}`);
    expect(body.data.data).toEqual({ value: 'graph', note: 'kept' });
  });

  test('an entry without "value" is somebody else’s', async () => {
    const client = await faults.root();
    await client.expect('POST', `${mount}/data/${path}`, { data: { password: 'not under value' } });
    const { result } = await faults.trials.run();
    expect(result.code).toBe(1);
    expect(result.summary?.findings).toContainEqual(expect.objectContaining({ code: 'VW5016', vaultPath: path }));
    expect((await client.request('GET', `${mount}/data/${path}`)).body.data.data).toEqual({
      password: 'not under value',
    });
  });

  test('a changed upstream value is copied, unless somebody else wrote on top of ours', async () => {
    const client = await faults.root();
    await seedLocalSecret(faults.bench, faults.documents, {
      ...faults.trials.upstream,
      'ghcr-token': 'newer-token-of-the-registry',
      'ghcr-username': 'newer-user',
    });
    await client.expect('POST', `${mount}/data/ghcr-username`, { data: { value: 'by hand' } });
    const { result } = await faults.trials.run();
    await seedLocalSecret(faults.bench, faults.documents, faults.trials.upstream);
    expect(result.code).toBe(0);
    const now = await readAll(client, mount);
    expect(now.get('ghcr-token')).toMatchObject({ value: 'newer-token-of-the-registry', version: 2 });
    expect(now.get('ghcr-username')?.value).toBe('by hand');
  });

  test('a required upstream value that is missing ends the run before anything is seeded', async () => {
    const { 'ghcr-token': _, ...rest } = faults.trials.upstream;
    await seedLocalSecret(faults.bench, faults.documents, rest);
    const { result, requests } = await faults.trials.run();
    await seedLocalSecret(faults.bench, faults.documents, faults.trials.upstream);
    expect(result.code).toBe(1);
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5012', vaultPath: 'ghcr-token' }]);
    expect(requests.filter(({ path: each }) => each.startsWith(`/v1/${mount}/data/`))).toEqual([]);
  });

  test('a kv mount of version 1 and a mount of another type are neither upgraded nor replaced', async () => {
    const client = await faults.root();
    const at = (other: string): Partial<BootstrapDocuments> => ({
      accessMap: { ...faults.documents.accessMap, mount: other },
      fixtureMap: { ...faults.documents.fixtureMap, mount: other },
    });
    await client.expect('POST', 'sys/mounts/old', { type: 'kv', options: { version: '1' } });
    await client.expect('POST', 'old/something', { value: 'of version 1' });
    await client.expect('POST', 'sys/mounts/foreign', { type: 'transit' });
    for (const other of ['old', 'foreign']) {
      const { result } = await faults.trials.run(undefined, at(other));
      expect(result.code).toBe(1);
      expect(result.summary?.findings).toMatchObject([{ code: 'VW5011', what: expect.stringContaining(other) }]);
    }
    const mounts = (await client.expect('GET', 'sys/mounts')).data;
    expect(mounts['old/'].options.version).toBe('1');
    expect(mounts['foreign/'].type).toBe('transit');
    expect((await client.expect('GET', 'old/something')).data.value).toBe('of version 1');
  });

  test('a dry run says what would be done and sends nothing that writes', async () => {
    const { result, requests } = await faults.trials.run(undefined, {}, { isDryRun: true });
    expect(result.code, result.output).toBe(0);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    const planned = result.steps.filter(({ outcome }) => outcome === 'planned').map(({ target }) => target);
    expect(planned).toEqual(expect.arrayContaining(['keycloak-client-patcher', ...FaultBench.removed]));
    await faults.expectUntouched('dry run');
  });
});

/** Values that shells, clients and templates are known to break, and one of the largest. */
const odd: Readonly<Record<string, string>> = {
  bar: 'a|b||c',
  dollar: '$HOME $(id) `id` %x:-y',
  quotes: `'"\\"'`,
  lines: 'first\nsecond\r\n\n',
  at: '@/etc/passwd',
  unicode: 'ü\u{1f511}\u0000\u2028\ufeff',
  braces: '{{ .Values.x }} %s %2F &=+#',
  blanks: ' \t',
  number: '1e3',
  large: 'x'.repeat(1_000_000),
};

describe('odd values', () => {
  const literal = (value: string): FixtureEntry => ({
    origin: 'generated',
    writer: 'bootstrap',
    recipe: { type: 'literal', value },
  });
  const external = (name: string): FixtureEntry => ({
    origin: 'external',
    writer: 'upstream',
    recipe: { type: 'upstream', name, required: true },
  });
  const composed = (key: string): FixtureEntry => ({
    origin: 'generated',
    writer: 'bootstrap',
    recipe: {
      type: 'compose',
      parts: (['url', 'base64', 'json'] as const).flatMap((encode) => [{ key, encode }, { text: ' ' }]),
    },
  });
  // A Secret holds 1 MiB in all, and an upstream value of blanks is refused as empty.
  const given = Object.entries(odd).filter(([name]) => name !== 'large' && name !== 'blanks');

  test('arrive from Git and from upstream as they are, composed ones decode to them, and a second run knows them', async () => {
    const { trials, documents } = faults;
    const fixtureMap = {
      ...documents.fixtureMap,
      entries: {
        ...documents.fixtureMap.entries,
        ...Object.fromEntries(Object.entries(odd).map(([name, value]) => [`odd/literal/${name}`, literal(value)])),
        ...Object.fromEntries(given.map(([name]) => [`odd/external/${name}`, external(`odd-${name}`)])),
        ...Object.fromEntries(given.map(([name]) => [`odd/composed/${name}`, composed(`odd/literal/${name}`)])),
      },
    };
    const upstream = {
      ...trials.upstream,
      ...Object.fromEntries(given.map(([name, value]) => [`ODD_${name}`, value])),
    };
    await seedLocalSecret(faults.bench, documents, upstream);
    const { result } = await trials.run(undefined, { fixtureMap });
    expect(result.code, result.output).toBe(0);
    const now = await faults.values();
    for (const [name, value] of Object.entries(odd))
      expect(now.get(`odd/literal/${name}`)?.value === value, name).toBe(true);
    for (const [name, value] of given) {
      expect(now.get(`odd/external/${name}`)?.value, name).toBe(value);
      const [url = '', base64 = '', json = ''] = String(now.get(`odd/composed/${name}`)?.value).split(' ');
      const decoded = [decodeURIComponent(url), Buffer.from(base64, 'base64').toString()];
      expect(decoded, name).toEqual([value, value]);
      expect(json, name).toBe(JSON.stringify(value).split(' ')[0]);
    }
    const again = await trials.run(undefined, { fixtureMap });
    expect(again.result.code, again.result.output).toBe(0);
    expect(await faults.values()).toEqual(now);
    await seedLocalSecret(faults.bench, documents, trials.upstream);
  });

  test('of 1 MiB, which raft does not take, are named, and the other keys go on', async () => {
    const { trials, documents } = faults;
    const entries = { ...documents.fixtureMap.entries, 'odd/too-large': literal('x'.repeat(2 ** 20)) };
    const { result } = await trials.run(undefined, { fixtureMap: { ...documents.fixtureMap, entries } });
    expect(result.code, result.output.slice(0, 2_000)).toBe(1);
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5028', vaultPath: 'odd/too-large' }]);
    const now = await faults.values();
    expect(now.has('odd/too-large')).toBe(false);
    for (const path of FaultBench.removed) expect(now.get(path)?.version).toBe(1);
  });
});

describe('the marker', () => {
  const path = 'graph-db-username';
  const declared = (value: string) => ({
    fixtureMap: {
      ...faults.documents.fixtureMap,
      entries: {
        ...faults.documents.fixtureMap.entries,
        [path]: { origin: 'generated', writer: 'bootstrap', recipe: { type: 'literal', value } } as const,
      },
    },
  });

  test('of a version that somebody wrote over is not ours any more, even where our value came back', async () => {
    const client = await faults.root();
    expect((await faults.trials.run(undefined, declared('first'))).result.code).toBe(0);
    // Written over, and rolled back as `vault kv rollback` does: as a third version.
    await client.expect('POST', `secret/data/${path}`, { data: { value: 'by hand' } });
    await client.expect('POST', `secret/data/${path}`, { data: { value: 'first' } });
    const { result } = await faults.trials.run(undefined, declared('second'));
    expect(result.code, result.output).toBe(0);
    expect((await faults.values()).get(path)).toMatchObject({ value: 'first', version: 3 });
    expect(result.steps).toContainEqual(
      expect.objectContaining({ target: path, outcome: 'kept', reason: 'written by somebody else' }),
    );
  });

  test('stands beside the metadata of others, which stays with all that they set', async () => {
    const client = await faults.root();
    // Metadata can be there before any version is.
    const theirs = { max_versions: 7, cas_required: true, custom_metadata: { owner: 'team-ledger', note: 'ä' } };
    await client.expect('POST', `secret/metadata/${path}`, theirs);
    for (const value of ['first', 'second']) {
      const { result } = await faults.trials.run(undefined, declared(value));
      expect(result.code, result.output).toBe(0);
    }
    const { data } = await client.expect('GET', `secret/metadata/${path}`);
    expect(data).toMatchObject({
      current_version: 2,
      max_versions: 7,
      cas_required: true,
      custom_metadata: { owner: 'team-ledger', note: 'ä', 'vaultwright.io/version': '2' },
    });
    // Of a value it says where it came from, and nothing that tells the value.
    expect(Object.keys(data.custom_metadata).sort()).toEqual([
      'note',
      'owner',
      'vaultwright.io/recipe',
      'vaultwright.io/source',
      'vaultwright.io/version',
    ]);
  });
});

describe('another method of login', () => {
  const policy = 'external-secrets';

  /** The environment with another auth method, and one role beside its own. */
  const withAuth = (auth: VaultAuth, authMount: string): Partial<BootstrapDocuments> => {
    const { namespace } = faults.documents.settings;
    const role = { name: 'team', serviceAccounts: ['default'], namespaces: [namespace, 'pr-*'], policies: [policy] };
    return { accessMap: { ...faults.documents.accessMap, auth, authMount, roles: [role] } };
  };

  /** What Vault reads back is what was written, so that the second run changes nothing. */
  async function settles(change: Partial<BootstrapDocuments>): Promise<void> {
    expect((await faults.trials.run(undefined, change)).result.code).toBe(0);
    const { result } = await faults.trials.run(undefined, change);
    expect(result.code, result.output).toBe(0);
    const done = result.steps.filter(({ outcome, phase }) => outcome === 'done' && ['auth', 'roles'].includes(phase));
    expect(done).toEqual([]);
  }

  test('by JWT lets in whom a role binds, and nobody else', async () => {
    const { cluster } = faults.bench;
    const { namespace } = faults.documents.settings;
    const token = (where: string, audience: string): Promise<string> =>
      cluster.serviceAccountToken(where, 'default', { audiences: [audience] });
    const jwt = await token(namespace, 'vault');
    const { iss } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    const pem = [readFileSync(join(faults.bench.folder, 'kubernetes', 'service-account.pub'), 'utf8')];
    await settles(withAuth({ method: 'jwt', audiences: ['vault'], issuer: iss, keys: { pem } }, 'team-jwt'));
    const logIn = async (given: string): Promise<number> =>
      (await faults.bench.vault().client.request('POST', 'auth/team-jwt/login', { role: 'team', jwt: given })).status;
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pr-1' } });
    await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'pr-1' } });
    const outcomes = [
      jwt,
      await token('pr-1', 'vault'),
      await token('kube-system', 'vault'),
      await token(namespace, 'x'),
    ];
    expect(await Promise.all(outcomes.map(logIn))).toEqual([200, 200, 400, 400]);
  });

  test('by AppRole gives a role whose ids others hand out', async () => {
    await settles(withAuth({ method: 'appRole' }, 'team-approle'));
    const client = await faults.root();
    const at = 'auth/team-approle/role/team';
    const { role_id } = (await client.expect('GET', `${at}/role-id`)).data;
    const { secret_id } = (await client.expect('POST', `${at}/secret-id`)).data;
    const { auth } = await client.expect('POST', 'auth/team-approle/login', { role_id, secret_id });
    expect(auth.policies).toEqual(['default', policy]);
  });
});

test('no run printed a value, a key or a token', async () => {
  expect(faults.trials.outputs).not.toEqual([]);
  expect(await faults.trials.leaks()).toEqual([]);
});
