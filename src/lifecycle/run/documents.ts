import type { ZodMiniType } from 'zod/mini';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { type AccessMapDocument, accessMapSchema } from '../../model/documents/access-map.ts';
import { type BootstrapSettings, bootstrapSettingsSchema } from '../../model/documents/bootstrap-settings.ts';
import { type ConfiguratorSettings, configuratorSettingsSchema } from '../../model/documents/configurator-settings.ts';
import { type FixtureMap, fixtureMapSchema } from '../../model/documents/fixture-map.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import { mapProblems } from './map-problems.ts';

/** What an environment wants of Vault: its keys, and who may read them. */
export interface VaultMaps {
  readonly fixtureMap: FixtureMap;
  readonly accessMap: AccessMapDocument;
}

/** The documents that an environment renders for its bootstrap. */
export interface BootstrapDocuments extends VaultMaps {
  readonly settings: BootstrapSettings;
}

/** The documents that an environment renders for its configurator. */
export interface ConfiguratorDocuments extends VaultMaps {
  readonly settings: ConfiguratorSettings;
}

/**
 * Returns the JSON text of a document by its name, such as `fixture-map` or `fixture-map-2`; `undefined`
 * where it is missing.
 */
export type DocumentReader = (name: string) => string | undefined;

/**
 * Parses the documents of a bootstrap and checks that they belong together.
 * @throws VW5023, VW5029, VW5030 with everything that is wrong
 */
export function parseDocuments(read: DocumentReader): BootstrapDocuments {
  const documents = parseWith('bootstrap-settings', bootstrapSettingsSchema, read);
  checkDocuments(documents);
  return documents;
}

/**
 * Parses the documents of a configurator and checks that they belong together.
 * @throws VW5023, VW5029, VW5030 with everything that is wrong
 */
export function parseConfiguratorDocuments(read: DocumentReader): ConfiguratorDocuments {
  const documents = parseWith('configurator-settings', configuratorSettingsSchema, read);
  checkDocuments(documents);
  return documents;
}

function parseWith<S>(
  kind: string,
  schema: ZodMiniType<S>,
  read: DocumentReader,
): VaultMaps & { readonly settings: S } {
  const problems: Diagnostic[] = [];
  const settings = parseDocument(kind, schema, read, problems);
  const fixtureMaps = parseParts('fixture-map', fixtureMapSchema, read, problems);
  const accessMaps = parseParts('access-map', accessMapSchema, read, problems);
  if (!settings || problems.length > 0) throw errorOf(problems);
  return { settings, fixtureMap: joinFixtures(fixtureMaps), accessMap: joinAccess(accessMaps) };
}

/** Checks that documents belong together. @throws VW5023, VW5029, VW5030 with everything that is wrong */
export function checkDocuments({ settings, ...maps }: BootstrapDocuments | ConfiguratorDocuments): void {
  requireOneEnvironment([settings.environment, maps.fixtureMap.environment, maps.accessMap.environment]);
  const problems = mapProblems(maps, 'backfill' in settings ? settings.backfill : []);
  if (settings.vault.namespace !== maps.fixtureMap.namespace || settings.vault.namespace !== maps.accessMap.namespace)
    problems.push(lifecycleProblem('VW5023', 'The documents name different Vault namespaces'));
  if (problems.length > 0) throw errorOf(problems);
}

/** A document too large for one object stands in several, each of which says which part it is. */
function parseParts<T extends { readonly part?: FixtureMap['part'] }>(
  kind: string,
  schema: ZodMiniType<T>,
  read: DocumentReader,
  problems: Diagnostic[],
): T[] {
  const found: T[] = [];
  for (let number = 1, of = 1; number <= of; number++) {
    const name = number === 1 ? kind : `${kind}-${number}`;
    const parsed = parseDocument(name, schema, read, problems);
    if (!parsed) continue;
    of = number === 1 ? (parsed.part?.of ?? 1) : of;
    const part = parsed.part ?? { number: 1, of: 1 };
    if (part.number !== number || part.of !== of)
      problems.push(
        lifecycleProblem('VW5023', `${name}.json is part ${part.number} of ${part.of}, and not ${number} of ${of}`),
      );
    found.push(parsed);
  }
  return found;
}

function parseDocument<T>(
  name: string,
  schema: ZodMiniType<T>,
  read: DocumentReader,
  problems: Diagnostic[],
): T | undefined {
  const text = read(name);
  if (text === undefined) {
    problems.push(lifecycleProblem('VW5023', `There is no document ${name}.json`));
    return undefined;
  }
  const parsed = schema.safeParse(json(text));
  for (const { path } of parsed.error?.issues ?? [])
    problems.push(
      lifecycleProblem('VW5023', `${name}.json is not valid`, { field: path.map(String).join('.') || name }),
    );
  return parsed.data;
}

function joinFixtures(parts: readonly FixtureMap[]): FixtureMap {
  const [whole, ...more] = parts.map(({ part: _, ...map }) => map) as [FixtureMap, ...FixtureMap[]];
  if (more.length === 0) return whole;
  requireOneEnvironment(parts.map(({ environment }) => environment));
  requireOneMount(parts);
  const entries: FixtureMap['entries'] = {};
  for (const map of parts)
    for (const [id, entry] of Object.entries(map.entries)) {
      if (Object.hasOwn(entries, id))
        throw lifecycleError('VW5023', 'The key stands in two parts of the fixture map', { vaultPath: id });
      entries[id] = entry;
    }
  const foreign = [...new Set(parts.flatMap((map) => map.foreign ?? []))];
  const engines = Object.assign({}, ...parts.map((map) => map.engines ?? {})) as NonNullable<FixtureMap['engines']>;
  return {
    ...whole,
    ...(Object.keys(engines).length > 0 && { engines }),
    ...(foreign.length > 0 && { foreign }),
    entries,
  };
}

function joinAccess(parts: readonly AccessMapDocument[]): AccessMapDocument {
  const [whole, ...more] = parts.map(({ part: _, ...map }) => map) as [AccessMapDocument, ...AccessMapDocument[]];
  if (more.length === 0) return whole;
  requireOneEnvironment(parts.map(({ environment }) => environment));
  requireOneMount(parts);
  const rules = new Map<string, AccessMapDocument['policies'][number]['rules']>();
  for (const { name, rules: more } of parts.flatMap(({ policies }) => policies))
    rules.set(name, [...(rules.get(name) ?? []), ...more]);
  return {
    ...whole,
    roles: parts.flatMap(({ roles }) => roles),
    policies: [...rules].map(([name, all]) => ({ name, rules: all })),
  };
}

function requireOneEnvironment(names: readonly string[]): void {
  const environments = new Set(names);
  if (environments.size > 1)
    throw lifecycleError('VW5023', `The documents belong to different environments: ${[...environments].join(', ')}`);
}

function requireOneMount(parts: readonly { readonly mount: string; readonly namespace?: string | undefined }[]): void {
  if (new Set(parts.map(({ mount, namespace = '' }) => `${mount}\n${namespace}`)).size > 1)
    throw lifecycleError('VW5023', 'The parts of a document name different mounts or Vault namespaces');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
