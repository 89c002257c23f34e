import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentFile } from '../../../src/model/documents/environment-document.ts';
import { vaultPolicyText } from '../../../src/model/documents/vault-policy-text.ts';
import { grantCases } from '../../lifecycle/commands/evidence/grant-cases.ts';
import { Bench } from '../bench.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { commandIn } from './command-process.ts';
import { Interception, RequestProxy } from './request-proxy.ts';

/** Who can read what in a Vault as it is, and how old it is. */
const address = 'http://vault-core-prod.ameide-prod.svc.cluster.local:8200';

/** The rights that docs/evidence.md lists. */
const rights = `
path "sys/policies/acl" { capabilities = ["list"] }
path "sys/policies/acl/*" { capabilities = ["read"] }
path "sys/auth" { capabilities = ["read"] }
path "auth/+/role" { capabilities = ["list"] }
path "auth/+/role/*" { capabilities = ["read"] }
path "auth/+/users" { capabilities = ["list"] }
path "auth/+/users/*" { capabilities = ["read"] }
path "auth/token/roles" { capabilities = ["list"] }
path "auth/token/roles/*" { capabilities = ["read"] }
path "auth/token/accessors/" { capabilities = ["list", "sudo"] }
path "auth/token/accessors" { capabilities = ["list", "sudo"] }
path "auth/token/lookup-accessor" { capabilities = ["update"] }
path "identity/+/id" { capabilities = ["list"] }
path "identity/+/id/*" { capabilities = ["read"] }
path "secret/metadata/*" { capabilities = ["read"] }
`;

const role = 'auth/kubernetes/role/external-secrets';

let bench: Bench;
let root: VaultClient;
let token: string;
let proxy: RequestProxy;
let folder: string;
const interception = new Interception();

interface Reader {
  readonly name: string;
  readonly kind: string;
  readonly policies: readonly string[];
  readonly isDeclared: boolean;
  readonly bound: readonly string[];
}
interface Key {
  readonly key: string;
  readonly readers: readonly Reader[];
  readonly history: { readonly state: string; readonly version?: number };
  readonly age: string;
  readonly components: readonly { readonly name: string; readonly approval?: string }[];
}

async function run(...args: readonly string[]) {
  interception.begin();
  return commandIn(folder, ['evidence', '-e', 'production', '--vault-address', proxy.address, ...args], {
    VAULT_TOKEN: token,
  });
}

async function evidence() {
  const { status, out, err } = await run();
  expect(out, err).not.toBe('');
  const report = JSON.parse(out);
  const keys = new Map((report.keys as readonly Key[]).map((key) => [key.key, key]));
  const found = report.findings.map(
    ({ code, what, place }: { code: string; what: string; place: { vaultPath?: string } }) =>
      `${code} ${place.vaultPath ?? ''} ${what}`,
  ) as string[];
  return { status, report, keys, found };
}

