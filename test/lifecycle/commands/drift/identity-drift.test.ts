import { describe, expect, onTestFinished, test } from 'vitest';
import { VaultClient } from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import { extraGrants } from '../../../../src/lifecycle/commands/drift/default-policy.ts';
import type { DriftSearch } from '../../../../src/lifecycle/commands/drift/drift-search.ts';
import { identityDrift } from '../../../../src/lifecycle/commands/drift/identity-drift.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { VaultStandIn } from '../../vault-stand-in.ts';

/** As Vault 1.21 makes it, shortened. */
const ownPolicy = `
# Allow tokens to look up their own properties
path "auth/token/lookup-self" {
    capabilities = ["read"]
}

// A comment of the other form with path "secret/*" { capabilities = ["sudo"] }
path "identity/entity/id/{{identity.entity.id}}" {
  capabilities = ["read"]
}
path "cubbyhole/*" {
    capabilities = ["create", "read", "update", "delete", "list"]
}
path "identity/oidc/provider/+/authorize" {
    capabilities = ["read", "update"]
}
`;

describe('extraGrants', () => {
  test.each<[string, string, readonly string[] | undefined]>([
    ['the built-in policy', ownPolicy, []],
    ['nothing', '', []],
    ['less', 'path "cubbyhole/*" { capabilities = ["read"] }', []],
    ['a denial', 'path "cubbyhole/*" { capabilities = ["deny"] }', []],
    ['another path', `${ownPolicy}path "secret/data/*" { capabilities = ["read"] }`, ['secret/data/*']],
    ['more on a path of its own', 'path "sys/renew" { capabilities = ["update", "sudo"] }', ['sys/renew']],
    ['everything', 'path "*" {capabilities=["read",]}', ['*']],
    ['a policy in the old form', 'path "secret/*" { policy = "write" }', undefined],
    ['a policy with parameters', 'path "a" { capabilities = ["read"] allowed_parameters = {} }', undefined],
    ['JSON', '{"path":{"secret/*":{"capabilities":["read"]}}}', undefined],
    ['a name', 'name = "x"', undefined],
  ])('knows %s', (_, text, expected) => {
    expect(extraGrants(text)).toEqual(expected);
  });

  test('takes time in proportion to the text', () => {
    const start = process.cpuUsage();
    for (const text of ['path "', 'path "a" {', '# '.repeat(3), 'path '])
      expect(extraGrants(text.repeat(50_000))).not.toEqual(['nothing of that']);
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});

describe('identityDrift', () => {
  async function found(prepare: (vault: VaultStandIn) => void, operatedBy = 'bootstrap'): Promise<string[]> {
    const standIn = await VaultStandIn.start();
    const vault = new VaultClient(standIn.server.origin);
    onTestFinished(async () => {
      vault.close();
      await standIn[Symbol.asyncDispose]();
    });
    const token = ['root', 'token'].join('-');
    standIn.isSealed = false;
    standIn.tokens.add(token);
    vault.token = token;
    standIn.objects.set('sys/policies/acl/default', { policy: ownPolicy });
    prepare(standIn);
    const findings: string[] = [];
    const search = {
      rendered: { document: { vault: { operatedBy } } },
      vault,
      deadline: new Deadline(10_000),
      find: (code: string, what: string) => findings.push(`${code} ${what}`),
      count: () => {},
    };
    await identityDrift(search as unknown as DriftSearch);
    expect(standIn.changes).toEqual([]);
    return findings.sort();
  }

  test('finds nothing in a fresh Vault, nor in entities and groups that grant nothing', async () => {
    const findings = await found(({ objects }) => {
      objects.set('identity/entity/id/1', { name: 'a', policies: [] });
      objects.set('identity/group/id/2', { name: 'g', policies: null });
    });
    expect(findings).toEqual([]);
  });

  test('names what gives rights beside the declared roles', async () => {
    const findings = await found(({ objects }) => {
      objects.set('sys/policies/acl/default', { policy: `${ownPolicy}path "sys/*" { capabilities = ["sudo"] }` });
      objects.set('identity/entity/id/1', { name: 'someone', policies: ['b', 'a'] });
      objects.set('identity/group/id/2', { name: 'friends', policies: ['root-like'] });
      objects.set('auth/token/roles/maker', { allowed_policies: ['b'] });
    });
    expect(findings).toEqual([
      'VW5119 The policy "default" grants more than its own on "sys/*"',
      'VW5150 The group "friends" adds root-like to its members',
      'VW5151 The entity "someone" adds a, b to its members',
      'VW5152 The role "maker" of the token mount is not declared',
    ]);
  });

  test('says so where the policy cannot be understood', async () => {
    const findings = await found(({ objects }) => objects.set('sys/policies/acl/default', { policy: '{}' }));
    expect(findings).toEqual(['VW5119 The policy "default" holds more than paths with capabilities']);
  });

  test('knows the role of the token mount that a ceremony made', async () => {
    const prepare = ({ objects }: VaultStandIn) => void objects.set('auth/token/roles/vaultwright-bootstrap', {});
    expect(await found(prepare)).toHaveLength(1);
    expect(await found(prepare, 'ceremony')).toEqual([]);
  });
});
