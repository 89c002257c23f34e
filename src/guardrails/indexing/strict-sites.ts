import type { FieldPath, Manifest } from '../manifest/manifest.ts';
import { StrictWalk } from '../wall/strict-walk.ts';
import type { CredentialSite } from './credential-collector.ts';
import type { ManifestIndex } from './manifest-index.ts';
import type { Site } from './site.ts';

/** What a strict judgement finds in all manifests, with what the other one found. */
interface StrictSites {
  readonly credentials: readonly CredentialSite[];
  readonly unopened: readonly Site[];
}

/** Judges every document by the rule that only references pass; what both judgements find is one credential. */
export function strictSitesOf(index: ManifestIndex, found: readonly CredentialSite[]): StrictSites {
  const walk = new StrictWalk(knownNames(index));
  for (const manifest of index.manifests) if (manifest.carrier === undefined) walk.document(manifest);
  const known = new Map<string, CredentialSite>();
  for (const site of found) known.set(placeOf(site.site), site);
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
  const unopened = walk.unopened.map(({ manifest, path }): Site => {
    const object = index.objectOf(manifest);
    return { manifest, path, ...(object && { object }) };
  });
  return { credentials: [...found.filter((site) => known.get(placeOf(site.site)) !== undefined), ...added], unopened };
}

function knownNames(index: ManifestIndex) {
  const secrets = new Set<string>();
  const dataKeys = new Set<string>();
  for (const { name, keys } of index.producers.all) {
    secrets.add(name);
    for (const key of keys ?? []) dataKeys.add(key);
  }
  // The bootstrap writes or finds these, and no manifest shows them.
  for (const { document } of index.documents.settings) {
    secrets.add(document.seedSecret);
    for (const { secret } of document.backfill) secrets.add(secret);
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
