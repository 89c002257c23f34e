import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAuthorised, isGet, isList } from './azure-faults.ts';
import { readAzure } from './azure-run.ts';
import { AzureStandIn, forbidden, identityRefusal, type Reply, type SeenRequest } from './azure-stand-in.ts';

// What stands in for Azure, and by which documents of the vendor, is said in azure-stand-in.ts.
let azure: AzureStandIn;
beforeEach(async () => {
  azure = await AzureStandIn.start();
});
afterEach(() => azure.stop());

const secretPaths = (): string[] => azure.vault.seen.filter(isGet).map(({ path }) => path);

describe('a vault that cannot be understood or trusted', () => {
  beforeEach(() => void azure.put('ghcr-token'));
  const ok = (body: unknown): Reply => ({ status: 200, body });
  const entry = (id: string) => ({ id, attributes: { enabled: true } });

  const faults: readonly (readonly [string, (request: SeenRequest) => Reply | undefined, RegExp])[] = [
    [
      'refuses a new token, too',
      (request) => (isAuthorised(request) ? azure.challenge() : undefined),
      /refuses a token/,
    ],
    ['asks for a token of another service', () => azure.challenge('https://management.azure.com'), /another domain/],
    ['asks for nothing', () => ({ status: 401 }), /asks for no token/],
    [
      'belongs to another tenant',
      () => azure.challenge(azure.resource, 'aaaaaaaa-0000-4000-8000-000000000000'),
      /another tenant/,
    ],
    ['needs no token', () => ok({ value: [] }), /without asking for a token/],
    [
      'goes on at another server',
      (request) => (isList(request) ? ok({ value: [], nextLink: `${azure.authority.origin}/secrets?x=1` }) : undefined),
      /goes on at another server/,
    ],
    [
      'goes on at a link that is none',
      (request) => (isList(request) ? ok({ value: [], nextLink: 'secrets?x=1' }) : undefined),
      /goes on at another server/,
    ],
    [
      'goes on in a circle',
      (request) => (isList(request) ? ok({ value: [], nextLink: `${azure.vault.origin}${request.path}` }) : undefined),
      /in a circle/,
    ],
    ['lists no JSON', (request) => (isList(request) ? ok('<html>') : undefined), /HTTP 200 to the list/],
    ['lists something else', (request) => (isList(request) ? ok({ value: {} }) : undefined), /HTTP 200 to the list/],
    ['lists nothing at all', (request) => (isList(request) ? ok({}) : undefined), /HTTP 200 to the list/],
    [
      'lists ids without a name',
      (request) => (isList(request) ? ok({ value: [entry(azure.vault.origin)] }) : undefined),
      /entry without a name/,
    ],
    ['redirects', (request) => (isList(request) ? { status: 302, headers: { location: '/' } } : undefined), /HTTP 302/],
    [
      'has a 404 that is not its own',
      (request) => (isGet(request) ? { status: 404, body: '<html>not here</html>' } : undefined),
      /HTTP 404 to secret ghcr-token/,
    ],
    [
      'gives another secret',
      (request) => (isGet(request) ? ok({ value: 'x', id: `${azure.vault.origin}/secrets/other/1` }) : undefined),
      /HTTP 200 to secret ghcr-token/,
    ],
    [
      'gives no value',
      (request) => (isGet(request) ? ok({ id: `${azure.vault.origin}/secrets/ghcr-token/1` }) : undefined),
      /HTTP 200 to secret ghcr-token/,
    ],
    [
      'gives an empty value (INC-19)',
      (request) => (isGet(request) ? ok({ value: ' ', id: `${azure.vault.origin}/secrets/ghcr-token/1` }) : undefined),
      /does not give ghcr-token: the value is empty/,
    ],
    [
      'forbids everything',
      (request) => (isAuthorised(request) ? forbidden('ForbiddenByFirewall') : undefined),
      /does not give ghcr-token: HTTP 403 \(Forbidden, ForbiddenByFirewall\)/,
    ],
  ];
  test.each(faults)('%s', async (_, fault, message) => {
    azure.vault.fault = fault;
    const { values, codes, text } = await readAzure(azure);
    expect(text).toMatch(message);
    expect([values, codes]).toEqual([undefined, ['VW5013']]);
  });

  test('is asked with two tokens at most', async () => {
    azure.vault.fault = (request) => (isAuthorised(request) ? azure.challenge() : undefined);
    await readAzure(azure);
    expect(azure.authority.seen).toHaveLength(2);
  });

  test('is asked for nothing more once an answer cannot be understood', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `secret-${index}`);
    for (const name of names) azure.put(name);
    azure.vault.fault = (request) => (isGet(request) ? { status: 404, body: '<html>' } : undefined);
    expect((await readAzure(azure, { names })).codes).toEqual(['VW5013']);
    expect(secretPaths().length).toBeLessThanOrEqual(8);
  });

  test('may spell the inner code of an error in either way', async () => {
    azure.vault.fault = (request) =>
      isGet(request)
        ? { status: 403, body: { error: { code: 'Forbidden', innerError: { code: 'SecretDisabled' } } } }
        : undefined;
    expect((await readAzure(azure)).notes).toEqual([{ name: 'ghcr-token', reason: 'disabled' }]);
  });

  test('is told once for each cause, with the names', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `secret-${String(index).padStart(2, '0')}`);
    for (const name of [...names, 'empty']) azure.put(name, name === 'empty' ? { value: '' } : {});
    azure.vault.fault = (request) =>
      request.path.startsWith('/secrets/secret-') ? forbidden('ForbiddenByRbac') : undefined;
    const { codes, text } = await readAzure(azure, { names: [...names, 'empty', 'ghcr-token'] });
    expect(codes).toEqual(['VW5013', 'VW5013']);
    expect(text).toMatch(/does not give secret-00, .*, secret-09 and 2 more: HTTP 403 \(Forbidden, ForbiddenByRbac\)/);
    expect(text).toMatch(/does not give empty: the value is empty/);
  });

  test.each([
    ['no address', 'vault'],
    ['plain http', 'http://ameide.vault.azure.net/'],
    ['credentials', 'https://user:word@ameide.vault.azure.net/'],
    ['a path', 'https://ameide.vault.azure.net/secrets'],
    ['another scheme', 'file:///etc/passwd'],
  ])('is not talked to where its address, or that of the authority, has %s', async (_, address) => {
    expect(await readAzure(azure, { uri: address })).toMatchObject({ codes: ['VW5013'] });
    expect(await readAzure(azure, { environment: { AZURE_AUTHORITY_HOST: address } })).toMatchObject({
      codes: ['VW5013'],
    });
    expect([...azure.vault.seen, ...azure.authority.seen]).toEqual([]);
  });

  test.each([
    ['refuses in its own words', identityRefusal(400, 'invalid_resource', 500011, 'secret words'), /AADSTS500011\n/],
    ['refuses without words', { status: 403, body: '<html>secret words</html>' }, /HTTP 403\n/],
    ['gives no token', { status: 200, body: { token_type: 'Bearer' } }, /without an access token/],
    [
      'gives a token that is no header',
      { status: 200, body: { access_token: 'a\nsecret words' } },
      /without an access/,
    ],
  ])('nor is an authority that %s', async (_, reply, message) => {
    azure.authority.fault = () => reply;
    const { codes, text } = await readAzure(azure);
    expect(codes).toEqual(['VW5013']);
    expect(text).toMatch(message);
    expect(text).not.toContain('secret words');
  });
});
