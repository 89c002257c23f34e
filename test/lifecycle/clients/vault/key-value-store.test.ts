import { describe, expect, onTestFinished, test } from 'vitest';
import { KeyValueStore } from '../../../../src/lifecycle/clients/vault/key-value-store.ts';
import { VaultClient } from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { answer, type Reply, ScriptedServer, type SeenRequest } from '../../scripted-server.ts';

async function storeThat(reply: Reply, mount = 'secret') {
  const server = await ScriptedServer.start(reply);
  const vault = new VaultClient(server.origin);
  onTestFinished(async () => {
    vault.close();
    await server[Symbol.asyncDispose]();
  });
  return { store: new KeyValueStore(vault, mount), server };
}

const says =
  (status: number, body?: object | string): Reply =>
  (_, response) =>
    answer(response, status, body);
const refuses = (status: number, text: string): Reply => says(status, { errors: [text] });
const deadline = () => new Deadline(20_000);
const isolated = ({ method, path, body }: SeenRequest) => [method, path, body === '' ? undefined : JSON.parse(body)];

describe('a read', () => {
  const metadata = { version: 2, created_time: '2026-11-25T16:14:24Z', deletion_time: '', destroyed: false };
  const createdAt = Date.parse(metadata.created_time);

  test.each([
    ['absent', 404, { errors: [] }, { kind: 'absent' }],
    [
      'deleted',
      404,
      { data: { data: null, metadata: { ...metadata, destroyed: true } } },
      { kind: 'deleted', version: 2, isDestroyed: true },
    ],
    [
      'present, what others keep beside it as well',
      200,
      { data: { data: { value: 'v', other: [1] }, metadata: { ...metadata, custom_metadata: { a: '1' } } } },
      { kind: 'present', version: 2, properties: { value: 'v', other: [1] }, metadata: { a: '1' }, createdAt },
    ],
    [
      'present without anything in it',
      200,
      { data: { data: null, metadata: { ...metadata, custom_metadata: null } } },
      { kind: 'present', version: 2, properties: {}, metadata: {}, createdAt },
    ],
  ])('finds an entry %s', async (_, status, body, expected) => {
    const { store } = await storeThat(says(status, body));
    expect(await store.read('x', deadline())).toEqual(expected);
  });

  test.each<[string, Reply, RegExp]>([
    ['no mount', refuses(404, 'no handler for route "secret/data/x". route entry not found.'), /VW5004/],
    ['a kv-v1 mount, whose answers look alike', says(200, { data: { value: 'v' } }), /VW5004/],
    ['a denied path', refuses(403, 'permission denied'), /VW5003/],
    ['a sealed Vault', refuses(503, 'Vault is sealed'), /VW5002/],
    ['a page of a proxy', says(404, '<html>'), /VW5004/],
  ])('fails on %s, which says nothing about the entry', async (_, reply, expected) => {
    const { store } = await storeThat(reply);
    await expect(store.read('x', deadline())).rejects.toThrow(expected);
  });
});

test('a server error that stays ends the run', async () => {
  const { store } = await storeThat(refuses(500, 'internal'));
  await expect(store.read('x', new Deadline(300))).rejects.toThrow(/VW5002/);
});

