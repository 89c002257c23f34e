import { entryId } from '../../../model/documents/coordinates.ts';
import type { FixtureMap } from '../../../model/documents/fixture-map.ts';
import { isObject } from '../../../model/json-record.ts';
import { encodePath, vaultError } from '../../clients/vault/vault-client.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import { entryLayers } from '../../values/declared-entries.ts';

/** Version of each entry, by `[store:]path`. */
export type Versions = ReadonlyMap<string, number>;

/** Reads which entries the engines of an environment have, and in which version; no value is read. */
export async function readVersions(access: VaultAccess, { mount, engines = {} }: FixtureMap): Promise<Versions> {
  const found = new Map<string, number>();
  const own = [[undefined, mount] as const];
  const others = Object.entries(engines).flatMap(([store, engine]) =>
    engine.version === 2 ? [[store, engine.mount] as const] : [],
  );
  for (const [store, at] of [...own, ...others])
    for (const path of await pathsBelow(access, at, '')) {
      const answer = await access.vault.send(
        { method: 'GET', path: `${at}/metadata/${encodePath(path)}` },
        access.deadline,
      );
      if (answer.kind === 'absent') continue;
      if (answer.kind !== 'ok') throw vaultError(answer, 'read the versions of an entry');
      const version = isObject(answer.body.data) ? answer.body.data.current_version : undefined;
      found.set(entryId({ store, path }), typeof version === 'number' ? version : 0);
    }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function pathsBelow(access: VaultAccess, mount: string, folder: string): Promise<string[]> {
  const path = `${mount}/metadata/${encodePath(folder)}?list=true`;
  const answer = await access.vault.send({ method: 'GET', path }, access.deadline);
  if (answer.kind === 'absent' || answer.kind === 'no-mount') return [];
  if (answer.kind !== 'ok') throw vaultError(answer, 'list entries');
  const keys =
    isObject(answer.body.data) && Array.isArray(answer.body.data.keys) ? answer.body.data.keys.map(String) : [];
  const below = await Promise.all(
    keys.map((key) => (key.endsWith('/') ? pathsBelow(access, mount, folder + key) : [folder + key])),
  );
  return below.flat().sort();
}

/** How what was restored differs from what is expected. */
export interface Comparison {
  readonly expected: number;
  readonly restored: number;
  /** Declared, or there now, and not in the snapshot. */
  readonly missing: readonly string[];
  /** In the snapshot, and neither declared nor there now. */
  readonly additional: readonly string[];
  /** Entries that are in another version now; the snapshot is older, so that `restored` is less. */
  readonly versions: readonly { readonly entry: string; readonly restored: number; readonly live: number }[];
}

/** Entries that are written without anybody's doing: of the others nobody can say when they come. */
export const declaredEntries = (fixtureMap: FixtureMap): string[] =>
  entryLayers(fixtureMap)
    .flat()
    .filter(({ keys }) =>
      keys.some(({ fixture: { recipe } }) => ['generate', 'literal', 'compose'].includes(recipe?.type ?? '')),
    )
    .map(({ id }) => id)
    .sort();

/**
 * Compares entries and versions.
 * @param live what the live server has; absent where only declarations count
 */
export function compareEntries(
  restored: Versions,
  {
    declared,
    all,
    live,
  }: { readonly declared: readonly string[]; readonly all: ReadonlySet<string>; readonly live?: Versions | undefined },
): Comparison {
  const expected = live ? [...live.keys()] : declared;
  const missing = [...new Set([...expected, ...declared])].filter((entry) => !restored.has(entry)).sort();
  return {
    expected: expected.length,
    restored: restored.size,
    missing,
    additional: [...restored.keys()].filter((entry) => !all.has(entry) && !live?.has(entry)),
    versions: [...(live ?? [])].flatMap(([entry, version]) => {
      const before = restored.get(entry);
      return before === undefined || before === version ? [] : [{ entry, restored: before, live: version }];
    }),
  };
}
