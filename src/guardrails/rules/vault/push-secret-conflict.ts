import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { pushLoops } from '../../indexing/push-loops.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

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
  what: 'No value that a PushSecret writes comes back into the Secret that it came from, and one PushSecret at most writes a Vault path.',
  why: 'A mirror that is read back is a loop: an old value returns from Vault and overwrites the authority.',
  fix: 'Push to a mirror path of its own, and read the value where it comes from.',
  options: z.strictObject({}),
  messages: {
    read: ({ path, object }: { path: ReportText; object: ReportText }) =>
      `Vault path "${path}" is pushed here, and ExternalSecret "${object}" brings it back`,
    twice: ({ path, object }: { path: ReportText; object: ReportText }) =>
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
      {
        title: 'A value that another Secret takes',
        files: { 'a.yaml': `${push('p', 'db-password')}\n---\n${read.replace('name: db,', 'name: web,')}` },
      },
      { title: 'Two paths', files: { 'a.yaml': `${push('p', 'x')}\n---\n${push('q', 'y')}` } },
    ],
  },
  check({ index, report }) {
    const looping = new Set<string>();
    for (const { push, reader } of pushLoops(index.externalSecrets, index.pushSecrets)) {
      looping.add(`${push.path}\0${push.property}`);
      report('read', push.site, { path: name(push.path), object: name(reader.object.name) });
    }
    const pushed = new Map<string, string>();
    for (const { object, pushes, stores, namespaces } of index.pushSecrets)
      for (const { path, property, site } of pushes) {
        const where = stores.map(({ kind, name: store }) =>
          kind === 'SecretStore' ? `${(namespaces ?? []).join()}/${store}` : store,
        );
        for (const store of where) {
          const realm = [object.scope, object.environment ?? '', store, path, property].join('\0');
          const first = pushed.get(realm);
          if (first !== undefined && first !== object.name && !looping.has(`${path}\0${property}`))
            report('twice', site, { path: name(path), object: name(first) });
          pushed.set(realm, first ?? object.name);
        }
      }
  },
});
