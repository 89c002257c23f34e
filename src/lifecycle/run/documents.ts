import type { ZodMiniType } from 'zod/mini';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { accessMapSchema } from '../../model/documents/access-map.ts';
import { bootstrapSettingsSchema } from '../../model/documents/bootstrap-settings.ts';
import { fixtureMapSchema } from '../../model/documents/fixture-map.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { BootstrapDocuments } from '../programs/bootstrap/bootstrap-run.ts';
import { recipeLayers } from '../values/recipe-order.ts';

/** Kinds of the documents that a bootstrap reads, as their label and file name say them. */
export type DocumentKind = 'bootstrap-settings' | 'fixture-map' | 'access-map';

type DocumentReader = (kind: DocumentKind) => string | undefined;
type Maps = Pick<BootstrapDocuments, 'fixtureMap' | 'accessMap'>;

/**
 * Parses the documents of an environment and checks that they belong together.
 * @param read gives the JSON text of a document, or `undefined` where it is missing
 * @throws VW5023 with everything that is wrong
 */
export function parseDocuments(read: DocumentReader): BootstrapDocuments {
  const problems: Diagnostic[] = [];
  const settings = parseDocument('bootstrap-settings', bootstrapSettingsSchema, read, problems);
  const maps = mapsOf(read, problems);
  if (!settings || !maps) throw errorOf(problems);
  requireOneEnvironment([settings.environment, maps.fixtureMap.environment, maps.accessMap.environment]);
  const undeclared = settings.backfill.filter(({ path }) => !Object.hasOwn(maps.fixtureMap.entries, path));
  if (undeclared.length > 0)
    throw errorOf(
      undeclared.map(({ path: vaultPath }) =>
        lifecycleProblem('VW5023', 'A Secret is to be copied into a Vault key that is not declared', { vaultPath }),
      ),
    );
  return { settings, ...maps };
}

/**
 * Parses what every environment renders, a regulated one as well: its fixture map and its access map.
 * @throws VW5023 with everything that is wrong
 */
export function parseMaps(read: DocumentReader): Maps {
  const problems: Diagnostic[] = [];
  const maps = mapsOf(read, problems);
  if (!maps) throw errorOf(problems);
  requireOneEnvironment([maps.fixtureMap.environment, maps.accessMap.environment]);
  return maps;
}

function mapsOf(read: DocumentReader, problems: Diagnostic[]): Maps | undefined {
  const fixtureMap = parseDocument('fixture-map', fixtureMapSchema, read, problems);
  const accessMap = parseDocument('access-map', accessMapSchema, read, problems);
  if (!fixtureMap || !accessMap) return undefined;
  if (fixtureMap.mount !== accessMap.mount)
    throw lifecycleError('VW5023', 'Fixture map and access map name different mounts');
  recipeLayers(fixtureMap);
  return { fixtureMap, accessMap };
}

function parseDocument<T>(
  kind: DocumentKind,
  schema: ZodMiniType<T>,
  read: DocumentReader,
  problems: Diagnostic[],
): T | undefined {
  const text = read(kind);
  if (text === undefined) {
    problems.push(lifecycleProblem('VW5023', `There is no document ${kind}.json`));
    return undefined;
  }
  const parsed = schema.safeParse(json(text));
  for (const { path } of parsed.error?.issues ?? [])
    problems.push(
      lifecycleProblem('VW5023', `${kind}.json is not valid`, { field: path.map(String).join('.') || kind }),
    );
  return parsed.data;
}

function requireOneEnvironment(names: readonly string[]): void {
  const environments = new Set(names);
  if (environments.size > 1)
    throw lifecycleError('VW5023', `The documents belong to different environments: ${[...environments].join(', ')}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
