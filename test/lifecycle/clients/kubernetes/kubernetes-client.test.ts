import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  encodeData,
  KubernetesClient,
  kubernetesError,
  secretData,
  secretPath,
} from '../../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { answer, type Reply, ScriptedServer } from '../../scripted-server.ts';

const path = secretPath('ledger', 'credentials');
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'credentials', namespace: 'ledger' } };
const shortly = () => new Deadline(20_000);

async function clientOf(reply: Reply, token?: () => string) {
  const server = await ScriptedServer.start(reply);
  const client = new KubernetesClient(server.origin, token && { token });
  onTestFinished(async () => {
    client.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, client };
}

const status =
  (code: number, reason: string): Reply =>
  (_, response) =>
    answer(response, code, { kind: 'Status', apiVersion: 'v1', reason, code });
const ok: Reply = (_, response) => answer(response, 200, secret);
const inTurn = (...replies: readonly Reply[]): Reply => {
  let count = 0;
  return (request, response) => replies[Math.min(count++, replies.length - 1)]?.(request, response);
};

describe('the client of Kubernetes', () => {
  test.each<[string, Reply, object]>([
    ['an object', ok, { kind: 'ok', object: secret }],
    ['an object that does not exist', status(404, 'NotFound'), { kind: 'absent' }],
    ['a group that does not exist', (_, response) => answer(response, 404, '404 page not found\n'), { kind: 'no-api' }],
    ['a 404 of a proxy, which proves nothing', (_, response) => answer(response, 404, '<html>'), { kind: 'malformed' }],
    ['an empty 404, which proves nothing', (_, response) => answer(response, 404), { kind: 'malformed' }],
    ['a conflict', status(409, 'Conflict'), { kind: 'conflict' }],
    ['a denial', status(403, 'Forbidden'), { kind: 'forbidden' }],
    ['an object that admission refuses', status(422, 'Invalid'), { kind: 'refused', status: 422 }],
    ['a sign-in page', (_, response) => answer(response, 200, '<html>'), { kind: 'malformed' }],
    ['a redirect', (_, response) => answer(response, 302, '', { location: '/' }), { kind: 'refused', status: 302 }],
  ])('understands %s at once', async (_, reply, expected) => {
    const { client, server } = await clientOf(reply);
    expect(await client.get(path, shortly())).toEqual(expected);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, Reply]>([
    ['a token that is not valid yet', status(401, 'Unauthorized')],
    ['a busy server', status(429, 'TooManyRequests')],
    ['a server error', status(500, 'InternalError')],
    ['a server that is not ready', (_, response) => answer(response, 503, 'not ready')],
    ['a reset', (_, response) => void response.destroy()],
  ])('waits out %s, which is safe since everything it sends may be carried out twice', async (_, reply) => {
    const { client, server } = await clientOf(inTurn(reply, reply, ok));
    expect((await client.apply(path, secret, { fieldManager: 'x' }, shortly())).kind).toBe('ok');
    expect(server.requests.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH']);
  });

  test('ends with the deadline, and says what the server said', async () => {
    const { client } = await clientOf(status(503, 'ServiceUnavailable'));
    const started = performance.now();
    expect(await client.get(path, new Deadline(300))).toEqual({ kind: 'failing', status: 503 });
    expect(performance.now() - started).toBeLessThan(300 + 5_000);
  });

  test('reads its token anew for each request, and waits where it is not there for a moment', async () => {
    const tokens = ['planted-1', undefined, 'planted-2'];
    const { client, server } = await clientOf(ok, () => {
      const token = tokens.shift();
      if (token === undefined) throw new Error('no such file');
      return token;
    });
    await client.get(path, shortly());
    await client.get(path, shortly());
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer planted-1',
      'Bearer planted-2',
    ]);
  });

  test.each([
    [{ fieldManager: 'me' }, 'fieldManager=me&force=false&fieldValidation=Strict'],
    [{ fieldManager: 'me', force: true }, 'fieldManager=me&force=true&fieldValidation=Strict'],
    [{ fieldManager: 'me', force: true, dryRun: true }, 'fieldManager=me&force=true&fieldValidation=Strict&dryRun=All'],
  ])('applies by name, with manager, force and dry run as told (%o)', async (options, query) => {
    const { client, server } = await clientOf(ok);
    await client.apply(path, secret, options, shortly());
    expect(server.requests).toMatchObject([
      {
        method: 'PATCH',
        path: `/api/v1/namespaces/ledger/secrets/credentials?${query}`,
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(secret),
      },
    ]);
  });

  test('merges under its name', async () => {
    const { client, server } = await clientOf(ok);
    await client.merge(path, { metadata: { annotations: { a: 'b' } } }, 'me', shortly());
    expect(server.requests).toMatchObject([
      { method: 'PATCH', path: `${path}?fieldManager=me`, headers: { 'content-type': 'application/merge-patch+json' } },
    ]);
  });

  test('finds what is there, says what is not, and fails where it does not know', async () => {
    const found = await clientOf(ok);
    expect(await found.client.find(path, shortly())).toEqual(secret);
    const absent = await clientOf(status(404, 'NotFound'));
    expect(await absent.client.find(path, shortly())).toBeUndefined();
    const proxy = await clientOf((_, response) => answer(response, 404, '<html>'));
    await expect(proxy.client.find(path, shortly())).rejects.toThrow(/VW5019.*secrets\/credentials in ledger/s);
    const noApi = await clientOf((_, response) => answer(response, 404, '404 page not found'));
    await expect(noApi.client.find(path, shortly())).rejects.toThrow(/VW5019/);
  });

  test('lists, and tells an empty list from a kind that does not exist', async () => {
    const empty = await clientOf((_, response) => answer(response, 200, { kind: 'SecretList', items: [] }));
    expect(await empty.client.list('/api/v1/secrets', shortly())).toEqual([]);
    const noApi = await clientOf((_, response) => answer(response, 404, '404 page not found'));
    expect(await noApi.client.list('/apis/external-secrets.io/v1/externalsecrets', shortly())).toBeUndefined();
    const odd = await clientOf((_, response) => answer(response, 200, { kind: 'SecretList' }));
    await expect(odd.client.list('/api/v1/secrets', shortly())).rejects.toThrow(/VW5019/);
  });

  test('is given up at once where the run is stopped', async () => {
    const { client } = await clientOf(() => undefined);
    const stop = new AbortController();
    const asked = client.find(path, new Deadline(60_000, stop.signal));
    await sleep(50);
    stop.abort();
    await expect(asked).rejects.toThrow(/VW5020/);
  });
});

test.each([
  [{ kind: 'unreachable', reason: 'ECONNREFUSED' }, 'VW5018', 4],
  [{ kind: 'unreachable', reason: 'DEADLINE' }, 'VW5020', 4],
  [{ kind: 'failing', status: 500 }, 'VW5018', 4],
  [{ kind: 'unauthorised' }, 'VW5019', 1],
  [{ kind: 'forbidden' }, 'VW5019', 1],
  [{ kind: 'malformed' }, 'VW5019', 1],
] as const)('the error of %o says who must act', (kind, code, exitStatus) => {
  const error = kubernetesError(kind, 'read x');
  expect([error.diagnostics[0]?.code, error.exitStatus]).toEqual([code, exitStatus]);
});

test('the data of a Secret is decoded as it was encoded, and what is no text is left out', () => {
  const texts = { a: '', b: '\ufeffü\u{1f511}\n', c: 'x'.repeat(10_000) };
  expect(secretData({ ...secret, data: encodeData(texts) })).toEqual(texts);
  expect(secretData({ ...secret, data: { binary: Buffer.from([0xff, 0xfe]).toString('base64'), a: 'YQ==' } })).toEqual({
    a: 'a',
  });
  expect(secretData(secret)).toEqual({});
});
