import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import type { Deadline } from '../../run/deadline.ts';
import { recordName, recordOf } from '../../snapshot/snapshot-files.ts';
import { verifyArchive } from '../../snapshot/verify-archive.ts';
import { entryLayers } from '../../values/declared-entries.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { type Comparison, compareEntries, declaredEntries, readVersions } from './compare-entries.ts';
import { IsolatedServer } from './isolated-server.ts';

export interface DrillOptions {
  readonly rendered: RenderedEnvironment;
  /** File of the snapshot. */
  readonly snapshot: string;
  /** Program of the server that is started, of the version that took it or a later one. */
  readonly binary: string;
  /** The seal in HCL. @default none: shares unseal */
  readonly seal: string | undefined;
  /** Variables of the server, such as the credential of the seal. */
  readonly variables: Readonly<Record<string, string>>;
  /** Recovery shares of a quorum; of a server without a seal the unseal shares. */
  readonly shares: readonly string[];
  /** The live server, logged in, to compare with. @default what is declared */
  readonly live?: VaultAccess | undefined;
  readonly deadline: Deadline;
  readonly say: (line: string) => void;
}

/** What a drill proved: names, versions and times, never a value. */
export interface DrillEvidence {
  readonly kind: 'DrillEvidence';
  readonly environment: string;
  readonly startedAt: string;
  readonly status: 'passed' | 'differs';
  readonly snapshot: {
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly index: number;
    /** When it was taken, where its record lies beside it. */
    readonly takenAt?: string;
    /** The seal that its record names. */
    readonly seal?: { readonly type: string; readonly key: string };
  };
  readonly server: { readonly version: string; readonly seal: string };
  /** Shares that the quorum gave. */
  readonly quorum: number;
  readonly milliseconds: Readonly<Record<'verify' | 'start' | 'restore' | 'quorum' | 'compare' | 'total', number>>;
  readonly comparedWith: 'live' | 'declarations';
  readonly entries: Comparison;
}

/**
 * Restores a snapshot into a server that only this machine reaches, opens it by its seal and a quorum, and
 * compares what is in it with what must be. Nothing of the live environment is changed.
 * @throws VW5190 where the snapshot is not whole, VW5280–VW5284 by what does not fit
 */
export async function drill(options: DrillOptions): Promise<DrillEvidence> {
  const { rendered, snapshot, deadline, live, say } = options;
  const startedAt = new Date();
  const lap = laps();
  const record = recordBeside(snapshot);
  const facts = await verifyArchive(snapshot);
  if (record && record.sha256 !== facts.sha256)
    throw commandError('VW5280', 'The snapshot is not the file that its record describes');
  if (record && record.environment !== rendered.name)
    throw commandError('VW5280', `The snapshot is of "${record.environment}", not of "${rendered.name}"`);
  const verify = lap();
  say('drill: the snapshot is whole');
  await using server = await IsolatedServer.start(options, deadline);
  const access = { vault: server.vault, deadline };
  const sealType = await initialise(server, access);
  if (record && record.seal.type !== sealType)
    throw commandError(
      'VW5282',
      `The snapshot was sealed by "${record.seal.type}", and this server is by "${sealType}"`,
    );
  const start = lap();
  await restore(server, access, snapshot, facts.bytes, options.shares, sealType);
  const restored = lap();
  say(`drill: restored, and opened by its ${sealType} seal`);
  const quorum = await logInByQuorum(access, options.shares);
  const quorumTime = lap();
  say(`drill: ${quorum} shares made a root token of the isolated server`);
  const { fixtureMap } = rendered;
  const all = new Set(
    entryLayers(fixtureMap)
      .flat()
      .map(({ id }) => id),
  );
  const versions = await readVersions(access, fixtureMap);
  const liveVersions = live && (await readVersions(live, fixtureMap));
  const entries = compareEntries(versions, { declared: declaredEntries(fixtureMap), all, live: liveVersions });
  const compare = lap();
  return {
    kind: 'DrillEvidence',
    environment: rendered.name,
    startedAt: startedAt.toISOString(),
    status: entries.missing.length === 0 ? 'passed' : 'differs',
    snapshot: {
      file: basename(snapshot),
      ...facts,
      ...(record && { takenAt: record.takenAt, seal: record.seal }),
    },
    server: { version: server.version, seal: sealType },
    quorum,
    milliseconds: {
      verify,
      start,
      restore: restored,
      quorum: quorumTime,
      compare,
      total: verify + start + restored + quorumTime + compare,
    },
    comparedWith: live ? 'live' : 'declarations',
    entries,
  };
}

