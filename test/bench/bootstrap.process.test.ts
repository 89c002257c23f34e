import { spawn, spawnSync } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeDocuments } from '../../bench/bootstrap/make-documents.ts';
import type { FloorInput, RecordedRequest } from '../../bench/bootstrap/recorded-request.ts';
import type { Round, Sample } from '../../bench/bootstrap/samples.ts';
import { resultOf } from '../../bench/bootstrap.ts';
import { parseDocuments } from '../../src/lifecycle/run/documents.ts';

describe('the made environment', () => {
  const made = makeDocuments(1000);
  const texts: Readonly<Record<string, string>> = {
    'bootstrap-settings': JSON.stringify(made.settings),
    'fixture-map': JSON.stringify(made.fixtureMap),
    'access-map': JSON.stringify(made.accessMap),
  };

  test('is one that the bootstrap takes', () => {
    expect(parseDocuments((kind) => texts[kind])).toEqual(made);
  });

  test('has so many keys, in the shares of a platform, each of them written and readable', () => {
    const entries = Object.entries(made.fixtureMap.entries);
    const count = (type: string): number => entries.filter(([, { recipe }]) => recipe?.type === type).length;
    expect(['generate', 'literal', 'compose', 'placeholder'].map(count)).toEqual([500, 300, 100, 100]);
    const readable = made.accessMap.policies.flatMap(({ rules }) => rules.map(({ path }) => path));
    expect(readable).toEqual(entries.map(([path]) => `secret/data/${path}`));
  });
});

describe('the floor', () => {
  const seen: (RecordedRequest & { readonly token: unknown })[] = [];
  let status = 200;
  let open = 0;
  let most = 0;
  const server = http.createServer(async (request, response) => {
    most = Math.max(most, ++open);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    seen.push({ method, path: url, body: Buffer.concat(chunks).toString(), token: headers['x-vault-token'] });
    await new Promise((settle) => setTimeout(settle, 2));
    open--;
    response.writeHead(method === 'GET' ? 404 : status).end(JSON.stringify({ auth: { client_token: 'of-the-login' } }));
  });
  beforeAll(() => new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle)));
  beforeEach(() => {
    seen.length = 0;
    status = 200;
    most = 0;
  });
  afterAll(() => void server.close());

  const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
  const requests: readonly RecordedRequest[] = [
    { method: 'POST', path: '/v1/auth/token/create-orphan', body: '{"ttl":"1m"}' },
    { method: 'POST', path: '/v1/sys/mounts/secret', body: '{"type":"kv"}' },
    ...keys.map((key) => ({ method: 'GET', path: `/v1/secret/data/${key}`, body: '' })),
    ...keys.map((key) => ({ method: 'POST', path: `/v1/secret/data/${key}`, body: `{"data":{"value":"ü-${key}"}}` })),
    ...keys.map((key) => ({ method: 'PATCH', path: `/v1/secret/metadata/${key}`, body: '{"custom_metadata":{}}' })),
    { method: 'GET', path: '/v1/secret/metadata/?list=true', body: '' },
    { method: 'POST', path: '/v1/auth/token/revoke-self', body: '' },
  ];

  async function send(connections: number): Promise<number | null> {
    const { port } = server.address() as AddressInfo;
    const input: FloorInput = {
      address: `http://127.0.0.1:${port}`,
      token: 'first',
      requests,
      mount: 'secret',
      connections,
    };
    const program = new URL('../../bench/bootstrap/floor-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end(JSON.stringify(input));
    return new Promise((settle) => child.on('close', settle));
  }

  test('sends each recorded request once, with its bytes, by the token of the login', async () => {
    expect(await send(8)).toBe(0);
    const spell = ({ method, path, body }: RecordedRequest): string => `${method} ${path} ${body}`;
    expect(seen.map(spell).sort()).toEqual(requests.map(spell).sort());
    expect(seen.map(({ token }) => token)).toEqual(['first', ...seen.slice(1).map(() => 'of-the-login')]);
  });

  test('keeps the order of what configures Vault, of each key, and of what comes last', async () => {
    await send(8);
    const at = (from: number, to?: number): string[] => seen.slice(from, to).map(({ path }) => path);
    expect(at(0, 2)).toEqual(requests.slice(0, 2).map(({ path }) => path));
    expect(at(-2)).toEqual(requests.slice(-2).map(({ path }) => path));
    for (const key of keys)
      expect(seen.filter(({ path }) => path.endsWith(`/${key}`)).map(({ method }) => method)).toEqual([
        'GET',
        'POST',
        'PATCH',
      ]);
  });

  test.each([1, 4])('has at most %d requests under way', async (connections) => {
    await send(connections);
    expect(most).toBe(connections);
  });

  test('fails where a request is not carried out', async () => {
    status = 500;
    expect(await send(8)).not.toBe(0);
  });
});

describe('the result', () => {
  const sample = (wallMs: number): Sample => ({ wallMs, cpuMs: wallMs / 2, peakMiB: 80, vaultCpuMs: wallMs });
  const round = (floor: number, first: number, repeat: number, putMs: number): Round => ({
    floors: { 8: sample(floor * 2), 32: sample(floor) },
    first: sample(first),
    repeat: sample(repeat),
    loop: { keys: 20, wallMs: putMs * 3, putMs },
    load: 1,
  });
  const rounds = [round(1000, 1200, 120, 4000), round(2000, 2600, 520, 4000), round(1000, 1400, 140, 4000)];
  const { targets, figures, notes } = resultOf([{ keys: 100, requests: { first: 310, repeat: 110 }, rounds }]);

  test('holds the first run against the lowest floor, round by round', () => {
    expect(targets[0]).toMatchObject({ what: expect.stringContaining('32 connections'), atMost: 1.5 });
    expect(targets[0]?.measured).toBeCloseTo(1.3);
  });

  test('holds it against the client, key by key', () => {
    expect(targets[1]).toMatchObject({ measured: 600 / 14, atLeast: 50 });
    expect(notes.join('\n')).toContain('14.3 times faster a key than the puts of the client alone');
  });

  test('compares processor time, that of Vault included', () => {
    const [, , note] = notes;
    expect(note).toContain('first run 1.30 times the floor, run with nothing to do 0.10 of the first');
  });

  test('gives the share of a run with nothing to do', () => {
    expect(targets[2]).toMatchObject({ measured: 0.1, atMost: 0.2 });
  });

  test('states the memory of every program', () => {
    expect(figures.filter(({ runs }) => runs !== undefined).map((row) => row['peak MiB'])).toEqual([80, 80, 80, 80]);
  });
});

test('a server that cannot be used is told by its code and status 2', () => {
  const program = new URL('../../bench/harness/run-benchmark.ts', import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'bootstrap'], {
    encoding: 'utf8',
    env: { ...process.env, VAULTWRIGHT_E2E_VAULT: '/bin/true' },
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  // Of another version, or no namespace can be made here.
  expect(stderr).toMatch(/VW900[34]/);
  expect(stderr).not.toContain('    at ');
});
