import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotSettings } from '../../model/documents/snapshot-settings.ts';
import type { VaultClient } from '../clients/vault/vault-client.ts';
import { vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';
import {
  applyRetention,
  keepSnapshot,
  removeUnfinished,
  type SnapshotRecord,
  snapshotName,
  unfinishedName,
} from './snapshot-files.ts';
import { verifyArchive } from './verify-archive.ts';

export interface SnapshotRun {
  readonly settings: SnapshotSettings;
  /** Logged in under a role that may read the snapshot and nothing else. */
  readonly vault: VaultClient;
  readonly deadline: Deadline;
  readonly now: () => Date;
}

/** What a run did. */
export interface SnapshotResult {
  readonly record: SnapshotRecord;
  /** Snapshots that were removed, since they were too old or too many. */
  readonly removed: readonly string[];
}

/**
 * Takes a snapshot of raft into a folder, proves that it is whole, and removes old ones. Killed anywhere it
 * leaves at most a file that the next run removes.
 * @throws VW5190 where what came is not whole, VW5191 where the folder cannot be written, and what Vault
 * refuses
 * @see https://developer.hashicorp.com/vault/api-docs/system/storage/raft#take-a-snapshot-of-the-raft-cluster
 */
export async function takeSnapshot({ settings, vault, deadline, now }: SnapshotRun): Promise<SnapshotResult> {
  const { folder, environment, keep, seal } = settings;
  await removeUnfinished(folder);
  const takenAt = now();
  const file = snapshotName(environment, takenAt);
  const path = join(folder, unfinishedName(file));
  const server = await describeServer(vault, deadline);
  try {
    await download(vault, path, deadline);
    const facts = await verifyArchive(path);
    const record: SnapshotRecord = {
      kind: 'Snapshot',
      version: 1,
      environment,
      takenAt: takenAt.toISOString(),
      file,
      ...facts,
      server,
      seal,
    };
    await keepSnapshot(folder, record);
    return { record, removed: await applyRetention(folder, environment, keep, now()) };
  } catch (error) {
    await rm(path, { force: true });
    throw isOfFiles(error) ? lifecycleError('VW5191', `The folder ${folder} cannot be written (${error.code})`) : error;
  }
}

async function download(vault: VaultClient, path: string, deadline: Deadline): Promise<void> {
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await new Promise<void>((settle, fail) => sink.once('open', () => settle()).once('error', fail));
  const request = { method: 'GET', path: 'sys/storage/raft/snapshot', isOfRoot: true, repeat: false } as const;
  const answer = await vault.send({ ...request, sink, timeout: deadline.remaining }, deadline);
  if (answer.kind !== 'ok') {
    sink.destroy();
    throw vaultError(answer, 'take a snapshot');
  }
  const written = await open(path, 'r+');
  try {
    await written.sync();
  } finally {
    await written.close();
  }
}

async function describeServer(vault: VaultClient, deadline: Deadline): Promise<SnapshotRecord['server']> {
  const request = { method: 'GET', path: 'sys/seal-status' } as const;
  const { version, cluster_id: clusterId } = await vault.expect(request, 'read the seal status', deadline);
  return {
    version: typeof version === 'string' ? version : '',
    clusterId: typeof clusterId === 'string' ? clusterId : '',
  };
}

const isOfFiles = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;
