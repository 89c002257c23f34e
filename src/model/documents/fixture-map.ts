import * as z from 'zod/mini';

/**
 * Label by which tools know the ConfigMaps that Vaultwright renders for other programs; its value is the kind
 * of document.
 */
export const documentLabel = 'vaultwright.io/document';

/** Id of a Vault key: its path, or `[store:]path[#property]`. @see keyId */
const path = z.string();

const part = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ key: path, encode: z.enum(['none', 'url', 'base64', 'json', 'bcrypt']) }),
  /** base64 of the values of two keys, joined by a colon. */
  z.strictObject({ basicAuth: z.tuple([path, path]) }),
]);
export type FixturePart = z.output<typeof part>;

/** Returns the ids of the keys of which a part is made. */
export const pathsOfPart = (part: FixturePart): readonly string[] =>
  'text' in part ? [] : 'key' in part ? [part.key] : part.basicAuth;

/**
 * Schema of a recipe in the fixture map: how bootstrap makes a key's first value; it never holds a
 * credential.
 */
export const fixtureRecipeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('generate'),
    /** Characters. */
    length: z.int().check(z.gte(16)),
    alphabet: z.enum(['alphanumeric', 'hex', 'base64url']),
    /** `deterministic`: HKDF-SHA256 from a seed that is never in Git, in ephemeral environments only. */
    derivation: z.enum(['deterministic', 'random']),
  }),
  z.strictObject({ type: z.literal('literal'), value: z.string() }),
  z.strictObject({ type: z.literal('compose'), parts: z.array(part).check(z.minLength(1)) }),
  z.strictObject({ type: z.literal('placeholder') }),
  z.strictObject({ type: z.literal('upstream'), name: z.string(), required: z.boolean() }),
]);
export type FixtureRecipe = z.output<typeof fixtureRecipeSchema>;

/** Schema of one entry: who writes the key, how where bootstrap does, and why it may lack a reader. */
export const fixtureEntrySchema = z.strictObject({
  origin: z.enum(['external', 'operator-reconciled', 'generated', 'service-generated', 'existing']),
  /**
   * `bootstrap`, `upstream` (copied by bootstrap), `others` (whoever manages an existing key), or the name of
   * the producer.
   */
  writer: z.string(),
  /** Encoding in which the value is stored. */
  storedAs: z.optional(z.enum(['plain', 'base64'])),
  recipe: z.optional(fixtureRecipeSchema),
  /** Age after which the value must be replaced, in Go's notation. */
  maxAge: z.optional(z.string()),
  /** Why no ExternalSecret reads the key. */
  reason: z.optional(z.string()),
});
export type FixtureEntry = z.output<typeof fixtureEntrySchema>;

/** Schema of an engine besides the platform's own; check-and-set needs version 2. */
export const engineSchema = z.strictObject({ mount: z.string(), version: z.literal([1, 2]) });

/** Schema of the place of one part among the parts of a document; counted from 1. */
export const documentPartSchema = z.strictObject({ number: z.int().check(z.gte(1)), of: z.int().check(z.gte(2)) });

/**
 * Schema of `fixture-map.json`, version 1: one entry for each Vault key of an environment, by its id (see
 * `keyId`).
 *
 * A map too large for one ConfigMap is split into parts, each a map of its own with some of the entries.
 *
 * The ConfigMap that carries it has the label `vaultwright.io/document: fixture-map`.
 */
export const fixtureMapSchema = z.strictObject({
  kind: z.literal('FixtureMap'),
  version: z.literal(1),
  environment: z.string(),
  /** Vault namespace of all engines. */
  namespace: z.optional(z.string()),
  /** Mount of the platform's own engine, kv-v2. */
  mount: z.string(),
  /** The property of a key whose id names none. */
  property: z.literal('value'),
  /** Further engines of the same Vault, by the name of the store that reads them. */
  engines: z.optional(z.record(z.string(), engineSchema)),
  /** `metadata.name` of each further store, by its name in ids. */
  storeNames: z.optional(z.record(z.string(), z.string())),
  /** Stores that are no engine of this Vault, by name: their keys are of origin `existing`. */
  foreign: z.optional(z.array(z.string())),
  part: z.optional(documentPartSchema),
  entries: z.record(path, fixtureEntrySchema),
});
export type FixtureMap = z.output<typeof fixtureMapSchema>;
