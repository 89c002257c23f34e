import { describe, expect, test } from 'vitest';
import { configuratorRoleFields } from '../../src/model/documents/configurator.ts';
import { configuratorRules } from '../../src/model/documents/configurator-policy.ts';
import type { FixtureEntry, FixtureRecipe } from '../../src/model/documents/fixture-map.ts';

const accessMap = {
  mount: 'secret',
  engines: { apps: { mount: 'team/apps', version: 2 }, old: { mount: 'old', version: 1 } },
  authMount: 'kubernetes',
  roles: [{ name: 'eso', serviceAccounts: ['default'], namespaces: ['ledger'], policies: ['eso'] }],
  policies: [{ name: 'eso', rules: [] }],
} as const;

const by = (recipe?: FixtureRecipe): FixtureEntry => ({
  origin: recipe?.type === 'upstream' ? 'external' : 'generated',
  writer: 'bootstrap',
  ...(recipe && { recipe }),
});
const generated = by({ type: 'generate', length: 32, alphabet: 'alphanumeric', derivation: 'random' });
const literal = by({ type: 'literal', value: 'ledger' });
const upstream = by({ type: 'upstream', name: 'x', required: true });
const composed = (...keys: readonly string[]) =>
  by({ type: 'compose', parts: keys.map((key) => ({ key, encode: 'none' as const })) });

const rulesOf = (entries: Readonly<Record<string, FixtureEntry>>, more: object = {}) =>
  Object.fromEntries(
    configuratorRules({ accessMap: { ...structuredClone(accessMap), ...more } as never, entries }).map(
      ({ path, capabilities }) => [path, capabilities.join(' ')],
    ),
  );
const valuesOf = (entries: Readonly<Record<string, FixtureEntry>>) =>
  Object.fromEntries(Object.entries(rulesOf(entries)).filter(([path]) => !/^(?:sys|auth)\//.test(path)));

describe('what a configurator may do about values', () => {
  const metadata = (...paths: readonly string[]) =>
    Object.fromEntries(paths.map((path) => [path.replace(/(^secret|^team\/apps)\//, '$1/metadata/'), 'patch read']));

  test.each<[string, Readonly<Record<string, FixtureEntry>>, Readonly<Record<string, string>>]>([
    ['nothing that others write', { a: by() }, {}],
    ['nothing that its producer writes', { a: by({ type: 'placeholder' }) }, {}],
    ['a generated one: create', { a: generated }, { 'secret/data/a': 'create', ...metadata('secret/a') }],
    ['a literal: create', { a: literal }, { 'secret/data/a': 'create', ...metadata('secret/a') }],
    ['an external one: create, update', { a: upstream }, { 'secret/data/a': 'create update', ...metadata('secret/a') }],
    [
      'an input of another entry: read as well',
      { a: generated, b: literal, c: composed('a', 'b') },
      {
        'secret/data/a': 'create read',
        'secret/data/b': 'create read',
        'secret/data/c': 'create',
        ...metadata('secret/a', 'secret/b', 'secret/c'),
      },
    ],
    [
      'an external input: read as well',
      { a: upstream, c: composed('a') },
      { 'secret/data/a': 'create read update', 'secret/data/c': 'create', ...metadata('secret/a', 'secret/c') },
    ],
    [
      'an input that a producer or others write: read alone',
      { a: by(), c: composed('a') },
      { 'secret/data/a': 'read', 'secret/data/c': 'create', ...metadata('secret/c') },
    ],
    [
      'properties of one entry: it is one write, so none is read',
      { 'db#user': literal, 'db#password': generated, 'db#url': composed('db#user', 'db#password') },
      { 'secret/data/db': 'create', ...metadata('secret/db') },
    ],
    [
      'external ones beside others: the rest is left as it stands',
      { 'db#host': upstream, 'db#password': generated },
      { 'secret/data/db': 'create patch', ...metadata('secret/db') },
    ],
    [
      'external ones beside those of a producer',
      { 'db#host': upstream, 'db#token': by() },
      { 'secret/data/db': 'create patch', ...metadata('secret/db') },
    ],
    [
      'an engine of its own, and one of version 1 that is only read',
      { 'apps:a': generated, 'old:b': by(), c: composed('apps:a', 'old:b') },
      {
        'team/apps/data/a': 'create read',
        'old/b': 'read',
        'secret/data/c': 'create',
        ...metadata('team/apps/a', 'secret/c'),
      },
    ],
    ['nothing in another Vault', { 'elsewhere:a': by() }, {}],
  ])('%s', (_, entries, expected) => {
    expect(valuesOf(entries)).toEqual(expected);
  });
});

test('what a configurator may do besides', () => {
  expect(rulesOf({})).toEqual({
    'auth/kubernetes/config': 'create read update',
    'auth/kubernetes/role/eso': 'create read update',
    'auth/token/lookup-self': 'read',
    'auth/token/revoke-self': 'update',
    'sys/auth': 'read',
    'sys/capabilities-self': 'update',
    'sys/mounts': 'read',
    'sys/mounts/secret': 'create update',
    'sys/mounts/team/apps': 'create update',
    'sys/policies/acl/eso': 'create read update',
  });
});

test('audit devices of the server, for which Vault demands sudo', () => {
  const audit = [{ path: 'file', type: 'file', options: { file_path: '/vault/audit/audit.log' } }] as const;
  const rules = configuratorRules({ accessMap: structuredClone(accessMap) as never, entries: {}, audit });
  expect(rules.filter(({ path }) => path.startsWith('sys/audit'))).toEqual([
    { path: 'sys/audit', capabilities: ['read', 'sudo'] },
    { path: 'sys/audit/file', capabilities: ['create', 'sudo', 'update'] },
  ]);
});

test('whoever runs Vault keeps auth method and roles where the login is by certificate', () => {
  const paths = Object.keys(rulesOf({}, { auth: { method: 'certificate' } }));
  expect(paths.filter((path) => path.startsWith('auth/') && !path.startsWith('auth/token/'))).toEqual([]);
});

describe('the role of a configurator', () => {
  const configurator = {
    component: 'foundation',
    name: 'configurator',
    namespace: 'ledger',
    serviceAccount: 'configurator',
    role: { name: 'configurator', tokenSeconds: 300 },
    policy: { name: 'configurator', rules: [] },
  };

  test('binds its one ServiceAccount to its one policy, for as long as a run takes', () => {
    expect(configuratorRoleFields(configurator, {})).toMatchObject({
      bound_service_account_names: ['configurator'],
      bound_service_account_namespaces: ['ledger'],
      token_policies: ['configurator'],
      token_no_default_policy: true,
      token_ttl: 300,
      token_max_ttl: 300,
      token_explicit_max_ttl: 300,
      token_period: 0,
      token_type: 'service',
    });
  });

  test('logs in by signature as well', () => {
    const auth = { method: 'jwt', audiences: ['vault'], keys: { pem: ['-----BEGIN PUBLIC KEY-----'] } } as const;
    expect(configuratorRoleFields(configurator, { auth: structuredClone(auth) as never })).toMatchObject({
      bound_audiences: ['vault'],
      bound_claims: { '/kubernetes.io/namespace': ['ledger'] },
      token_max_ttl: 300,
    });
  });

  test.each(['appRole', 'certificate', 'token'] as const)('is refused where the login is %s', (method) => {
    expect(() => configuratorRoleFields(configurator, { auth: { method } })).toThrow(TypeError);
  });
});