beforeAll(async () => {
  const environment = await renderedEnvironment('production');
  bench = await Bench.start({ vaults: { main: { address } } });
  const vault = bench.vault();
  root = vault.client.as((await vault.initialise()).rootToken);
  await root.expect('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await root.expect('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
  for (const policy of environment.accessMap.policies)
    await root.expect('PUT', `sys/policies/acl/${policy.name}`, { policy: vaultPolicyText(policy) });
  for (const { name, serviceAccounts, namespaces, policies } of environment.accessMap.roles)
    await root.expect('POST', `auth/kubernetes/role/${name}`, {
      bound_service_account_names: serviceAccounts,
      bound_service_account_namespaces: namespaces,
      token_policies: policies,
    });
  await root.expect('PUT', 'sys/policies/acl/evidence', { policy: rights });
  const made = await root.expect('POST', 'auth/token/create-orphan', { policies: ['evidence'], ttl: '1h' });
  token = made.auth.client_token;
  await root.expect('POST', 'secret/data/ghcr-token', { data: { value: 'x' } });
  await root.expect('POST', 'secret/data/ghcr-token', { data: { value: 'y' } });
  await root.expect('POST', 'secret/data/agents-db-password', { data: { value: 'x' } });
  await root.expect('DELETE', 'secret/data/agents-db-password');
  folder = join(bench.folder, 'station');
  const output = join(folder, 'dist', 'production');
  mkdirSync(output, { recursive: true });
  const document = JSON.parse(environment.document);
  document.keys['ghcr-token'].maxAge = '1s';
  writeFileSync(join(output, environmentFile), JSON.stringify(document));
  proxy = await RequestProxy.start('vault', vault.address, interception);
}, 60_000);

afterAll(async () => {
  await proxy?.stop();
  await bench?.stop();
});

describe('what policies grant together', () => {
  test('is what Vault itself says', { timeout: 30_000 }, async () => {
    for (const { name, policies, paths } of grantCases) {
      const names = policies.map((_, index) => `case-${index}`);
      for (const [index, policy] of policies.entries())
        await root.expect('PUT', `sys/policies/acl/case-${index}`, { policy });
      const body = { policies: names, no_default_policy: true, ttl: '5m' };
      const { auth } = await root.expect('POST', 'auth/token/create', body);
      const asked = { token: auth.client_token, paths: Object.keys(paths) };
      const { data } = await root.expect('POST', 'sys/capabilities', asked);
      const granted = Object.keys(paths).map((path) => [
        path,
        (data[path] as readonly string[]).filter((each) => each !== 'deny').sort(),
      ]);
      expect(Object.fromEntries(granted), name).toEqual(paths);
      await root.expect('POST', 'auth/token/revoke', { token: auth.client_token });
      for (const each of names) await root.expect('DELETE', `sys/policies/acl/${each}`);
    }
  });
});

describe('vaultwright evidence', { timeout: 30_000 }, () => {
  test('lists the declared readers, ages and approvals, and reads no value', async () => {
    // One of the keys may be a second old at most, and Vault tells its time in whole seconds.
    await new Promise((resume) => setTimeout(resume, 2_500));
    const { keys, found, report } = await evidence();
    expect(found).toEqual([
      // The token of the one who initialised Vault.
      expect.stringMatching(/^VW5266 {2}The token "token root \(accessor \S+\)" can read .* and \d+ more by "root"/),
      expect.stringMatching(/^VW5267 ghcr-token It is older than 1s/),
    ]);
    expect(report.notes).toEqual([]);
    const key = keys.get('ghcr-token');
    expect(key?.history).toMatchObject({ state: 'present', version: 2 });
    expect(key?.readers.filter(({ isDeclared }) => isDeclared).map(({ name }) => name)).toContain(`${role}-argocd`);
    expect(key?.readers[0]?.bound).toEqual(['ameide-prod/default']);
    expect(key?.components.some(({ approval }) => approval !== undefined)).toBe(true);
    expect(report.approvals.length).toBeGreaterThan(0);
    expect(keys.get('agents-db-password')?.history.state).toBe('deleted');
    expect(keys.get('graph-db-password')?.history.state).toBe('absent');
    const { requests } = interception;
    expect(requests.length).toBeGreaterThan(50);
    expect(requests.filter(({ path }) => path.startsWith('/v1/secret/data/'))).toEqual([]);
    const changing = requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/lookup-accessor'));
    expect(changing).toEqual([]);
  });

  test('names whoever can read more since somebody widened it by hand', async () => {
    const path = 'sys/policies/acl/external-secrets-ameide-prod';
    const { data } = await root.expect('GET', path);
    await root.expect('PUT', 'sys/policies/acl/wide', {
      policy: 'path "secret/+/graph-*" { capabilities = ["read"] }',
    });
    await root.expect('POST', 'auth/kubernetes/role/debug', {
      bound_service_account_names: ['debug'],
      bound_service_account_namespaces: ['*'],
      token_policies: ['wide'],
    });
    await root.expect('POST', 'sys/auth/people', { type: 'userpass' });
    await root.expect('POST', 'auth/people/users/kim', { password: 'of-an-example', token_policies: ['broken'] });
    await root.expect('PUT', 'sys/policies/acl/broken', {
      policy: 'path "secret/data/ghcr-token" { policy = "write" }',
    });
    await root.expect('POST', 'identity/group', { name: 'all', policies: ['wide'] });
    await root.expect('PUT', path, {
      policy: `${data.policy}\npath "secret/data/graph-db-password" { capabilities = ["deny"] }`,
    });
    const { keys, found, status } = await evidence();
    expect(status).toBe(1);
    const namesOf = (key: string): string[] =>
      (keys.get(key)?.readers ?? []).map(({ name }) => name).filter((name) => !name.startsWith('token root'));
    expect(namesOf('graph-db-password')).toEqual(['auth/kubernetes/role/debug', 'identity/group/name/all']);
    expect(namesOf('graph-db-url')).toEqual([
      'auth/kubernetes/role/debug',
      `${role}-ameide-prod`,
      'identity/group/name/all',
    ]);
    expect(namesOf('ghcr-token')).toEqual(expect.arrayContaining([`${role}-ameide-prod`, 'auth/people/users/kim']));
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^VW5266 {2}The role "\S+\/debug" can read graph-db-password, graph-db-url.* by "wide"/),
        expect.stringMatching(/^VW5266 ghcr-token The user "auth\/people\/users\/kim" can read it by "broken"/),
      ]),
    );
    await root.expect('PUT', path, { policy: data.policy });
  });

  test('says what it was not let look at', async () => {
    const narrow = rights.split('\n').filter((line) => !/accessors|metadata/.test(line));
    await root.expect('PUT', 'sys/policies/acl/evidence', { policy: narrow.join('\n') });
    const { keys, report } = await evidence();
    expect(report.notes).toEqual([expect.stringContaining('Tokens that live were not looked at')]);
    expect(keys.get('ghcr-token')).toMatchObject({ history: { state: 'unknown' }, age: 'unknown' });
    await root.expect('PUT', 'sys/policies/acl/evidence', { policy: rights });
  });

  test('is Markdown as well', async () => {
    const { out, status } = await run('--format', 'markdown');
    expect(status).toBe(1);
    expect(out).toMatch(/^# Evidence: production$/m);
    expect(out).toMatch(/^\| ghcr-token \| external \| \d{4}-\S+ \| 0 d \| 1s \| exceeded \| .*external-secrets/m);
    expect(out).toMatch(/^\| auth\/kubernetes\/role\/debug \| role \| \\\*\/debug \| \d+ \|$/m);
    expect(out).toMatch(/^No transcript was given\.$/m);
  });
});
