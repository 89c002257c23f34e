import { describe, expect, test } from 'vitest';
import { environment } from '../bootstrap-environment.ts';
import { answer } from '../scripted-server.ts';

const role = 'auth/kubernetes/role/eso';
const config = 'auth/kubernetes/config';
const policy = 'sys/policies/acl/eso';

/** What Vault 1.21 reads back of what the program writes, in its own order and without what is empty. */
const ofVault: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [role]: {
    alias_name_source: 'serviceaccount_uid',
    bound_service_account_names: ['a', 'b'],
    bound_service_account_namespace_selector: '',
    bound_service_account_namespaces: ['ledger'],
    token_bound_cidrs: [],
    token_explicit_max_ttl: 0,
    token_max_ttl: 3600,
    token_no_default_policy: false,
    token_num_uses: 0,
    token_period: 0,
    token_policies: ['eso'],
    token_ttl: 1200,
    token_type: 'default',
  },
  [config]: {
    disable_iss_validation: true,
    disable_local_ca_jwt: false,
    issuer: '',
    kubernetes_ca_cert: '',
    kubernetes_host: 'https://kubernetes.default.svc',
    pem_keys: [],
    token_reviewer_jwt_set: false,
    use_annotations_as_alias_metadata: false,
  },
};

/** OpenBao knows fewer fields; what it leaves out is empty. */
const ofOpenBao = {
  [role]: Object.fromEntries(
    Object.entries(ofVault[role] ?? {}).filter(([field]) => field !== 'bound_service_account_namespace_selector'),
  ),
  [config]: Object.fromEntries(
    Object.entries(ofVault[config] ?? {}).filter(([field]) => field !== 'use_annotations_as_alias_metadata'),
  ),
};

async function configured() {
  const { vault, run, ...rest } = await environment();
  expect((await run()).codes).toEqual([]);
  const again = async () => {
    const before = vault.changes.length;
    const { codes, steps, ...result } = await run();
    return { codes, steps, ...result, changes: vault.changes.slice(before) };
  };
  return { vault, again, ...rest };
}

test('everything that is managed is sent, empty fields included, and neither reviewer token nor authority', async () => {
  const { vault } = await configured();
  expect(vault.objects.get(role)).toMatchObject({
    bound_service_account_names: ['b', 'a'],
    bound_service_account_namespaces: ['ledger'],
    bound_service_account_namespace_selector: '',
    audience: '',
    token_policies: ['eso'],
    token_bound_cidrs: [],
    token_num_uses: 0,
    token_period: 0,
  });
  expect(vault.objects.get(config)).toMatchObject({
    kubernetes_host: 'https://kubernetes.default.svc',
    kubernetes_ca_cert: '',
    token_reviewer_jwt: '',
    disable_iss_validation: true,
    disable_local_ca_jwt: false,
  });
  expect(vault.objects.get(policy)?.policy).toContain('path "secret/data/ledger" {\n  capabilities = ["read"]\n}\n');
  expect(vault.mounts['secret/']).toEqual({ type: 'kv', options: { version: '2' } });
  expect(vault.auths['kubernetes/']).toEqual({ type: 'kubernetes' });
});

test.each([
  ['Vault', ofVault],
  ['OpenBao', ofOpenBao],
])('what %s reads back is what was written', async (_, readBack) => {
  const { vault, again } = await configured();
  for (const [path, fields] of Object.entries(readBack)) vault.objects.set(path, fields);
  expect(await again()).toMatchObject({ codes: [], changes: [] });
});

describe('what somebody changed is put right, by name', () => {
  test.each<[string, string, object, string]>([
    ['a reviewer token', config, { token_reviewer_jwt_set: true }, 'differs in token_reviewer_jwt_set'],
    ['a pinned authority', config, { kubernetes_ca_cert: '-----BEGIN' }, 'differs in kubernetes_ca_cert'],
    ['another API server', config, { kubernetes_host: 'https://x' }, 'differs in kubernetes_host'],
    ['a pinned audience', role, { audience: 'x' }, 'differs in audience'],
    [
      'a further namespace',
      role,
      { bound_service_account_namespaces: ['ledger', '*'] },
      'differs in bound_service_account_namespaces',
    ],
    ['a further policy', role, { token_policies: ['eso', 'root'] }, 'differs in token_policies'],
    ['a lasting token', role, { token_period: 60, token_ttl: 0 }, 'differs in token_period, token_ttl'],
    ['a policy', policy, { policy: 'path "secret/*" { capabilities = ["read"] }' }, 'differs'],
  ])('%s', async (_, path, fields, reason) => {
    const { vault, again } = await configured();
    const right = vault.objects.get(path);
    const found = path === policy ? {} : (ofVault[path] ?? {});
    vault.objects.set(path, { ...found, ...fields });
    const { codes, changes, steps } = await again();
    expect(codes).toEqual([]);
    expect(changes).toEqual([`${path === policy ? 'PUT' : 'POST'} ${path}`]);
    expect(steps).toContainEqual(expect.objectContaining({ outcome: 'done', reason }));
    expect(vault.objects.get(path)).toEqual(right);
  });
});

describe('a foreign mount is neither upgraded nor replaced', () => {
  test.each<[string, 'mounts' | 'auths', string, Record<string, unknown>, RegExp]>([
    ['kv of version 1', 'mounts', 'secret/', { type: 'kv', options: { version: '1' } }, /kv mount of version 1/],
    ['kv without options', 'mounts', 'secret/', { type: 'kv', options: null }, /kv mount of version 1/],
    ['another engine', 'mounts', 'secret/', { type: 'transit' }, /type transit/],
    ['an engine of an odd name', 'mounts', 'secret/', { type: '<planted-7f3a>' }, /type unknown/],
    ['another auth method', 'auths', 'kubernetes/', { type: 'jwt' }, /type jwt/],
  ])('%s', async (_, list, path, mount, what) => {
    const { vault, again } = await configured();
    vault[list][path] = mount;
    const { codes, summary, changes } = await again();
    expect([codes, summary.exitStatus, changes]).toEqual([['VW5011'], 1, []]);
    expect(summary.findings?.[0]?.what).toMatch(what);
  });

  test('that covers the path', async () => {
    const { vault, again } = await configured();
    delete vault.mounts['secret/'];
    vault.intercept = ({ method, path }, response) => {
      if (method !== 'POST' || path !== '/v1/sys/mounts/secret') return false;
      answer(response, 400, { errors: ['path is already in use at s/'] });
      return true;
    };
    expect((await again()).codes).toEqual(['VW5011']);
  });
});

describe('a mount that somebody else makes at the same moment', () => {
  test.each([
    ['is taken as it is where it is right', { type: 'kv', options: { version: '2' } }, []],
    ['is refused where it is not', { type: 'transit' }, ['VW5011']],
  ])('%s', async (_, mount, codes) => {
    const { vault, again } = await configured();
    delete vault.mounts['secret/'];
    vault.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/v1/sys/mounts/secret') vault.mounts['secret/'] = mount;
      return false;
    };
    expect((await again()).codes).toEqual(codes);
  });

  test('is found where the answer was lost', async () => {
    const { vault, again } = await configured();
    delete vault.mounts['secret/'];
    vault.intercept = ({ method, path }, response) => {
      if (method !== 'POST' || path !== '/v1/sys/mounts/secret') return false;
      vault.mounts['secret/'] = { type: 'kv', options: { version: '2' } };
      response.destroy();
      return true;
    };
    expect((await again()).codes).toEqual([]);
  });
});
