import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { generatedExample, storedExample, storeExample } from '../../examples/store-example.ts';
import { missingGenerators } from '../../indexing/missing-generators.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { siteOf } from '../../indexing/site.ts';
import { hint, inNamespace, name, names, type ReportTexts } from '../../reporters/report-text.ts';

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
    missing: ({ kind, store, namespace, near }: ReportTexts<'kind' | 'store' | 'namespace' | 'near'>) =>
      `No ${kind} "${store}" for namespace ${namespace}${near}`,
    otherKind: ({ kind, store, other }: ReportTexts<'kind' | 'store' | 'other'>) =>
      `There is no ${kind} "${store}"; a ${other} has that name`,
    elsewhere: ({ store, namespace, others }: ReportTexts<'store' | 'namespace' | 'others'>) =>
      `SecretStore "${store}" does not exist in namespace ${namespace}, only in ${others}`,
    generator: ({ kind, generator, namespace, near }: ReportTexts<'kind' | 'generator' | 'namespace' | 'near'>) =>
      `No ${kind} "${generator}" generates${namespace}${near}`,
    unverifiable: ({ kind, store }: ReportTexts<'kind' | 'store'>) =>
      `${kind} "${store}" cannot be checked: the checked manifests hold no store`,
  },
  examples: {
    failing: [
      {
        title: 'A slip in the name',
        files: {
          'a.yaml': `${storedExample('ClusterSecretStore', 'vaul')}\n---\n${storeExample('ClusterSecretStore', 'name: vault')}`,
        },
      },
      {
        title: 'The wrong kind',
        files: {
          'a.yaml': `${storedExample('SecretStore')}\n---\n${storeExample('ClusterSecretStore', 'name: vault')}`,
        },
      },
      { title: 'A generator that nothing defines', files: { 'a.yaml': generatedExample } },
      {
        title: 'A store of another namespace',
        files: {
          'a.yaml': `${storedExample('SecretStore')}\n---\n${storeExample('SecretStore', 'name: vault, namespace: other')}`,
        },
      },
    ],
    passing: [
      {
        title: 'A cluster store',
        files: {
          'a.yaml': `${storedExample('ClusterSecretStore')}\n---\n${storeExample('ClusterSecretStore', 'name: vault')}`,
        },
      },
      {
        title: 'A store in the namespace',
        files: {
          'a.yaml': `${storedExample('SecretStore')}\n---\n${storeExample('SecretStore', 'name: vault, namespace: shop')}`,
        },
      },
    ],
  },
  check({ index, report }) {
    const { stores, openReleases } = index;
    for (const { object, kind, wanted, path, known } of missingGenerators(index)) {
      const near = hint(nearestName(wanted, known));
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
        const known = stores.all.map((candidate) => candidate.name);
        const near = hint(nearestName(reference.name, known));
        report('missing', reference.site, { kind, store: wanted, namespace: name(namespace), near });
      }
    }
  },
});
