// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { hint, name, names, type Shown } from '../../reporters/shown.ts';

const sync = (kind: string, store = 'vault'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: ${kind}, name: ${store}}, data: []}}`;
const store = (kind: string, metadata: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {${metadata}}, spec: {provider: {}}}`;

export const storeExists = defineRule({
  id: 'store-exists',
  code: 'VW3110',
  severity: 'error',
  incidents: ['INC-03'],
  what: 'Every ExternalSecret and PushSecret names a store that exists: of that kind, and for a SecretStore in its own namespace.',
  why: 'An ExternalSecret without its store never becomes Ready; the Secret it should write is missing, and so is everything that waits for it.',
  fix: 'Render a store in that namespace (with a role that binds it), or name the store that is there, with its kind.',
  options: z.strictObject({}),
  messages: {
    missing: ({ kind, store, namespace, near }: { kind: Shown; store: Shown; namespace: Shown; near: Shown }) =>
      `No ${kind} "${store}" for namespace ${namespace}${near}`,
    otherKind: ({ kind, store, other }: { kind: Shown; store: Shown; other: Shown }) =>
      `There is no ${kind} "${store}"; a ${other} has that name`,
    elsewhere: ({ store, namespace, others }: { store: Shown; namespace: Shown; others: Shown }) =>
      `SecretStore "${store}" does not exist in namespace ${namespace}, only in ${others}`,
    unverifiable: ({ kind, store }: { kind: Shown; store: Shown }) =>
      `${kind} "${store}" cannot be checked: the checked manifests hold no store`,
  },
  examples: {
    failing: [
      {
        title: 'A slip in the name',
        files: {
          'a.yaml': `${sync('ClusterSecretStore', 'vaul')}\n---\n${store('ClusterSecretStore', 'name: vault')}`,
        },
      },
      {
        title: 'The wrong kind',
        files: { 'a.yaml': `${sync('SecretStore')}\n---\n${store('ClusterSecretStore', 'name: vault')}` },
      },
      {
        title: 'A store of another namespace',
        files: { 'a.yaml': `${sync('SecretStore')}\n---\n${store('SecretStore', 'name: vault, namespace: other')}` },
      },
    ],
    passing: [
      {
        title: 'A cluster store',
        files: { 'a.yaml': `${sync('ClusterSecretStore')}\n---\n${store('ClusterSecretStore', 'name: vault')}` },
      },
      {
        title: 'A store in the namespace',
        files: { 'a.yaml': `${sync('SecretStore')}\n---\n${store('SecretStore', 'name: vault, namespace: shop')}` },
      },
    ],
  },
  check({ index, report }) {
    const { stores } = index;
    for (const { reference, namespace, object } of index.storeUses) {
      const { scope } = object;
      if (stores.find(scope, reference, namespace, object)) continue;
      const [kind, wanted] = [name(reference.kind), name(reference.name)];
      if (!stores.hasAny(scope)) {
        report('unverifiable', reference.site, { kind, store: wanted }, 'note');
        continue;
      }
      const named = stores.named(scope, reference.name);
      const other = named.find((candidate) => candidate.kind !== reference.kind);
      if (other) report('otherKind', reference.site, { kind, store: wanted, other: name(other.kind) });
      else if (named.length > 0)
        report('elsewhere', reference.site, {
          store: wanted,
          namespace: name(namespace),
          others: names(named.flatMap((candidate) => candidate.namespace ?? [])),
        });
      else {
        const near = hint(
          nearestName(
            reference.name,
            stores.all.map((candidate) => candidate.name),
          ),
        );
        report('missing', reference.site, { kind, store: wanted, namespace: name(namespace), near });
      }
    }
  },
});
