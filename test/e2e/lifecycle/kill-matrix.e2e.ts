// e2e: 6 minutes
import { randomBytes } from 'node:crypto';
import { compare } from 'bcryptjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import { Bench } from '../bench.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { BootstrapTrials, type Trial } from './bootstrap-trials.ts';
import {
  documentsOf,
  emptyVault,
  excerptOf,
  type KvEntry,
  keptCredentials,
  readAll,
} from './bootstrapped-environment.ts';
import { addNotes, readSeveral, removeSideEngine, unlikeSeveral, withSeveral } from './entry-of-several.ts';
import type { SeenRequest } from './request-proxy.ts';

/**
 * The program dies at every request of a run, once before the request reaches the server and once after the
 * server acted and the answer is lost. The next run must reach the state of a run that nobody disturbed.
 */
let bench: Bench;
let trials: BootstrapTrials;
let documents: BootstrapDocuments;
/** What an undisturbed run leaves. */
let reference: Map<string, KvEntry>;
let severalReference: Map<string, KvEntry>;

const seed = randomBytes(24).toString('hex');
/** Somebody else writes these between the death and the next run. */
const foreign = ['ledger-of-nobody', 'agents-db-password', 'agents-db-username', 'ghcr-username'];
const foreignValue = 'a-choice-of-another-person';
const moments = ['before', 'after'] as const;
const isWhole = Boolean(process.env.VAULTWRIGHT_E2E_WHOLE);
/** Whom the answer to a question does not reach leaves servers as they were before it. */
const momentsOf = ({ method }: Pick<SeenRequest, 'method'>) =>
  method === 'GET' && !isWhole ? (['before'] as const) : moments;
const counts = { killed: 0, converged: 0 };
/** Deaths whose next run stopped by name, as the moment and the request. */
const named: string[] = [];

beforeAll(async () => {
  const environment = await renderedEnvironment('local');
  bench = await Bench.start({ kubernetes: true, vaults: { main: { address: environment.vaultAddress } } });
  const excerpt = withSeveral(excerptOf(documentsOf(environment), foreign));
  trials = await BootstrapTrials.prepare(bench, environment, { seed, documents: excerpt });
  documents = trials.documents;
});

afterAll(async () => {
  await trials?.stop();
  await bench?.stop();
});

const root = async (): Promise<VaultClient> =>
  bench.vault().client.as((await keptCredentials(bench, documents))?.rootToken ?? '');

async function empty(): Promise<void> {
  await emptyVault(await root(), documents);
  await removeSideEngine(await root());
}

/** Kills the process at request `index`, and says whether it came to that. */
async function killAt(index: number, moment: (typeof moments)[number]): Promise<Trial | undefined> {
  const trial = await trials.run((request, kill) =>
    request.index === index ? ({ [moment]: kill } as never) : 'forward',
  );
  if (trial.result.code !== null) return undefined;
  counts.killed++;
  return trial;
}

/**
 * @param written the paths that somebody else wrote in this trial
 * @param noted the entries of several properties into which somebody else wrote one more
 */
async function expectReference(written: readonly string[], noted: readonly string[], what: string): Promise<void> {
  const { mount } = documents.fixtureMap;
  const now = await readAll(await root(), mount);
  const severalNow = await readSeveral(await root(), mount);
  const isMarked = (path: string): boolean =>
    now.get(path)?.metadata['vaultwright.io/version'] === String(now.get(path)?.version);
  const unlike: string[] = [];
  for (const [path, { value, version }] of reference) {
    if (severalReference.has(path)) continue;
    const found = now.get(path);
    if (written.includes(path)) {
      if (found?.value !== foreignValue) unlike.push(path);
    } else if (partsOf(path).some((part) => written.includes(part))) {
      // Composed from what somebody else wrote: it follows.
      if (!isMarked(path) || !String(found?.value).includes(encodeURIComponent(foreignValue))) unlike.push(path);
    } else {
      const isSame = found?.value === value || (await isHashOf(partsOf(path), now, found));
      if (!isSame || !isMarked(path) || found?.version !== version) unlike.push(path);
    }
  }
  unlike.push(...unlikeSeveral(severalNow, severalReference, noted));
  expect(unlike, what).toEqual([]);
}

function partsOf(path: string): string[] {
  const recipe = documents.fixtureMap.entries[path]?.recipe;
  return recipe?.type === 'compose' ? recipe.parts.flatMap((part) => ('key' in part ? [part.key] : [])) : [];
}

