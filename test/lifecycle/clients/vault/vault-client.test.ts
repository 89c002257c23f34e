import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { redirectTarget } from '../../../../src/lifecycle/clients/vault/redirect-target.ts';
import {
  encodePath,
  VaultClient,
  type VaultRequest,
  vaultError,
} from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { answer, closedOrigin, type Reply, ScriptedServer } from '../../scripted-server.ts';

async function vaultThat(reply: Reply) {
  const server = await ScriptedServer.start(reply);
  const vault = new VaultClient(server.origin);
  onTestFinished(async () => {
    vault.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, vault };
}

/** Answers each request with the next of `replies`, the last one again and again. */
const inTurn = (...replies: readonly Reply[]): Reply => {
  let count = 0;
  return (request, response) => replies[Math.min(count++, replies.length - 1)]?.(request, response);
};

const ok: Reply = (_, response) => answer(response, 200, { data: {} });
const failing: Reply = (_, response) => answer(response, 500, { errors: ['internal error'] });
const standby: Reply = (_, response) =>
  answer(response, 500, { errors: ['local node not active but active cluster node not found'] });
const upgrading: Reply = (_, response) =>
  answer(response, 400, { errors: ['Upgrading from non-versioned to versioned data. …'] });
const sealed: Reply = (_, response) => answer(response, 503, { errors: ['Vault is sealed'] });
const reset: Reply = (_, response) => void response.destroy();

const read: VaultRequest = { method: 'GET', path: 'secret/data/x' };
const write: VaultRequest = { method: 'POST', path: 'secret/data/x', body: { data: {} } };
const minute = () => new Deadline(60_000);

describe('the client of Vault', () => {
  test.each<[string, Reply]>([
    ['a server error', failing],
    ['a standby node', standby],
    ['an upgrade of the mount', upgrading],
    ['a reset', reset],
  ])('waits out %s where the request may be repeated, and never where it is a write', async (_, reply) => {
    for (const request of [read, { ...write, repeat: true }]) {
      const { vault, server } = await vaultThat(inTurn(reply, reply, ok));
      expect((await vault.send(request, minute())).kind).toBe('ok');
      expect(server.requests).toHaveLength(3);
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const { vault, server } = await vaultThat(inTurn(reply, ok));
      expect((await vault.send({ ...write, method }, minute())).kind).not.toBe('ok');
      expect(server.requests).toHaveLength(1);
    }
  });

  test('does not wait for what does not pass by itself', async () => {
    const { vault, server } = await vaultThat(sealed);
    expect(await vault.send(read, minute())).toEqual({ kind: 'sealed' });
    expect(server.requests).toHaveLength(1);
  });

  test('gives the last answer where the deadline ends the repetition, after pauses that grow', async () => {
    const { vault, server } = await vaultThat(failing);
    const started = performance.now();
    expect(await vault.send(read, new Deadline(700))).toEqual({ kind: 'failing', status: 500 });
    expect(performance.now() - started).toBeLessThan(700 + 5_000);
    // 50, 100, 200 and 400 ms fit in, not 14 times 50.
    expect(server.requests.length).toBeLessThanOrEqual(5);
    expect(server.requests.length).toBeGreaterThan(1);
  });

  test('sends no token before it has one and none after it has lost it', async () => {
    const { vault, server } = await vaultThat(ok);
    await vault.send(read, minute());
    vault.token = 'planted-7f3a';
    expect(vault.hasToken).toBe(true);
    await vault.send(read, minute());
    vault.token = undefined;
    await vault.send(read, minute());
    expect(server.requests.map(({ headers }) => headers['x-vault-token'])).toEqual([
      undefined,
      'planted-7f3a',
      undefined,
    ]);
    expect(JSON.stringify(vault)).not.toContain('planted-7f3a');
  });

  test('says that its requests are no accident, and of which type they are', async () => {
    const { vault, server } = await vaultThat(ok);
    await vault.send(write, minute());
    await vault.send({ ...write, method: 'PATCH' }, minute());
    await vault.send(read, minute());
    expect(server.requests.map(({ headers }) => headers['x-vault-request'])).toEqual(['true', 'true', 'true']);
    expect(server.requests.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      'application/merge-patch+json',
      undefined,
    ]);
  });

  test('names Vault by its origin alone', () => {
    expect(new VaultClient('http://user:planted-7f3a@vault.test:8200/').address).toBe('http://vault.test:8200');
  });
});

describe('a redirect to the active node', () => {
  const to =
    (location: string, status = 307): Reply =>
    (_, response) =>
      answer(response, status, '', { location });

  test.each([307, 308])(
    'is not followed to another port of this machine, where anybody may listen (%i)',
    async (status) => {
      const other = await vaultThat(ok);
      const { vault } = await vaultThat((request, response) =>
        to(other.server.origin + request.path, status)(request, response),
      );
      vault.token = 'planted-7f3a';
      expect(await vault.send(write, minute())).toEqual({ kind: 'redirected' });
      expect(other.server.requests).toEqual([]);
    },
  );

  test('is followed within the node', async () => {
    const { vault, server } = await vaultThat(inTurn(to('/v1/other?x=1'), ok));
    expect((await vault.send(read, minute())).kind).toBe('ok');
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/secret/data/x', '/v1/other?x=1']);
  });

  test('is not followed in a circle', async () => {
    const { vault, server } = await vaultThat(to('/v1/x'));
    expect(await vault.send(read, minute())).toEqual({ kind: 'malformed', status: 307 });
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    ['another scheme', 'https://127.0.0.1:1/v1/x'],
    ['a page', '/ui/'],
    ['nothing that can be read', 'http://'],
  ])('is refused where it leads to %s', async (_, location) => {
    const { vault, server } = await vaultThat(to(location));
    expect(await vault.send(read, minute())).toEqual({ kind: 'redirected' });
    expect(server.requests).toHaveLength(1);
  });

  test('is refused without a place', async () => {
    const { vault } = await vaultThat((_, response) => answer(response, 307));
    expect((await vault.send(read, minute())).kind).toBe('redirected');
  });
});

