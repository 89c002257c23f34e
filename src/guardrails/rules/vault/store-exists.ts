// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { generatorUses } from '../../indexing/generators.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { isOpenName } from '../../indexing/open-name.ts';
import { siteOf } from '../../indexing/site.ts';
import { textAt } from '../../manifest/normalise.ts';
import { hint, inNamespace, name, names, type ReportText } from '../../reporters/report-text.ts';

const sync = (kind: string, store = 'vault'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: ${kind}, name: ${store}}, data: []}}`;
const store = (kind: string, metadata: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {${metadata}}, spec: {provider: {}}}`;

export const storeExists = defineRule({
  id: 'store-exists',
  code: 'VW3110',
  severity: 'error',
  incidents: ['INC-03'],
  what: 'Every ExternalSecret and PushSecret names a store or generator that exists: of that kind, and unless it is cluster-wide in its own namespace.',
  why: 'An ExternalSecret without its store never becomes Ready; the Secret it should write is missing, and so is everything that waits for it.',
  fix: 'Render a store in that namespace (with a role that binds it), or name the store that is there, with its kind.',
  options: z.strictObject({}),
  messages: {
    missing: ({
      kind,
      store,
      namespace,
      near,
    }: {
      kind: ReportText;
      store: ReportText;
      namespace: ReportText;
      near: ReportText;
    }) => `No ${kind} "${store}" for namespace ${namespace}${near}`,
    otherKind: ({ kind, store, other }: { kind: ReportText; store: ReportText; other: ReportText }) =>
      `There is no ${kind} "${store}"; a ${other} has that name`,
    elsewhere: ({ store, namespace, others }: { store: ReportText; namespace: ReportText; others: ReportText }) =>
      `SecretStore "${store}" does not exist in namespace ${namespace}, only in ${others}`,
    generator: ({
      kind,
      generator,
      namespace,
      near,
    }: {
      kind: ReportText;
      generator: ReportText;
      namespace: ReportText;
      near: ReportText;
    }) => `No ${kind} "${generator}" generates${namespace}${near}`,
    unverifiable: ({ kind, store }: { kind: ReportText; store: ReportText }) =>
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
        title: 'A generator that nothing defines',
        files: {
          'a.yaml':
            '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: db}}}]}}',
        },
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
    const { stores, generators, openReleases } = index;
    const users = [...index.externalSecrets, ...index.pushSecrets];
    for (const { object, reference, path } of users.flatMap((user) =>
      generatorUses(user.object, user.spec, user.specPath),
    )) {
      const [kind, wanted] = [textAt(reference, 'kind') ?? '', textAt(reference, 'name') ?? ''];
      if (isOpenName(wanted) || generators.find(object, reference) !== undefined) continue;
      const near = hint(nearestName(wanted, generators.namesOf(object.scope, kind)));
      const shown = { kind: name(kind), generator: name(wanted), namespace: inNamespace(object.namespace), near };
      const mayBeElsewhere = object.manifest.isTemplate || openReleases.mayCreateIn(object.scope, object.namespace);
      report('generator', siteOf(object, ...path, 'name'), shown, mayBeElsewhere ? 'note' : undefined);
    }
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
