import { describe, expect, test } from 'vitest';
import { keyVaultChallenge } from '../../../../src/lifecycle/clients/upstream/key-vault-challenge.ts';

const vault = 'https://ameide.vault.azure.net';
const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const authorization = `authorization="https://login.windows.net/${tenant}"`;
const scope = 'https://vault.azure.net/.default';

describe('a challenge of Key Vault', () => {
  test.each([
    ['as documented', vault, `Bearer ${authorization}, resource="https://vault.azure.net"`, { scope, tenant }],
    ['in another case', vault, `bearer RESOURCE="https://Vault.Azure.net", ${authorization}`, { scope, tenant }],
    ['with a slash at the end', vault, 'Bearer resource="https://vault.azure.net/"', { scope }],
    ['with a scope', vault, `Bearer scope="${scope}"`, { scope }],
    ['after another scheme', vault, 'PoP nonce="a,b", Bearer resource="https://vault.azure.net"', { scope }],
    [
      'with a tenant by name',
      vault,
      'Bearer authorization="https://a/b.c", resource="https://vault.azure.net"',
      { scope },
    ],
    [
      'of a national cloud',
      'https://ameide.vault.usgovcloudapi.net',
      'Bearer resource="https://vault.usgovcloudapi.net"',
      { scope: 'https://vault.usgovcloudapi.net/.default' },
    ],
    [
      'of the very host',
      'http://127.0.0.1:8443',
      'Bearer resource="http://127.0.0.1:8443"',
      { scope: 'http://127.0.0.1:8443/.default' },
    ],
  ])('is read %s', (_, address, header, challenge) =>
    expect(keyVaultChallenge(header, new URL(address))).toEqual(challenge),
  );

  test.each([
    ['no header', vault, undefined],
    ['another scheme', vault, 'Basic realm="vault"'],
    ['no resource', vault, `Bearer ${authorization}`],
    ['a resource that is no address', vault, 'Bearer resource="vault.azure.net"'],
    ['the resource of another service', vault, 'Bearer resource="https://management.azure.com"'],
    ['a sibling domain', vault, 'Bearer resource="https://other.vault.azure.net"'],
    ['a domain that merely ends alike', 'https://evilvault.azure.net', 'Bearer resource="https://vault.azure.net"'],
    [
      'a domain behind the real one',
      'https://vault.azure.net.evil.example',
      'Bearer resource="https://vault.azure.net"',
    ],
    ['a host behind credentials', vault, 'Bearer resource="https://vault.azure.net@evil.example"'],
    ['a resource in the clear', vault, 'Bearer resource="http://vault.azure.net"'],
    ['a parameter that only ends alike', vault, 'Bearer x-resource="https://vault.azure.net"'],
  ])('is refused with %s', (_, address, header) => expect(keyVaultChallenge(header, new URL(address))).toBeUndefined());
});