/** A hash has a salt of its own each time it is made. */
const isHashOf = async ([part = '']: readonly string[], now: Map<string, KvEntry>, found: KvEntry | undefined) =>
  compare(String(now.get(part)?.value), String(found?.value)).catch(() => false);

test('a run that nobody disturbs', async () => {
  const { result, requests } = await trials.run();
  expect(result.output).toContain('"status":"done"');
  expect(result.code).toBe(0);
  reference = await readAll(await root(), documents.fixtureMap.mount);
  severalReference = await readSeveral(await root(), documents.fixtureMap.mount);
  expect([...severalReference.values()].map(({ properties }) => Object.keys(properties).length)).toEqual([5, 2]);
  expect(reference.size).toBeGreaterThan(10);
  expect(requests.some(({ path }) => path === '/v1/sys/init')).toBe(true);
});

test('dies at every request until Vault is open', { timeout: 1_200_000 }, async () => {
  await trials.wipe();
  const { requests } = await trials.run();
  const login = requests.findIndex(({ path }) => path.startsWith('/v1/auth/token/create'));
  const init = requests.findIndex(({ path }) => path === '/v1/sys/init');
  const keep = requests.findLastIndex(
    ({ index, method, path }) =>
      index > init && method === 'PATCH' && path.includes(documents.settings.vault.credentialsSecret),
  );
  expect(init).toBeGreaterThan(0);
  expect(login).toBeGreaterThan(init);
  expect(keep).toBeGreaterThan(init);
  for (const { index, ...request } of requests.slice(0, login))
    for (const moment of momentsOf(request)) {
      await trials.wipe();
      const killed = await killAt(index, moment);
      if (!killed) continue;
      const { result } = await trials.next();
      const isWindow =
        (index === init && moment === 'after') ||
        (index > init && index < keep) ||
        (index === keep && moment === 'before');
      const what = `${moment} request ${index}, ${killed.at}`;
      if (isWindow) {
        expect(
          result.summary?.findings?.map(({ code }) => code),
          what,
        ).toEqual(['VW5007']);
        expect(result.code, what).toBe(1);
        named.push(`${moment} ${killed.at}`);
        continue;
      }
      expect(result.code, `${what}\n${result.output}`).toBe(0);
      counts.converged++;
    }
});

test('dies at every request of the configuration and of the seeding', { timeout: 3_000_000 }, async () => {
  await trials.wipe();
  await trials.run();
  await empty();
  const { requests } = await trials.next();
  for (const { index, ...request } of requests)
    for (const moment of momentsOf(request)) {
      await empty();
      const killed = await killAt(index, moment);
      if (!killed) continue;
      const written = await writeForeign();
      const noted = await addNotes(await root(), documents.fixtureMap.mount);
      const { result } = await trials.next();
      const what = `${moment} request ${index}, ${killed.at}`;
      expect(result.code, `${what}\n${result.output}`).toBe(0);
      await expectReference(written, noted, what);
      counts.converged++;
    }
});

test('every death but those in one place was made good', () => {
  const { killed, converged } = counts;
  console.log(`killed ${killed}, converged ${converged}, named 1, met ${named.length} times: ${named.join('; ')}`);
  expect(killed).toBe(converged + named.length);
  // Processed by Vault and not kept: the one point that cannot be closed, seen from its two ends.
  const { credentialsSecret } = documents.settings.vault;
  expect(named.map((each) => each.split('?')[0])).toEqual([
    'after PUT /v1/sys/init',
    `before PATCH /api/v1/namespaces/${documents.settings.namespace}/secrets/${credentialsSecret}`,
  ]);
  expect(counts.killed).toBeGreaterThan(isWhole ? 150 : 100);
});

test('no run printed a value, a key or a token', async () => {
  expect(trials.outputs.length).toBeGreaterThan(counts.killed);
  expect(await trials.leaks()).toEqual([]);
});

/** Where the mount is there by now, somebody else writes to it, on top of whatever stands there. */
async function writeForeign(): Promise<string[]> {
  const client = await root();
  const written: string[] = [];
  for (const path of foreign) {
    const { status } = await client.request('POST', `${documents.fixtureMap.mount}/data/${path}`, {
      data: { value: foreignValue },
    });
    if (status === 200) written.push(path);
  }
  return written;
}
