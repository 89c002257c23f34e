import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  HttpConnection,
  type HttpConnectionOptions,
  type HttpRequest,
} from '../../../../src/lifecycle/clients/http/http-connection.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { answer, closedOrigin, type Reply, ScriptedServer } from '../../scripted-server.ts';

const get: HttpRequest = { method: 'GET', path: '/' };
/** How much later than its limit a request may end, on a busy machine. */
const margin = 5_000;

async function connect(reply: Reply, options: HttpConnectionOptions = {}) {
  const server = await ScriptedServer.start(reply);
  const connection = new HttpConnection(server.origin, options);
  onTestFinished(async () => {
    connection.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, connection };
}

/** Returns what came of a request, and after how long. */
async function timed(work: () => Promise<unknown>) {
  const started = performance.now();
  const outcome = await work();
  return { outcome, milliseconds: performance.now() - started };
}

const silent: Reply = () => undefined;
const slowBody: Reply = async (_, response) => {
  response.writeHead(200).write('{');
  await sleep(10_000);
  response.end('}');
};

describe('a request', () => {
  test.each<[string, Reply, string]>([
    ['a reset before the answer', (_, response) => void response.destroy(), 'ECONNRESET'],
    [
      'a reset in the middle of the body',
      (_, response) => void response.writeHead(200).write('{"data":', () => response.socket?.resetAndDestroy()),
      'ECONNRESET',
    ],
    [
      'half an answer',
      (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
      'ECONNRESET',
    ],
    ['something that is not HTTP', (_, response) => void response.socket?.end('hello\r\n\r\n'), 'HPE_INVALID_CONSTANT'],
    [
      'an answer without end',
      (_, response) => {
        const block = Buffer.alloc(1024 * 1024, ' ');
        response.writeHead(200);
        for (let count = 0; count < 33; count++) response.write(block);
      },
      'ANSWER_TOO_LARGE',
    ],
  ])('that meets %s has no answer', async (_, reply, reason) => {
    const { connection } = await connect(reply);
    expect(await connection.send(get, new Deadline(10_000))).toEqual({ kind: 'unreachable', reason });
  });

  test('that nobody listens to has no answer', async () => {
    const connection = new HttpConnection(await closedOrigin());
    expect(await connection.send(get, new Deadline(20_000))).toEqual({ kind: 'unreachable', reason: 'ECONNREFUSED' });
  });

  test.each([
    ['headers', silent],
    ['a body', slowBody],
  ])('ends at the deadline, not when %s arrive', async (_, reply) => {
    const { connection } = await connect(reply);
    const { outcome, milliseconds } = await timed(() => connection.send(get, new Deadline(200)));
    expect(outcome).toEqual({ kind: 'unreachable', reason: 'DEADLINE' });
    expect(milliseconds).toBeGreaterThan(190);
    expect(milliseconds).toBeLessThan(200 + margin);
  });

  test('ends after its own time', async () => {
    const { connection } = await connect(silent);
    const { outcome, milliseconds } = await timed(() =>
      connection.send({ ...get, timeout: 150 }, new Deadline(60_000)),
    );
    expect(outcome).toEqual({ kind: 'unreachable', reason: 'ETIMEDOUT' });
    expect(milliseconds).toBeLessThan(150 + margin);
  });

  test('says that a part of the run took too long, not the run', async () => {
    const { connection } = await connect(silent);
    expect(await connection.send(get, new Deadline(60_000).atMost(100))).toMatchObject({ reason: 'ETIMEDOUT' });
    expect(await connection.send(get, new Deadline(100).atMost(60_000))).toMatchObject({ reason: 'DEADLINE' });
  });

  test('is given up at once where the run is stopped, and not begun afterwards', async () => {
    const { connection, server } = await connect(silent);
    const stop = new AbortController();
    const deadline = new Deadline(60_000, stop.signal);
    setTimeout(() => stop.abort(), 100);
    const { outcome, milliseconds } = await timed(() => connection.send(get, deadline));
    expect(outcome).toEqual({ kind: 'unreachable', reason: 'STOPPED' });
    expect(milliseconds).toBeLessThan(100 + margin);
    expect(await connection.send(get, deadline)).toEqual({ kind: 'unreachable', reason: 'STOPPED' });
    expect(server.requests).toHaveLength(1);
  });

  test('goes on in the time that is for bringing things to their end', async () => {
    const { connection } = await connect((_, response) => answer(response, 200, {}));
    const stop = new AbortController();
    const deadline = new Deadline(60_000, stop.signal);
    stop.abort();
    expect(await connection.send(get, deadline.grace(1_000))).toMatchObject({ kind: 'answer' });
  });

  test('is answered whatever the status, and follows nothing', async () => {
    const { connection, server } = await connect((_, response) => answer(response, 307, 'x', { location: '/other' }));
    const outcome = await connection.send(get, new Deadline(20_000));
    expect(outcome).toMatchObject({ kind: 'answer', status: 307, text: 'x', headers: { location: '/other' } });
    expect(server.requests).toHaveLength(1);
  });

  test('carries its body whole, length and all', async () => {
    const { connection, server } = await connect((_, response) => answer(response, 200, {}));
    const body = JSON.stringify({ value: `ü\u{1f511}\n${'x'.repeat(1024 * 1024)}` });
    await connection.send({ method: 'POST', path: '/x', body, headers: { a: 'b' } }, new Deadline(20_000));
    expect(server.requests[0]?.body === body).toBe(true);
    expect(server.requests[0]?.headers).toMatchObject({ a: 'b', 'content-length': String(Buffer.byteLength(body)) });
  });

  test.each([
    ['a path', { method: 'GET', path: '/a b' }],
    ['a header', { method: 'GET', path: '/', headers: { 'x-vault-token': 'planted-7f3a\n' } }],
  ])('with %s that cannot be sent has no answer, and nothing is thrown', async (_, request) => {
    const { connection, server } = await connect((__, response) => answer(response, 200, {}));
    expect(await connection.send(request, new Deadline(20_000))).toEqual({
      kind: 'unreachable',
      reason: 'INVALID_REQUEST',
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('connections', () => {
  test('are kept', async () => {
    const { connection, server } = await connect((_, response) => answer(response, 200, {}));
    for (let count = 0; count < 5; count++) await connection.send(get, new Deadline(20_000));
    expect(server.requests.map((request) => request.connection)).toEqual([1, 1, 1, 1, 1]);
  });

  test('are limited; further requests wait, and many of them are no leak', async () => {
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', warn);
    onTestFinished(() => void process.off('warning', warn));
    const { connection, server } = await connect(
      async (_, response) => {
        await sleep(5);
        answer(response, 200, {});
      },
      { connections: 3 },
    );
    const deadline = new Deadline(10_000);
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => connection.send(get, deadline)));
    expect(outcomes.every(({ kind }) => kind === 'answer')).toBe(true);
    expect(server.mostConnections).toBe(3);
    await sleep(0);
    expect(warnings).toEqual([]);
  });

  test('are replaced after a failure', async () => {
    let isFirst = true;
    const { connection } = await connect((_, response) => {
      if (!isFirst) return answer(response, 200, {});
      isFirst = false;
      response.destroy();
    });
    expect((await connection.send(get, new Deadline(20_000))).kind).toBe('unreachable');
    expect((await connection.send(get, new Deadline(20_000))).kind).toBe('answer');
  });

  test('are closed', async () => {
    const { connection, server } = await connect((_, response) => answer(response, 200, {}));
    await connection.send(get, new Deadline(20_000));
    expect(server.openConnections).toBe(1);
    connection.close();
    await expect.poll(() => server.openConnections).toBe(0);
  });
});
