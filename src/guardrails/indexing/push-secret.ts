import { listAt, textAt } from '../manifest/normalise.ts';
import { type IndexedObject, siteOf } from './indexed-object.ts';
import type { Site } from './site.ts';

/** One value that a PushSecret writes into a store. */
export interface Push {
  readonly object: IndexedObject;
  readonly path: string;
  readonly property: string;
  readonly site: Site;
}

/** Lists what a PushSecret writes. @see https://external-secrets.io/latest/api/pushsecret/ */
export const pushesOf = (object: IndexedObject): Push[] =>
  listAt(object.value, 'spec', 'data').flatMap((entry, index) => {
    const path = textAt(entry, 'match', 'remoteRef', 'remoteKey');
    if (path === undefined) return [];
    const property = textAt(entry, 'match', 'remoteRef', 'property') ?? '';
    const site = { ...siteOf(object, 'spec', 'data', index, 'match', 'remoteRef', 'remoteKey'), vaultPath: path };
    return [{ object, path, property, site }];
  });