/** Returns a function that returns the milliseconds since it was called last. */
function laps(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return Math.round(last - before);
  };
}

const recordBeside = (snapshot: string) => {
  const file = recordName(snapshot);
  return existsSync(file) ? recordOf(readFileSync(file, 'utf8')) : undefined;
};

/**
 * Initialises the empty server, whose keys are worth nothing once the snapshot is in it.
 * @returns its seal
 */
async function initialise(server: IsolatedServer, { vault, deadline }: VaultAccess): Promise<string> {
  const { type } = await vault.expect({ method: 'GET', path: 'sys/seal-status' }, 'read the seal status', deadline);
  const isShamir = type === 'shamir';
  const body = isShamir ? { secret_shares: 1, secret_threshold: 1 } : { recovery_shares: 1, recovery_threshold: 1 };
  const request = { method: 'PUT', path: 'sys/init', body, timeout: 60_000 } as const;
  const made = await vault.expect(request, 'initialise the isolated server', deadline);
  if (typeof made.root_token !== 'string') throw vaultError({ kind: 'malformed' }, 'initialise');
  if (isShamir) {
    const [key] = Array.isArray(made.keys_base64) ? made.keys_base64 : [];
    await vault.expect({ method: 'PUT', path: 'sys/unseal', body: { key } }, 'unseal the isolated server', deadline);
  }
  await server.until(deadline, ({ isActive }) => isActive, 'does not become active');
  vault.token = made.root_token;
  return String(type);
}

async function restore(
  server: IsolatedServer,
  { vault, deadline }: VaultAccess,
  snapshot: string,
  length: number,
  shares: readonly string[],
  sealType: string,
): Promise<void> {
  const answer = await vault.send(
    {
      method: 'POST',
      path: 'sys/storage/raft/snapshot-force',
      source: { stream: createReadStream(snapshot), length },
      repeat: false,
      timeout: deadline.remaining,
    },
    deadline,
  );
  // The keys of the snapshot are none that this server's seal opens.
  if (answer.kind === 'refused' || answer.kind === 'failing')
    throw commandError('VW5282', 'The server does not take the snapshot: its seal is not the one that sealed it');
  if (answer.kind !== 'ok') throw vaultError(answer, 'restore the snapshot');
  vault.token = undefined;
  if (sealType === 'shamir')
    for (const key of shares) {
      const given = await vault.send({ method: 'PUT', path: 'sys/unseal', body: { key } }, deadline);
      if (given.kind === 'ok' && given.body.sealed === false) break;
    }
  await server.until(
    deadline,
    ({ isActive, isSealed }) => isActive && !isSealed,
    'is not opened by its seal after the restore',
  );
}

/**
 * Has the quorum make a root token of the restored server, as it would have to in earnest.
 * @returns how many shares were needed
 * @throws VW5283 where the server lets nobody start without a token, VW5284 where the shares are not enough
 * @see https://developer.hashicorp.com/vault/api-docs/system/generate-root
 */
async function logInByQuorum({ vault, deadline }: VaultAccess, shares: readonly string[]): Promise<number> {
  const path = 'sys/generate-root/attempt';
  const started = await vault.send({ method: 'PUT', path, body: {} }, deadline);
  if (started.kind !== 'ok') throw commandError('VW5283', 'The isolated server lets no quorum make a root token');
  const { nonce, otp, required } = fieldsOf(started.body);
  for (const [index, key] of shares.entries()) {
    const update = { method: 'PUT', path: 'sys/generate-root/update', body: { nonce, key } } as const;
    const given = await vault.send(update, deadline);
    if (given.kind !== 'ok') throw commandError('VW5284', `Share ${index + 1} is not one of the restored server`);
    const { complete, encoded_token: encoded } = fieldsOf(given.body);
    if (complete !== true) continue;
    vault.token = decoded(String(encoded), String(otp));
    return index + 1;
  }
  throw commandError('VW5284', `${shares.length} shares are not the ${String(required)} of a quorum`);
}

const fieldsOf = (body: Readonly<Record<string, unknown>>) => (isObject(body.data) ? body.data : body);

function decoded(token: string, otp: string): string {
  const bytes = Buffer.from(token, 'base64');
  const pad = Buffer.from(otp);
  return Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0))).toString('utf8');
}
