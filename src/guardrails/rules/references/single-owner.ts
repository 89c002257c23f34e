// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { mayMeet } from '../../indexing/overlay.ts';
import { inNamespace, name, type Shown } from '../../reporters/shown.ts';

const sync = (object: string, spec = 'target: {name: db}'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${object}, namespace: shop}, spec: {${spec}, data: [{secretKey: password, remoteRef: {key: db-password}}]}}`;

export const singleOwner = defineRule({
  id: 'single-owner',
  code: 'VW3100',
  severity: 'error',
  incidents: ['INC-05'],
  what: 'Every Secret has one owner in a namespace.',
  why: 'Two owners overwrite each other for ever: applications read whichever wrote last, and Argo CD never becomes Synced.',
  fix: 'Keep one of the writers; where keys must come together, give the other creationPolicy Merge.',
  options: z.strictObject({}),
  messages: {
    several: ({ secret, namespace, other, file }: { secret: Shown; namespace: Shown; other: Shown; file: Shown }) =>
      `Secret "${secret}"${namespace} is also written by ${other} (${file})`,
  },
  examples: {
    failing: [
      { title: 'Two ExternalSecrets with one target', files: { 'app.yaml': `${sync('a')}\n---\n${sync('b')}` } },
      {
        title: 'An ExternalSecret and a Certificate',
        files: {
          'app.yaml': `${sync('a')}\n---\n{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: c, namespace: shop}, spec: {secretName: db}}`,
        },
      },
      {
        title: 'Two Applications',
        files: { 'a/a.yaml': sync('a'), 'b/b.yaml': sync('b') },
      },
    ],
    passing: [
      {
        title: 'Overlays of two environments',
        files: { 'overlays/dev/a.yaml': sync('a'), 'overlays/live/a.yaml': sync('b') },
      },
      { title: 'Two targets', files: { 'app.yaml': `${sync('a')}\n---\n${sync('b', 'target: {name: other}')}` } },
      {
        title: 'The second one merges',
        files: { 'app.yaml': `${sync('a')}\n---\n${sync('b', 'target: {name: db, creationPolicy: Merge}')}` },
      },
    ],
  },
  check({ index, report }) {
    const owners = new Map<string, Owner[]>();
    for (const { ownership, by, scope, namespace, name: secret, site } of index.producers.all) {
      if (ownership !== 'owns' || site?.object === undefined) continue;
      // Whether a template renders its object depends on values: often only one of two does.
      if (site.manifest.isTemplate || site.manifest.isLeftOut) continue;
      const { object } = site;
      // Without a namespace nothing tells that two folders write into the same one.
      const realm = namespace === undefined ? folderOf(site.manifest.file) : '';
      const key = JSON.stringify([scope, realm, namespace ?? '', secret]);
      const others = owners.get(key) ?? [];
      const first = others.find((other) => isAnother(other.object, object));
      owners.set(key, [...others.slice(0, 9), { by, object }]);
      if (first === undefined) continue;
      report('several', site, {
        secret: name(secret),
        namespace: inNamespace(namespace),
        other: name(`${first.by} ${first.object.name}`),
        file: name(first.object.manifest.file),
      });
    }
  },
});

/** An object that owns a Secret, and as what. */
interface Owner {
  readonly by: string;
  readonly object: IndexedObject;
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** Files of one folder are applied together. */
const isBeside = (first: string, second: string): boolean =>
  folderOf(first) === folderOf(second) && mayMeet(first, second);

/** An object that two environments or Applications render is the business of `unique-object`; overlays of two environments never meet. */
function isAnother(first: IndexedObject, second: IndexedObject): boolean {
  if (first === second) return false;
  if (first.kindKey === second.kindKey && first.name === second.name)
    return first.scope === '' && first.namespace !== undefined && isBeside(first.manifest.file, second.manifest.file);
  // Issuers may share an ACME account, whose key is made once.
  if (isIssuer(first) && isIssuer(second)) return false;
  if (isBootstrap(first.manifest.file) !== isBootstrap(second.manifest.file)) return false;
  return first.scope !== '' || mayMeet(first.manifest.file, second.manifest.file);
}

const isIssuer = ({ kindKey }: IndexedObject): boolean => kindKey === 'issuer' || kindKey === 'clusterissuer';

/** What starts a cluster is applied once, and hands its Secrets over to what follows. */
const isBootstrap = (file: string): boolean => /(?:^|\/)bootstrap\//.test(file);
