import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import { type RecipeFlow, withLiterals } from '../wall/recipe-flow.ts';
import type { UnopenedSite } from '../wall/strict-site.ts';
import { StrictWalk } from '../wall/strict-walk.ts';
import type { CredentialSite } from './credential-collector.ts';
import type { ExternalSecret } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { SecretProducers } from './secret-producer.ts';
import type { Site } from './site.ts';
import type { VaultDocuments } from './vault-documents.ts';

/** What of an index the strict judgement asks. */
interface JudgedIndex {
  readonly manifests: readonly Manifest[];
  readonly externalSecrets: readonly ExternalSecret[];
  readonly producers: Pick<SecretProducers, 'all'>;
  readonly documents: Pick<VaultDocuments, 'settings' | 'fixtures'>;
  objectOf(manifest: Manifest): IndexedObject | undefined;
  flowOf(scope: string, environment: string | undefined): RecipeFlow;
}

/** What a strict judgement finds in all manifests, with what the other one found. */
interface StrictSites {
  readonly credentials: readonly CredentialSite[];
  readonly unopened: readonly UnopenedText[];
}

/** A text that is not opened, and why. */
export interface UnopenedText {
  readonly site: Site;
  readonly reason: UnopenedSite['reason'];
}

/**
 * Judges every document by the rule that only references pass; what both judgements find is one credential.
 */
export function strictSitesOf(index: JudgedIndex, found: readonly CredentialSite[]): StrictSites {
  const walk = new StrictWalk(knownNames(index));
  const followed = followedTemplates(index);
  for (const manifest of index.manifests)
    if (manifest.carrier === undefined) walk.document(manifest, followed.get(manifest) ?? manifest.value);
  const known = new Map<string, CredentialSite>();
  for (const site of found) known.set(placeOf(site.site), site);
  for (const { manifest, path } of walk.labels) known.delete(keyOf(manifest, path));
  const isFound = new Set<string>();
  const added: CredentialSite[] = [];
  for (const { manifest, place, form, key, path, innerPath, offset } of walk.sites) {
    const full = [...path, ...innerPath];
    const at = keyOf(manifest, full);
    const same = known.get(at);
    // A hash under the name of a password is the password's: what is refused outranks what is warned of.
    if (same !== undefined && same.form === 'hash') known.delete(at);
    else if (same !== undefined && (innerPath.length === 0 || same.key === key || same.site.offset === offset))
      continue;
    const again = `${at}\0${innerPath.length === 0 ? offset : ''}\0${key}`;
    if (isFound.has(again)) continue;
    isFound.add(again);
    const object = index.objectOf(manifest);
    const site = { manifest, path, offset, ...(innerPath.length > 0 && { innerPath }), ...(object && { object }) };
    added.push({ place, form, key, site });
  }
  const unopened = walk.unopened.map(({ manifest, path, reason }): UnopenedText => {
    const object = index.objectOf(manifest);
    return { site: { manifest, path, ...(object && { object }) }, reason };
  });
  return { credentials: [...found.filter((site) => known.get(placeOf(site.site)) !== undefined), ...added], unopened };
}

/**
 * The ExternalSecrets that fetch what Git shows, with that written into their templates: it is no reference.
 */
function followedTemplates(index: JudgedIndex): Map<Manifest, JsonObject> {
  const followed = new Map<Manifest, JsonObject>();
  for (const { object, reads, specPath } of index.externalSecrets) {
    const flow = index.flowOf(object.scope, object.environment);
    const literals = new Map<string, string>();
    for (const { path, property, secretKey } of reads) {
      const text = flow.literalOf(path) ?? (property === undefined ? undefined : flow.literalOf(`${path}#${property}`));
      if (secretKey !== undefined && text !== undefined) literals.set(secretKey, text);
    }
    if (literals.size === 0) continue;
    const path = [...object.path, ...specPath, 'target', 'template'];
    const { manifest } = object;
    followed.set(
      manifest,
      changedAt(followed.get(manifest) ?? manifest.value, path, (text) => withLiterals(text, literals)) as JsonObject,
    );
  }
  return followed;
}

/** Copies a tree with every text below a path changed. */
function changedAt(value: JsonValue, [step, ...rest]: FieldPath, change: (text: string) => string): JsonValue {
  if (step === undefined) {
    if (typeof value === 'string') return change(value);
    if (isList(value)) return value.map((item) => changedAt(item, [], change));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changedAt(item, [], change)]));
  }
  if (isList(value)) return value.map((item, index) => (index === step ? changedAt(item, rest, change) : item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, key === step ? changedAt(item, rest, change) : item] as const,
  );
  return Object.fromEntries(entries);
}

function knownNames(index: JudgedIndex) {
  const secrets = new Set<string>();
  const dataKeys = new Set<string>();
  for (const { name, keys } of index.producers.all) {
    secrets.add(name);
    for (const key of keys ?? []) dataKeys.add(key);
  }
  // The bootstrap writes or finds these, and no manifest shows them.
  for (const { document } of index.documents.settings) {
    secrets.add(document.seedSecret);
    secrets.add(document.vault.credentialsSecret);
    if (document.upstream.type === 'local') secrets.add(document.upstream.secret);
    for (const { secret } of document.backfill) secrets.add(secret);
  }
  // The name of a user, which a rule of its own has judged: an object store calls it an access key.
  for (const { document, scope, environment } of index.documents.fixtures)
    for (const id of Object.keys(document.entries)) {
      const text = index.flowOf(scope, environment).literalOf(id);
      if (text !== undefined && /^[a-z]+(?:[-_.][a-z0-9]+)*$/.test(text)) dataKeys.add(text);
    }
  const judged = new Set(index.documents.fixtures.map(({ site }) => keyOf(site.manifest, site.path)));
  return {
    secrets,
    dataKeys,
    isJudgedElsewhere: (manifest: Manifest, path: FieldPath) => judged.has(keyOf(manifest, path)),
  };
}

const identities = new WeakMap<Manifest, number>();
let nextIdentity = 0;

function keyOf(manifest: Manifest, path: FieldPath): string {
  let identity = identities.get(manifest);
  if (identity === undefined) {
    identity = nextIdentity++;
    identities.set(manifest, identity);
  }
  return `${identity}\0${path.join('\0')}`;
}

/** The place from the root of the document that no other carries. */
function placeOf({ manifest, path, innerPath = [] }: Site): string {
  let root = manifest;
  let full = [...path, ...innerPath];
  while (root.carrier !== undefined) {
    full = [...root.carrier.path, ...full];
    root = root.carrier.manifest;
  }
  return keyOf(root, full);
}
