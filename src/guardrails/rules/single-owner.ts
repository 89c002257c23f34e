// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import type { SecretProducer } from '../indexing/secret-producer.ts';
import { defineRule } from '../rule.ts';
import { inNamespace, name, type Shown } from '../shown.ts';

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
    ],
    passing: [
      { title: 'Two targets', files: { 'app.yaml': `${sync('a')}\n---\n${sync('b', 'target: {name: other}')}` } },
      {
        title: 'The second one merges',
        files: { 'app.yaml': `${sync('a')}\n---\n${sync('b', 'target: {name: db, creationPolicy: Merge}')}` },
      },
    ],
  },
  check({ index, report }) {
    const owners = new Map<string, SecretProducer>();
    for (const producer of index.producers.all) {
      if (producer.ownership !== 'owns' || producer.site?.object === undefined) continue;
      const { scope, namespace, name: secret, site } = producer;
      const realm = scope === '' ? `${scope}/${folderOf(site.manifest.file)}` : scope;
      const key = JSON.stringify([realm, namespace ?? '', secret]);
      const first = owners.get(key);
      if (first === undefined) owners.set(key, producer);
      else if (isAnother(first, producer))
        report('several', site, {
          secret: name(secret),
          namespace: inNamespace(namespace),
          other: name(`${first.by} ${first.site?.object?.name ?? ''}`),
          file: name(first.site?.manifest.file),
        });
    }
  },
});

/** Without environments, base and overlay folders hold the same object; only one folder is one application. */
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** An object rendered twice is the business of `unique-object`. */
const isAnother = (first: SecretProducer, second: SecretProducer): boolean => {
  const [a, b] = [first.site?.object, second.site?.object];
  return a !== undefined && b !== undefined && (a.kindKey !== b.kindKey || a.name !== b.name);
};
