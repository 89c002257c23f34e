import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { pushesOf } from '../../indexing/push-secret.ts';
import { textAt } from '../../manifest/normalise.ts';
import { name, type Shown } from '../../reporters/shown.ts';

const push = (object: string, path: string): string =>
  `{apiVersion: external-secrets.io/v1alpha1, kind: PushSecret, metadata: {name: ${object}, namespace: shop}, spec: {secretStoreRefs: [{kind: SecretStore, name: vault}], selector: {secret: {name: db}}, data: [{match: {secretKey: password, remoteRef: {remoteKey: ${path}, property: value}}}]}}`;
const read = externalSecretText({
  spec: ', data: [{secretKey: password, remoteRef: {key: db-password, property: value}}]',
});

export const pushSecretConflict = defineRule({
  id: 'push-secret-conflict',
  code: 'VW3155',
  severity: 'error',
  // No policy should allow such a push: that none does is not what is wrong.
  specificity: 5,
  incidents: ['INC-05', 'INC-23'],
  what: 'A Vault path has one direction: a PushSecret writes it, or an ExternalSecret reads it, and one PushSecret at most.',
  why: 'A mirror that is read back is a loop: an old value returns from Vault and overwrites the authority.',
  fix: 'Push to a mirror path of its own, and read the value where it comes from.',
  options: z.strictObject({}),
  messages: {
    read: ({ path, object }: { path: Shown; object: Shown }) =>
      `Vault path "${path}" is pushed here and read by ExternalSecret "${object}"`,
    twice: ({ path, object }: { path: Shown; object: Shown }) =>
      `Vault path "${path}" is also pushed by PushSecret "${object}"`,
  },
  examples: {
    failing: [
      { title: 'A path that is pushed and read', files: { 'a.yaml': `${push('p', 'db-password')}\n---\n${read}` } },
      { title: 'Two PushSecrets of one path', files: { 'a.yaml': `${push('p', 'x')}\n---\n${push('q', 'x')}` } },
    ],
    passing: [
      { title: 'A mirror path', files: { 'a.yaml': `${push('p', 'mirror/db-password')}\n---\n${read}` } },
      {
        title: 'A restore that fetches once',
        files: {
          'a.yaml': `${push('p', 'db-password')}\n---\n${read.replace('spec: {', 'spec: {refreshPolicy: CreatedOnce, ')}`,
        },
      },
      { title: 'Two paths', files: { 'a.yaml': `${push('p', 'x')}\n---\n${push('q', 'y')}` } },
    ],
  },
  check({ index, report }) {
    const readers = new Map<string, { name: string; property?: string }[]>();
    // What is fetched once, where it is missing, is a restore: it never overwrites the authority.
    const refreshed = index.externalSecrets.filter(({ spec }) => textAt(spec, 'refreshPolicy') !== 'CreatedOnce');
    for (const { object, reads } of refreshed)
      for (const { path, property } of reads) {
        const realm = `${object.scope}\0${object.environment ?? ''}\0${path}`;
        const reader = { name: object.name, ...(property !== undefined && { property }) };
        readers.set(realm, [...(readers.get(realm) ?? []), reader]);
      }
    const pushed = new Map<string, string>();
    for (const { object, path, property, site } of index.ofKind('pushsecret').flatMap(pushesOf)) {
      const realm = `${object.scope}\0${object.environment ?? ''}\0${path}`;
      // Two properties of one entry have a direction each.
      const reader = readers
        .get(realm)
        ?.find(({ property: read }) => read === undefined || property === '' || read === property);
      const first = pushed.get(`${realm}\0${property}`);
      if (reader !== undefined) report('read', site, { path: name(path), object: name(reader.name) });
      else if (first !== undefined && first !== object.name)
        report('twice', site, { path: name(path), object: name(first) });
      pushed.set(`${realm}\0${property}`, first ?? object.name);
    }
  },
});
