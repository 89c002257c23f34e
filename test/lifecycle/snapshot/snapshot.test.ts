import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VaultClient } from '../../../src/lifecycle/clients/vault/vault-client.ts';
import { Deadline } from '../../../src/lifecycle/run/deadline.ts';
import { takeSnapshot } from '../../../src/lifecycle/snapshot/take-snapshot.ts';
import { verifyArchive } from '../../../src/lifecycle/snapshot/verify-archive.ts';
import type { SnapshotSettings } from '../../../src/model/documents/snapshot-settings.ts';
import { archiveOf, snapshotFiles } from './archive.ts';

let folder: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
});

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = undefined;
  rmSync(folder, { recursive: true });
});

const changed = (name: string, content: Buffer | undefined): Buffer => {
  const files = snapshotFiles();
  if (content) files.set(name, content);
  else files.delete(name);
  return archiveOf(files);
};

describe('a snapshot', () => {
  test('is proven by its own sums, whatever its size', async () => {
    for (const size of [0, 1, 511, 512, 513, 3_000_000]) {
      const file = join(folder, `${size}`);
      const archive = archiveOf(snapshotFiles(Buffer.alloc(size, 5)));
      writeFileSync(file, archive);
      const sha256 = createHash('sha256').update(archive).digest('hex');
      expect(await verifyArchive(file)).toEqual({ sha256, bytes: archive.length, index: 42, term: 3 });
    }
  });

  test.each<[string, Buffer]>([
    ['differs from its sum', changed('state.bin', Buffer.from('other'))],
    ['has no sum of', changed('SHA256SUMS', Buffer.from('x'))],
    ['lacks SHA256SUMS', changed('SHA256SUMS', undefined)],
    ['lacks state.bin', changed('state.bin', undefined)],
    ['cannot be decompressed', archiveOf(snapshotFiles()).subarray(0, 60)],
    ['cannot be decompressed', Buffer.from('{"errors":[]}')],
    ['cannot be decompressed', Buffer.alloc(0)],
  ])('that %s is none', async (what, archive) => {
    const file = join(folder, 'broken');
    writeFileSync(file, archive);
    await expect(verifyArchive(file)).rejects.toMatchObject({
      diagnostics: [{ code: 'VW5190', what: expect.stringContaining(what) }],
    });
  });
});

const settings = (keep: SnapshotSettings['keep']): SnapshotSettings => ({
  kind: 'SnapshotSettings',
  version: 1,
  environment: 'live',
  name: 'snapshots',
  vault: { address: 'http://vault' },
  login: { mount: 'kubernetes', role: 'snapshots' },
  folder,
  keep,
  seal: { type: 'transit', key: 'https://kms/transit/unseal' },
  deadlineSeconds: 60,
});

/** Takes one snapshot of a server that sends these bytes. */
async function take(archive: Buffer, at: string, keep = { count: 3, days: 30 }, status = 200) {
  server?.close();
  server = createServer((request, answer) => {
    const isSnapshot = request.url === '/v1/sys/storage/raft/snapshot';
    answer.statusCode = isSnapshot ? status : 200;
    answer.end(isSnapshot ? archive : JSON.stringify({ version: '1.21.1', cluster_id: 'c' }));
  });
  await new Promise<void>((settle) => server?.listen(0, '127.0.0.1', () => settle()));
  const vault = new VaultClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const deadline = new Deadline(10_000);
    return await takeSnapshot({ settings: settings(keep), vault, deadline, now: () => new Date(at) });
  } finally {
    vault.close();
  }
}

const whole = archiveOf(snapshotFiles());
const snapshots = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.snap'));

describe('a run', () => {
  test('keeps what it took, with a record of what opens it', async () => {
    const { record } = await take(whole, '2026-11-30T07:00:00Z');
    expect(record).toMatchObject({
      environment: 'live',
      index: 42,
      seal: { type: 'transit' },
      server: { clusterId: 'c' },
    });
    expect(readdirSync(folder).sort()).toEqual(['live-20261130T070000Z.snap', 'live-20261130T070000Z.snap.json']);
    expect(JSON.parse(readFileSync(join(folder, `${record.file}.json`), 'utf8'))).toEqual(record);
    expect(readFileSync(join(folder, record.file))).toEqual(whole);
  });

  test('keeps nothing of what is not whole, nor of a refusal, and takes nothing older away then', async () => {
    await take(whole, '2026-11-01T00:00:00Z');
    await expect(take(whole.subarray(0, 80), '2026-11-30T00:00:00Z', { count: 1, days: 1 })).rejects.toThrow('VW5190');
    const refused = Buffer.from(JSON.stringify({ errors: ['permission denied'] }));
    await expect(take(refused, '2026-11-30T00:00:00Z', { count: 1, days: 1 }, 403)).rejects.toThrow('VW5003');
    expect(readdirSync(folder).sort()).toEqual(['live-20261101T000000Z.snap', 'live-20261101T000000Z.snap.json']);
  });

  test('removes what a killed run left, and nothing of others', async () => {
    writeFileSync(join(folder, 'live-20261129T000000Z.snap.part'), 'half');
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    writeFileSync(join(folder, 'other.snap.json'), '{"file":"../../etc/passwd"}');
    await take(whole, '2026-11-30T07:00:00Z', { count: 1, days: 1 });
    expect(existsSync(join(folder, 'live-20261129T000000Z.snap.part'))).toBe(false);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['notes.txt', 'other.snap.json']));
  });

  test.each([
    ['by number', { count: 2, days: 365 }, ['live-20261120T000000Z.snap', 'live-20261130T000000Z.snap']],
    ['by age', { count: 9, days: 15 }, ['live-20261120T000000Z.snap', 'live-20261130T000000Z.snap']],
    ['and never the newest', { count: 1, days: 1 }, ['live-20261130T000000Z.snap']],
  ])('removes old ones %s', async (_, keep, expected) => {
    for (const day of ['01', '10', '20']) await take(whole, `2026-11-${day}T00:00:00Z`, { count: 9, days: 365 });
    const { removed } = await take(whole, '2026-11-30T00:00:00Z', keep);
    expect(snapshots()).toEqual(expected);
    expect(removed).toHaveLength(4 - expected.length);
  });
});