describe('redirectTarget', () => {
  const service = 'http://vault-core-local.ameide-local.svc.cluster.local:8200';
  const follows = (origin: string, location: string, isGiven = false) =>
    redirectTarget(location, { origin, target: '/v1/x', isGiven })?.origin;

  test.each([
    ['a path', service, '/v1/y', service],
    ['a Pod of the cluster', service, 'http://10.42.0.7:8200/v1/x', 'http://10.42.0.7:8200'],
    ['a Pod with an address of version 6', service, 'http://[fd00:1::7]:8200/v1/x', 'http://[fd00:1::7]:8200'],
    [
      'a node by name',
      service,
      'http://vault-0.vault-internal.ameide-local.svc.cluster.local:8200/v1/x',
      'http://vault-0.vault-internal.ameide-local.svc.cluster.local:8200',
    ],
    [
      'a sibling',
      'https://vault.corp.example.com',
      'https://vault-1.corp.example.com/v1/x',
      'https://vault-1.corp.example.com',
    ],
  ])('follows to %s', (_, origin, location, next) => {
    expect(follows(origin, location)).toBe(next);
  });

  test.each<readonly [string, string, string]>([
    ['a host of the internet', service, 'http://203.0.113.9:8200/v1/x'],
    ['a name of the internet', service, 'http://vault.example.com:8200/v1/x'],
    ['another namespace', service, 'http://vault.other.svc.cluster.local:8200/v1/x'],
    ['another port', service, 'http://10.42.0.7:80/v1/x'],
    ['no encryption', 'https://vault.corp.example.com', 'http://vault.corp.example.com/v1/x'],
    [
      'no encryption at the same port',
      'https://vault.corp.example.com:8200',
      'http://vault.corp.example.com:8200/v1/x',
    ],
    ['another domain', 'https://vault.corp.example.com', 'https://vault.corp.example.com.evil.test/v1/x'],
    ['another domain of a registry', 'https://vault.co.uk', 'https://evil.co.uk/v1/x'],
    ['a private address for a name outside of clusters', 'https://vault.corp.example.com', 'https://10.0.0.1/v1/x'],
    ['a login in the URL', service, 'http://a:b@10.42.0.7:8200/v1/x'],
    ['what is no API', service, 'http://10.42.0.7:8200/ui/'],
    ...[
      'http://127.0.0.1:8200',
      'http://127.9.9.9:8200',
      'http://localhost:8200',
      'http://[::1]:8200',
      'http://[::ffff:127.0.0.1]:8200',
    ].map((origin) => [`a Pod for ${origin}`, origin, 'http://10.42.0.7:8200/v1/x'] as const),
  ])('does not follow to %s', (_, origin, location) => {
    expect(follows(origin, location)).toBeUndefined();
  });

  test('leads nowhere else for an address that a person named', () => {
    expect(follows('https://vault.corp.example.com', 'https://vault-1.corp.example.com/v1/x', true)).toBeUndefined();
    expect(follows(service, 'http://10.42.0.7:8200/v1/x', true)).toBeUndefined();
    expect(follows(service, '/v1/y', true)).toBe(service);
  });
});

describe('the error of an answer', () => {
  const of = (kind: object) => {
    const { diagnostics, exitStatus } = vaultError(kind as Parameters<typeof vaultError>[0], 'read x');
    return [diagnostics[0]?.code, exitStatus];
  };

  test.each([
    [{ kind: 'unreachable', reason: 'ECONNREFUSED' }, 'VW5001', 4],
    [{ kind: 'unreachable', reason: 'STOPPED' }, 'VW5020', 4],
    [{ kind: 'unreachable', reason: 'DEADLINE' }, 'VW5020', 4],
    [{ kind: 'sealed' }, 'VW5002', 4],
    [{ kind: 'standby' }, 'VW5002', 4],
    [{ kind: 'upgrading' }, 'VW5002', 4],
    [{ kind: 'failing', status: 500 }, 'VW5002', 4],
    [{ kind: 'forbidden' }, 'VW5003', 1],
    [{ kind: 'malformed' }, 'VW5004', 1],
    [{ kind: 'redirected' }, 'VW5004', 1],
    [{ kind: 'refused', status: 400 }, 'VW5004', 1],
    [{ kind: 'too-large' }, 'VW5028', 1],
    [{ kind: 'deleted', version: 1, isDestroyed: false }, 'VW5015', 1],
  ])('%o says who must act', (kind, code, status) => {
    expect(of(kind)).toEqual([code, status]);
  });

  test('comes from a request that must succeed', async () => {
    const vault = new VaultClient(await closedOrigin());
    await expect(vault.expect({ ...read, repeat: false }, 'read x', minute())).rejects.toThrow(/VW5001.*ECONNREFUSED/s);
  });
});

test('paths are encoded segment by segment', () => {
  expect(encodePath('a b/ü?#%/c')).toBe('a%20b/%C3%BC%3F%23%25/c');
});

test('a client that is closed in the middle leaves nothing open', async () => {
  const { vault, server } = await vaultThat(() => undefined);
  const sent = vault.send({ ...read, repeat: false }, minute());
  await sleep(50);
  vault.close();
  expect((await sent).kind).toBe('unreachable');
  await expect.poll(() => server.openConnections).toBe(0);
});
