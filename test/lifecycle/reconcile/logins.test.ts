import { describe, expect, test } from 'vitest';
import type { AccessMapDocument } from '../../../src/model/documents/access-map.ts';
import type { VaultAuth } from '../../../src/model/documents/logins/login-methods.ts';
import { environment } from '../bootstrap-environment.ts';

const role = { name: 'eso', serviceAccounts: ['default'], namespaces: ['ledger', 'pr-*'], policies: ['eso'] };
const keys = { discovery: 'https://issuer.example.org', ca: '-----BEGIN CERTIFICATE-----' };
const jwt: VaultAuth = { method: 'jwt', audiences: ['vault'], issuer: 'https://issuer.example.org', keys };
const accessOf = (auth: AccessMapDocument['auth'], authMount: string): Partial<AccessMapDocument> => ({
  auth,
  authMount,
  roles: [role],
});

describe('JWT auth', () => {
  test('gets its keys, and roles that bind the claims of Kubernetes', async () => {
    const { vault, run } = await environment();
    const access = accessOf(jwt, 'jwt');
    expect((await run({ access })).codes).toEqual([]);
    expect(vault.auths['jwt/']).toEqual({ type: 'jwt' });
    expect(vault.objects.get('auth/jwt/config')).toMatchObject({
      oidc_discovery_url: keys.discovery,
      oidc_discovery_ca_pem: keys.ca,
      jwks_url: '',
      jwt_validation_pubkeys: [],
      bound_issuer: 'https://issuer.example.org',
    });
    expect(vault.objects.get('auth/jwt/role/eso')).toMatchObject({
      role_type: 'jwt',
      bound_audiences: ['vault'],
      user_claim: 'sub',
      bound_claims_type: 'glob',
      bound_claims: {
        '/kubernetes.io/namespace': ['ledger', 'pr-*'],
        '/kubernetes.io/serviceaccount/name': ['default'],
      },
      token_policies: ['eso'],
    });
    const before = vault.changes.length;
    // Vault gives lists in an order of its own, and nothing where something is empty.
    const stored = vault.objects.get('auth/jwt/role/eso') ?? {};
    const claims = {
      '/kubernetes.io/serviceaccount/name': ['default'],
      '/kubernetes.io/namespace': ['pr-*', 'ledger'],
    };
    vault.objects.set('auth/jwt/role/eso', { ...stored, bound_claims: claims, claim_mappings: null });
    expect((await run({ access })).codes).toEqual([]);
    expect(vault.changes.slice(before)).toEqual([]);
  });

  test('a role that somebody opened is closed again', async () => {
    const { vault, run } = await environment();
    const access = accessOf(jwt, 'jwt');
    await run({ access });
    const right = vault.objects.get('auth/jwt/role/eso') ?? {};
    vault.objects.set('auth/jwt/role/eso', { ...right, bound_claims: {}, expiration_leeway: -1 });
    const { steps } = await run({ access });
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: 'role', target: 'eso', reason: 'differs in bound_claims, expiration_leeway' }),
    );
    expect(vault.objects.get('auth/jwt/role/eso')).toEqual(right);
  });
});

test('keys in PEM are the same without the line end that Vault cuts off', async () => {
  const { vault, run } = await environment();
  const pem = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n';
  const access = accessOf({ method: 'jwt', audiences: ['vault'], keys: { pem: [pem] } }, 'jwt');
  await run({ access });
  const config = vault.objects.get('auth/jwt/config') ?? {};
  vault.objects.set('auth/jwt/config', { ...config, jwt_validation_pubkeys: [pem.trim()] });
  const before = vault.changes.length;
  await run({ access });
  expect(vault.changes.slice(before)).toEqual([]);
});

test('AppRole auth gets roles, and nobody hands out ids', async () => {
  const { vault, run } = await environment();
  expect((await run({ access: accessOf({ method: 'appRole' }, 'approle') })).codes).toEqual([]);
  expect(vault.auths['approle/']).toEqual({ type: 'approle' });
  expect(vault.objects.get('auth/approle/role/eso')).toMatchObject({ bind_secret_id: true, token_policies: ['eso'] });
  expect(vault.changes.filter((change) => change.includes('approle'))).toEqual([
    'POST sys/auth/approle',
    'POST auth/approle/role/eso',
  ]);
});

test.each([
  ['certificate', 'cert'],
  ['token', 'token'],
] as const)(
  'of %s auth whoever runs Vault keeps mount and roles, and policies alone are written',
  async (method, mount) => {
    const { vault, run } = await environment();
    expect((await run({ access: accessOf({ method }, mount) })).codes).toEqual([]);
    expect(vault.auths).toEqual({});
    expect(vault.changes).toEqual(['POST sys/mounts/secret', 'PUT sys/policies/acl/eso']);
  },
);