describe('a write', () => {
  test.each<[string, Reply, object]>([
    ['that is carried out', says(200, { data: { version: 5 } }), { kind: 'written', version: 5 }],
    ['of which nobody knows the version', says(200, { data: {} }), { kind: 'unknown', answer: { kind: 'malformed' } }],
    [
      'that lost a race',
      refuses(400, 'check-and-set parameter did not match the current version'),
      { kind: 'conflict' },
    ],
    ['that is too large', refuses(500, 'JSON string value exceeds allowed length'), { kind: 'too-large' }],
    ['without an answer', (_, response) => void response.destroy(), { kind: 'unknown' }],
    ['that fails on the server', refuses(500, 'internal'), { kind: 'unknown', answer: { kind: 'failing' } }],
    ['that meets a page', says(200, '<html>'), { kind: 'unknown', answer: { kind: 'malformed' } }],
    [
      'to a standby node',
      refuses(500, 'local node not active but …'),
      { kind: 'unknown', answer: { kind: 'standby' } },
    ],
    [
      'during an upgrade',
      refuses(400, 'Upgrading from non-versioned to versioned data.'),
      { kind: 'unknown', answer: { kind: 'upgrading' } },
    ],
  ])('%s is sent once', async (_, reply, expected) => {
    const { store, server } = await storeThat(reply);
    expect(await store.write('a/b c', { value: 'v' }, 4, deadline())).toMatchObject(expected);
    expect(server.requests.map(isolated)).toEqual([
      ['POST', '/v1/secret/data/a/b%20c', { options: { cas: 4 }, data: { value: 'v' } }],
    ]);
  });

  test.each<[string, Reply, RegExp]>([
    ['refused by a sealed Vault', refuses(503, 'Vault is sealed'), /VW5002/],
    ['refused as no request', refuses(400, 'no data provided'), /VW5004/],
  ])('that is %s ends the run', async (_, reply, expected) => {
    const { store } = await storeThat(reply);
    await expect(store.write('x', { value: 'v' }, 0, deadline())).rejects.toThrow(expected);
  });

  test.each([
    'a|b',
    '$HOME',
    '"quoted\'',
    'line\nbreak\r\n',
    '@file',
    'ü\u{1f511}\u0000',
    '{{ x }}',
    'x'.repeat(1_000_000),
  ])('carries odd values as they are (%#)', async (value) => {
    const { store, server } = await storeThat(says(200, { data: { version: 1 } }));
    await store.write('x', { value }, 0, new Deadline(10_000));
    expect(JSON.parse(server.requests[0]?.body ?? '').data.value === value).toBe(true);
  });
});

describe('custom metadata', () => {
  test.each<[string, Reply, string]>([
    ['added', says(204), 'done'],
    ['of an entry that was removed', says(404), 'gone'],
    ['for which there is no room', refuses(400, 'custom_metadata validation failed: …'), 'refused'],
  ])('%s', async (_, reply, expected) => {
    const { store, server } = await storeThat(reply, 'a/kv');
    expect(await store.annotate('x', { k: 'v' }, deadline())).toBe(expected);
    expect(server.requests.map(isolated)).toEqual([['PATCH', '/v1/a/kv/metadata/x', { custom_metadata: { k: 'v' } }]]);
  });

  test('that may not be written ends the run', async () => {
    const { store } = await storeThat(refuses(403, 'permission denied'));
    await expect(store.annotate('x', { k: 'v' }, deadline())).rejects.toThrow(/VW5003/);
  });
});

describe('a list', () => {
  test('follows folders', async () => {
    const folders: Readonly<Record<string, readonly string[]>> = {
      '/v1/secret/metadata/': ['a', 'b c/', 'd/'],
      '/v1/secret/metadata/b%20c/': ['e', 'f/'],
      '/v1/secret/metadata/b%20c/f/': ['g'],
    };
    const { store, server } = await storeThat(({ method, path }, response) => {
      const [folder = '', query] = path.split('?');
      const keys = method === 'GET' && query === 'list=true' ? folders[folder] : undefined;
      return keys ? answer(response, 200, { data: { keys } }) : answer(response, 404, { errors: [] });
    });
    expect((await store.list(deadline())).sort()).toEqual(['a', 'b c/e', 'b c/f/g']);
    expect(server.requests).toHaveLength(4);
  });

  test.each<[string, Reply, RegExp]>([
    ['denied', refuses(403, 'permission denied'), /VW5003/],
    ['of something else', says(200, { data: { keys: [1] } }), /VW5004/],
    ['of a page', says(404, '<html>'), /VW5004/],
  ])('%s ends the run', async (_, reply, expected) => {
    const { store } = await storeThat(reply);
    await expect(store.list(deadline())).rejects.toThrow(expected);
  });
});
