import type { ZodMiniType } from 'zod/mini';
import { accessMapSchema } from '../../model/access-map.ts';
import { bootstrapSettingsSchema } from '../../model/bootstrap-settings.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { fixtureMapSchema } from '../../model/fixture-map.ts';
import type { BootstrapDocuments } from '../bootstrap/bootstrap-run.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../lifecycle-problems.ts';
import { recipeLayers } from '../values/recipe-order.ts';

/** Kinds of the documents that a bootstrap reads, as their label and file name say them. */
export type DocumentKind = 'bootstrap-settings' | 'fixture-map' | 'access-map';

/**
 * Parses the documents of an environment and checks that they belong together.
 * @param read gives the JSON text of a document, or `undefined` where it is missing
 * @throws VW5023 with everything that is wrong
 */
export function parseDocuments(read: (kind: DocumentKind) => string | undefined): BootstrapDocuments {
  const problems: Diagnostic[] = [];
  const parse = <T>(kind: DocumentKind, schema: ZodMiniType<T>): T | undefined => {
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
  };
  const settings = parse('bootstrap-settings', bootstrapSettingsSchema);
  const fixtureMap = parse('fixture-map', fixtureMapSchema);
  const accessMap = parse('access-map', accessMapSchema);
  if (!settings || !fixtureMap || !accessMap) throw errorOf(problems);
  const environments = new Set([settings.environment, fixtureMap.environment, accessMap.environment]);
  if (environments.size > 1)
    throw lifecycleError('VW5023', `The documents belong to different environments: ${[...environments].join(', ')}`);
  if (fixtureMap.mount !== accessMap.mount)
    throw lifecycleError('VW5023', 'Fixture map and access map name different mounts');
  const undeclared = settings.backfill.filter(({ path }) => !Object.hasOwn(fixtureMap.entries, path));
  if (undeclared.length > 0)
    throw errorOf(
      undeclared.map(({ path: vaultPath }) =>
        lifecycleProblem('VW5023', 'A Secret is to be copied into a Vault key that is not declared', { vaultPath }),
      ),
    );
  recipeLayers(fixtureMap);
  return { settings, fixtureMap, accessMap };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
