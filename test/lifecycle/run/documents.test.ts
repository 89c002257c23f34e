import { describe, expect, test } from 'vitest';
import { parseDocuments } from '../../../src/lifecycle/run/documents.ts';
import { VaultwrightError } from '../../../src/model/diagnostics/errors.ts';

const planted = 'planted-7f3a';
const whole = {
  'bootstrap-settings': {
    kind: 'BootstrapSettings',
    version: 1,
    environment: 'local',
    name: 'bootstrap',
    namespace: 'ledger',
    vault: { address: 'http://vault:8200', initialize: true, unseal: true, credentialsSecret: 'keys' },
    kubernetesHost: 'https://kubernetes.default.svc',
    seedSecret: 'seed',
    upstream: { type: 'local', secret: 'upstream', key: 'env-secrets.json' },
    placeholder: 'placeholder',
    knownPlaceholders: { exact: ['changeme'], prefixes: ['dev-'] },
    backfill: [{ path: 'a', secret: 'old', key: 'password' }],
    deadlineSeconds: 60,
  },
  'fixture-map': {
    kind: 'FixtureMap',
    version: 1,
    environment: 'local',
    mount: 'secret',
    property: 'value',
    entries: { a: { origin: 'generated', writer: 'bootstrap', recipe: { type: 'literal', value: 'x' } } },
  },
  'access-map': {
    kind: 'AccessMap',
    version: 1,
    environment: 'local',
    mount: 'secret',
    authMount: 'kubernetes',
    roles: [],
    policies: [],
  },
};
type Documents = typeof whole;

const parse = (texts: Readonly<Record<string, string | undefined>>) => parseDocuments((kind) => texts[kind]);
const textsOf = (documents: object) =>
  Object.fromEntries(Object.entries(documents).map(([kind, document]) => [kind, JSON.stringify(document)]));

function problemsOf(texts: Readonly<Record<string, string | undefined>>) {
  try {
    parse(texts);
  } catch (error) {
    if (error instanceof VaultwrightError) return error;
    throw error;
  }
  throw new Error('The documents were taken');
}

/** Changes one field of a whole set. */
function changed<K extends keyof Documents>(kind: K, fields: object): Record<string, string> {
  return textsOf({ ...whole, [kind]: { ...whole[kind], ...fields } });
}
const settings = (fields: object) => changed('bootstrap-settings', fields);
const address = (text: string) => settings({ vault: { ...whole['bootstrap-settings'].vault, address: text } });
const compose = (key: string) => ({
  origin: 'generated',
  writer: 'bootstrap',
  recipe: { type: 'compose', parts: [{ key, encode: 'none' }] },
});

test('whole documents are taken as they are', () => {
  const { settings: parsed, fixtureMap, accessMap } = parse(textsOf(whole));
  expect({ 'bootstrap-settings': parsed, 'fixture-map': fixtureMap, 'access-map': accessMap }).toEqual(whole);
});

const literal = { origin: 'generated', writer: 'bootstrap', recipe: { type: 'literal', value: 'x' } };
const existing = { origin: 'existing', writer: 'others' };

describe('documents in parts', () => {
  const policy = (path: string) => [{ name: 'eso', rules: [{ path, capabilities: ['read'] }] }];
  const role = (name: string) => [{ name, serviceAccounts: ['a'], namespaces: ['b'], policies: ['eso'] }];
  const parts = {
    ...whole,
    'fixture-map': { ...whole['fixture-map'], part: { number: 1, of: 3 } },
    'fixture-map-2': { ...whole['fixture-map'], part: { number: 2, of: 3 }, entries: { b: literal } },
    'fixture-map-3': { ...whole['fixture-map'], part: { number: 3, of: 3 }, entries: { c: literal } },
    'access-map': {
      ...whole['access-map'],
      part: { number: 1, of: 2 },
      roles: role('x'),
      policies: policy('secret/data/a'),
    },
    'access-map-2': {
      ...whole['access-map'],
      part: { number: 2, of: 2 },
      roles: role('y'),
      policies: policy('secret/data/b'),
    },
  };

  test('are one document', () => {
    const { fixtureMap, accessMap } = parse(textsOf(parts));
    expect(Object.keys(fixtureMap.entries)).toEqual(['a', 'b', 'c']);
    expect(fixtureMap).not.toHaveProperty('part');
    expect(accessMap.roles.map(({ name }) => name)).toEqual(['x', 'y']);
    expect(accessMap.policies).toMatchObject([
      { name: 'eso', rules: [{ path: 'secret/data/a' }, { path: 'secret/data/b' }] },
    ]);
  });

  test.each<[string, object, RegExp]>([
    ['of which one is missing', { 'fixture-map-2': undefined }, /no document fixture-map-2\.json/],
    ['in another order', { 'fixture-map-2': parts['fixture-map-3'] }, /fixture-map-2\.json is part 3 of 3/],
    ['that hold a key twice', { 'fixture-map-3': { ...parts['fixture-map-3'], entries: { b: literal } } }, /two parts/],
    ['of two environments', { 'access-map-2': { ...parts['access-map-2'], environment: 'dev' } }, /local, dev/],
    ['of two mounts', { 'access-map-2': { ...parts['access-map-2'], mount: 'kv' } }, /different mounts/],
  ])('%s are refused', (_, change, what) => {
    const texts = Object.fromEntries(
      Object.entries({ ...parts, ...change }).flatMap(([name, document]) =>
        document === undefined ? [] : [[name, JSON.stringify(document)]],
      ),
    );
    const error = problemsOf(texts);
    expect(error.diagnostics.map(({ code }) => code)).toContain('VW5023');
    expect(error.message).toMatch(what);
  });
});

