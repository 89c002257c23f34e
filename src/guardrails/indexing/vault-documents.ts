import type { ZodMiniType } from 'zod/mini';
import { type AccessMapDocument, accessMapSchema } from '../../model/documents/access-map.ts';
import { type BootstrapSettings, bootstrapSettingsSchema } from '../../model/documents/bootstrap-settings.ts';
import { type DeliveredSecrets, deliveredSecretsSchema } from '../../model/documents/delivered-secrets.ts';
import { joinAccessMaps, joinFixtureMaps } from '../../model/documents/document-parts.ts';
import { type FixtureMap, fixtureMapSchema } from '../../model/documents/fixture-map.ts';
import { type PreflightPlan, preflightPlanSchema } from '../../model/documents/preflight-plan.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { JsonObject } from '../manifest/manifest.ts';
import { objectAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type Site, siteOf } from './site.ts';

/** One of the documents that the generator renders for other programs, with where it stands. */
export interface VaultDocument<Document> {
  readonly document: Document;
  /** The ConfigMap's key that holds the text. */
  readonly site: Site;
  readonly scope: string;
  readonly environment?: string;
}

/** A labelled ConfigMap whose document is not of its shape; `reason` names paths, never values. */
export interface BrokenDocument {
  readonly site: Site;
  readonly kind: string;
  readonly reason: readonly string[];
}

/**
 * The fixture maps, access maps, lists of delivered Secrets, settings of bootstraps and plans of preflights
 * of the checked manifests, known by their label.
 */
export class VaultDocuments {
  readonly fixtures: VaultDocument<FixtureMap>[] = [];
  readonly access: VaultDocument<AccessMapDocument>[] = [];
  readonly delivered: VaultDocument<DeliveredSecrets>[] = [];
  readonly settings: VaultDocument<BootstrapSettings>[] = [];
  readonly preflights: VaultDocument<PreflightPlan>[] = [];
  readonly broken: BrokenDocument[] = [];
  #wholeFixtures: readonly VaultDocument<FixtureMap>[] | undefined;
  #wholeAccess: readonly VaultDocument<AccessMapDocument>[] | undefined;

  constructor(objects: readonly IndexedObject[], { documentLabel }: GuardrailConfiguration) {
    for (const object of objects) {
      if (object.kindKey !== 'configmap') continue;
      const kind = textAt(object.labels, documentLabel);
      if (kind === 'fixture-map') this.#add(object, kind, fixtureMapSchema, this.fixtures);
      else if (kind === 'access-map') this.#add(object, kind, accessMapSchema, this.access);
      else if (kind === 'delivered-secrets') this.#add(object, kind, deliveredSecretsSchema, this.delivered);
      else if (kind === 'bootstrap-settings') this.#add(object, kind, bootstrapSettingsSchema, this.settings);
      else if (kind === 'preflight-plan') this.#add(object, kind, preflightPlanSchema, this.preflights);
    }
  }

  /**
   * The fixture maps, those in parts put together; a finding points at a part, so rules about entries read
   * the parts.
   */
  get wholeFixtures(): readonly VaultDocument<FixtureMap>[] {
    this.#wholeFixtures ??= whole(this.fixtures, joinFixtureMaps);
    return this.#wholeFixtures;
  }

  /** The access maps, those in parts put together. */
  get wholeAccess(): readonly VaultDocument<AccessMapDocument>[] {
    this.#wholeAccess ??= whole(this.access, joinAccessMaps);
    return this.#wholeAccess;
  }

  #add<Document>(
    object: IndexedObject,
    kind: string,
    schema: ZodMiniType<Document>,
    found: VaultDocument<Document>[],
  ): void {
    const file = `${kind}.json`;
    const site = siteOf(object, 'data', file);
    const text = textAt(objectAt(object.value, 'data'), file);
    if (text === undefined) {
      this.broken.push({ site: siteOf(object), kind, reason: [file] });
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.broken.push({ site, kind, reason: [] });
      return;
    }
    const parsed = parsedAlike(schema, value) ?? schema.safeParse(value);
    if (!parsed.success) {
      this.broken.push({ site, kind, reason: parsed.error.issues.map(({ path }) => path.map(String).join('/')) });
      return;
    }
    const { scope, environment } = object;
    found.push({ document: parsed.data, site, scope, ...(environment !== undefined && { environment }) });
  }
}

/** From how many entries on one of each shape is parsed. */
const manyEntries = 200;

/**
 * Parses a document of many entries by one entry of each content: those of a fixture map are mostly alike,
 * and an environment has tens of thousands. Whatever is not right is left to a whole parse.
 */
function parsedAlike<Document>(
  schema: ZodMiniType<Document>,
  value: unknown,
): { readonly success: true; readonly data: Document } | undefined {
  const { entries } = (value ?? {}) as { readonly entries?: unknown };
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return undefined;
  const all = Object.entries(entries);
  if (all.length < manyEntries || Object.hasOwn(entries, '__proto__')) return undefined;
  const contents = all.map(([, entry]) => JSON.stringify(entry));
  const first = new Map<string, string>();
  for (const [index, [id]] of all.entries()) {
    const content = contents[index] ?? '';
    if (!first.has(content)) first.set(content, id);
  }
  const samples = Object.fromEntries([...first.values()].map((id) => [id, (entries as JsonObject)[id]]));
  const { data } = schema.safeParse({ ...(value as object), entries: samples });
  if (data === undefined) return undefined;
  const parsed = (data as { readonly entries: JsonObject }).entries;
  const whole = Object.fromEntries(all.map(([id], index) => [id, parsed[first.get(contents[index] ?? '') ?? '']]));
  return { success: true, data: { ...data, entries: whole } };
}

/** Puts the parts of each environment's document together; a document in one piece stays as it is. */
function whole<Document extends { readonly part?: unknown }>(
  documents: readonly VaultDocument<Document>[],
  join: (parts: readonly [Document, ...Document[]]) => Document,
): VaultDocument<Document>[] {
  const parts = groupBy(
    documents.filter(({ document }) => document.part !== undefined),
    ({ scope, environment }) => `${scope}\0${environment}`,
  );
  return [
    ...documents.filter(({ document }) => document.part === undefined),
    ...[...parts.values()].flatMap(([first, ...others]) =>
      first ? [{ ...first, document: join([first.document, ...others.map(({ document }) => document)]) }] : [],
    ),
  ];
}
