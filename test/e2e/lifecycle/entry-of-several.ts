import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import type { FixtureEntry } from '../../../src/model/documents/fixture-map.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { type KvEntry, readAll } from './bootstrapped-environment.ts';

const ours = { origin: 'generated', writer: 'bootstrap' } as const;
const generated: FixtureEntry = {
  ...ours,
  recipe: { type: 'generate', length: 32, alphabet: 'alphanumeric', derivation: 'deterministic' },
};
const from = (...keys: string[]): FixtureEntry => ({
  ...ours,
  recipe: { type: 'compose', parts: keys.map((key) => ({ key, encode: 'url' })) },
});

/** Store and mount of an engine besides the platform’s own. */
const store = 'side';
const mount = 'side-engine';
/** An entry of five properties. */
const several = 'several/db';

/** Keys of entries with several properties, composed within an entry, across entries and across engines. */
const entries: Readonly<Record<string, FixtureEntry>> = {
  [several]: generated,
  [`${several}#username`]: { ...ours, recipe: { type: 'literal', value: 'several' } },
  [`${several}#password`]: generated,
  [`${several}#url`]: from(`${several}#username`, `${several}#password`),
  [`${several}#other`]: generated,
  [`${store}:mixed#token`]: generated,
  [`${store}:mixed#url`]: from(`${several}#url`, `${store}:mixed#token`),
};

/** Adds entries of several properties and a second engine to an environment. */
export function withSeveral(documents: BootstrapDocuments): BootstrapDocuments {
  const { fixtureMap, accessMap } = documents;
  const engines = { [store]: { mount, version: 2 as const } };
  return {
    ...documents,
    fixtureMap: { ...fixtureMap, engines, entries: { ...fixtureMap.entries, ...entries } },
    accessMap: { ...accessMap, engines },
  };
}

/** Reads the entries of several properties, by a path below their mount. */
export async function readSeveral(root: VaultClient, own: string): Promise<Map<string, KvEntry>> {
  const there = await readAll(root, own, 'several/');
  return new Map([...there, ...(await readAll(root, mount))]);
}

/** Undoes the second engine by hand. */
export const removeSideEngine = (root: VaultClient): Promise<unknown> => root.request('DELETE', `sys/mounts/${mount}`);

/** What somebody else keeps beside our properties. */
const note = { note: 'of somebody else' };

/**
 * Writes a property of one’s own into each entry, as a careful person does: what stands there stays.
 * @returns where that could be done
 */
export async function addNotes(root: VaultClient, own: string): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [at, path] of [
    [own, several],
    [mount, 'mixed'],
  ] as const) {
    const { status, body } = await root.request('GET', `${at}/data/${path}`);
    const stored = status === 200 ? body.data : { data: {}, metadata: { version: 0 } };
    const sent = { data: { ...stored.data, ...note }, options: { cas: stored.metadata.version } };
    if ((await root.request('POST', `${at}/data/${path}`, sent)).status === 200) written.push(path);
  }
  return written;
}

/**
 * Takes one of our properties out of its entry, as somebody who writes it anew without it; the others stay.
 */
export async function removeOther(root: VaultClient, own: string): Promise<void> {
  const { data, metadata } = (await root.expect('GET', `${own}/data/${several}`)).data;
  const { other, ...rest } = data;
  if (other === undefined) return;
  await root.expect('POST', `${own}/data/${several}`, { data: rest, options: { cas: metadata.version } });
}

/**
 * Names what is not as it was in the entry from which a property was taken: that one may be back, in one
 * further version.
 */
export function changedInSeveral(now: ReadonlyMap<string, KvEntry>, before: ReadonlyMap<string, KvEntry>): string[] {
  const [found, was] = [now.get(several), before.get(several)];
  const names = new Set([...Object.keys(found?.properties ?? {}), ...Object.keys(was?.properties ?? {})]);
  const differing = [...names].filter(
    (property) => property !== 'other' && found?.properties[property] !== was?.properties[property],
  );
  const versions = (found?.version ?? 0) - (was?.version ?? 0);
  return [...differing, ...(versions === 0 || versions === 1 ? [] : [`${versions} versions more`])];
}

/**
 * Returns whether the property that was taken out is back, and the entry is ours but for what somebody else
 * keeps in it.
 */
export const isWholeAgain = (now: ReadonlyMap<string, KvEntry>): boolean => {
  const found = now.get(several);
  const { note: theirs, ...rest } = found?.properties ?? {};
  return (
    theirs === note.note &&
    Object.keys(rest).length === 5 &&
    Object.keys(rest).every((each) => markedVersion(found, each) === found?.version)
  );
};

/** Path of the entry. */
export const severalPath = several;

/**
 * Names what is not as an undisturbed run leaves it: values, whose they are, and what somebody else keeps
 * beside them.
 */
export function unlikeSeveral(
  now: ReadonlyMap<string, KvEntry>,
  reference: ReadonlyMap<string, KvEntry>,
  noted: readonly string[],
): string[] {
  return [...reference].flatMap(([path, { properties }]) => {
    const found = now.get(path);
    const expected = { ...properties, ...(noted.includes(path) && note) };
    const unmarked = Object.keys(properties).filter((property) => markedVersion(found, property) !== found?.version);
    const differing = [...new Set([...Object.keys(expected), ...Object.keys(found?.properties ?? {})])].filter(
      (property) => found?.properties[property] !== (expected as Readonly<Record<string, unknown>>)[property],
    );
    return [
      ...unmarked.map((property) => `${path}#${property} is not marked as ours`),
      ...differing.map((property) => `${path}#${property} differs`),
    ];
  });
}

function markedVersion(entry: KvEntry | undefined, property: string): number {
  const { metadata = {} } = entry ?? {};
  if (property === 'value') return Number(metadata['vaultwright.io/version']);
  return Number(metadata[`vaultwright.io/p/${property}`]?.split(' ')[2]);
}