describe('keys of further stores', () => {
  const stores = {
    engines: { apps: { mount: 'apps', version: 2 }, old: { mount: 'old', version: 1 } },
    foreign: ['aws'],
  };
  const withKeys = (entries: object) =>
    changed('fixture-map', { ...stores, entries: { ...whole['fixture-map'].entries, ...entries } });

  test('are taken', () => {
    const { fixtureMap } = parse(
      withKeys({ 'apps:db#url': literal, 'old:smtp#host': existing, 'aws:queue#url': existing }),
    );
    expect(Object.keys(fixtureMap.entries)).toHaveLength(4);
  });

  test.each<[string, object, string, RegExp]>([
    ['in an engine without check-and-set', { 'old:smtp#host': literal }, 'VW5029', /"old" is kv of version 1/],
    ['in a store that is not in this Vault', { 'aws:queue#url': literal }, 'VW5029', /"aws" is not in this Vault/],
    ['in a store that nobody declares', { 'none:x': existing }, 'VW5023', /No engine of this Vault is named "none"/],
    [
      'that are composed from a store that is not in this Vault',
      { 'aws:queue#url': existing, b: compose('aws:queue#url') },
      'VW5023',
      /composed from aws:queue#url/,
    ],
  ])('%s are refused', (_, entries, code, what) => {
    const error = problemsOf(withKeys(entries));
    expect(error.diagnostics.map((each) => [each.code, what.test(each.what)])).toEqual([[code, true]]);
  });

  test('are copied into none where nothing is written', () => {
    const texts = {
      ...withKeys({ 'old:smtp#host': existing }),
      ...Object.fromEntries(
        Object.entries(settings({ backfill: [{ path: 'old:smtp#host', secret: 's', key: 'k' }] })).filter(
          ([kind]) => kind === 'bootstrap-settings',
        ),
      ),
    };
    expect(problemsOf(texts).diagnostics.map(({ code }) => code)).toEqual(['VW5029']);
  });
});

test('a role that the auth method cannot express is refused by name', () => {
  const auth = { method: 'jwt', audiences: ['vault'], keys: { pem: ['key'] } };
  const role = {
    name: 'eso',
    serviceAccounts: ['a'],
    namespaces: [],
    namespaceSelector: { team: 'a' },
    policies: ['p'],
  };
  const error = problemsOf(changed('access-map', { auth, roles: [role] }));
  expect(error.diagnostics).toMatchObject([{ code: 'VW5030', what: expect.stringContaining('"eso"') }]);
});

test('documents of different Vault namespaces are refused', () => {
  expect(problemsOf(changed('access-map', { namespace: 'team' })).message).toMatch(/different Vault namespaces/);
});

describe('documents are refused, all of them at once, as configuration', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, readonly RegExp[]]>([
    ['that are missing', {}, [/no document access-map/, /no document bootstrap-settings/, /no document fixture-map/]],
    ['that are no JSON', { ...textsOf(whole), 'access-map': `{"${planted}` }, [/access-map\.json is not valid/]],
    ['of another version', changed('fixture-map', { version: 2 }), [/fixture-map\.json is not valid/]],
    ['with a field that is not known', settings({ [planted]: planted }), [/bootstrap-settings\.json is not valid/]],
    [
      'of different environments',
      changed('access-map', { environment: 'dev' }),
      [/different environments: local, dev/],
    ],
    ['of different mounts', changed('access-map', { mount: 'kv' }), [/different mounts/]],
    ['whose Vault is named with a credential', address(`http://user:${planted}@vault:8200`), [/is not valid/]],
    ['whose Vault is named with a path', address('http://vault:8200/base'), [/is not valid/]],
    ['whose Vault is no address', address('vault:8200'), [/is not valid/]],
    [
      'to which everything is a placeholder',
      settings({ knownPlaceholders: { exact: [], prefixes: [''] } }),
      [/is not valid/],
    ],
    ['whose placeholder is empty', settings({ placeholder: '' }), [/is not valid/]],
    [
      'that copy into a key that is not declared',
      settings({ backfill: [{ path: 'b', secret: 's', key: 'k' }] }),
      [/not declared/],
    ],
    [
      'that compose in a circle',
      changed('fixture-map', { entries: { ...whole['fixture-map'].entries, b: compose('c'), c: compose('b') } }),
      [/circle/],
    ],
    [
      'that compose from what is not declared',
      changed('fixture-map', { entries: { a: compose('z') } }),
      [/not declared/],
    ],
  ])('%s', (_, texts, expected) => {
    const error = problemsOf(texts);
    expect(error.exitStatus).toBe(2);
    expect(error.diagnostics.map(({ code }) => code)).toEqual(expected.map(() => 'VW5023'));
    for (const [index, pattern] of expected.entries()) expect(error.diagnostics[index]?.what).toMatch(pattern);
  });

  test('and no message holds what stands in them', () => {
    for (const [kind, text] of Object.entries(textsOf(whole)))
      for (const wrong of [
        text.replace('"local"', `{"${planted}":"${planted}"}`),
        text.slice(0, -1),
        planted,
        `"${planted}"`,
      ]) {
        const error = problemsOf({ ...textsOf(whole), [kind]: wrong });
        expect(JSON.stringify([error.message, error.diagnostics])).not.toContain(planted);
      }
    expect(JSON.stringify(problemsOf(address(`http://user:${planted}@vault:8200`)))).not.toContain(planted);
  });

  test('and the field is named', () => {
    const error = problemsOf(settings({ deadlineSeconds: 1, placeholder: 3 }));
    expect(error.diagnostics.map(({ place }) => place.field).sort()).toEqual(['deadlineSeconds', 'placeholder']);
  });
});
