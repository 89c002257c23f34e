import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { isClusterScoped } from '../../indexing/cluster-scoped.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const shared = {
  environments: [
    { name: 'dev', cluster: 'shared', namespace: 'shop-dev' },
    { name: 'live', cluster: 'shared', namespace: 'shop-live' },
  ],
};
const role = (object: string): string =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: ${object}}, rules: []}`;
const map = (namespace: string): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: ${namespace}}}`;

export const uniqueObject = defineRule({
  id: 'unique-object',
  code: 'VW3101',
  severity: 'error',
  incidents: ['INC-05', 'INC-18'],
  what: 'Every object is rendered once in a cluster, for any number of environments that share it.',
  why: 'Two Applications that hold one object fight over it; a cluster-scoped name that two environments share lets one environment change the other.',
  fix: 'Give cluster-scoped objects the suffix of their environment, and render what lives in a shared namespace from one environment only.',
  options: z.strictObject({}),
  messages: {
    twice: ({ kind, object, file }: { kind: ReportText; object: ReportText; file: ReportText }) =>
      `${kind} "${object}" is also rendered in ${file}`,
    acrossEnvironments: ({ kind, object, other }: { kind: ReportText; object: ReportText; other: ReportText }) =>
      `${kind} "${object}" is also rendered by environment ${other}, which shares the cluster`,
  },
  examples: {
    failing: [
      {
        title: 'A cluster-scoped object that names a namespace all the same',
        files: {
          'dev/a.yaml': '{apiVersion: v1, kind: PersistentVolume, metadata: {name: data, namespace: shop-dev}}',
          'live/a.yaml': '{apiVersion: v1, kind: PersistentVolume, metadata: {name: data, namespace: shop-live}}',
        },
        configuration: shared,
      },
      {
        title: 'A cluster-scoped name in two environments of one cluster',
        files: { 'dev/a.yaml': role('injector'), 'live/a.yaml': role('injector') },
        configuration: shared,
      },
      {
        title: 'An object of a shared namespace rendered twice',
        files: { 'dev/a.yaml': map('argocd'), 'live/a.yaml': map('argocd') },
        configuration: shared,
      },
    ],
    passing: [
      {
        title: 'Names with a suffix',
        files: { 'dev/a.yaml': role('injector-dev'), 'live/a.yaml': role('injector-live') },
        configuration: shared,
      },
      {
        title: 'Namespaces of their own',
        files: { 'dev/a.yaml': map('shop-dev'), 'live/a.yaml': map('shop-live') },
        configuration: shared,
      },
    ],
  },
  check({ index, report }) {
    const seen = new Map<string, IndexedObject>();
    for (const object of index.objects) {
      const { scope, apiVersion, kindKey, kind, namespace, manifest, environment } = object;
      if (scope === '' || object.name === '' || manifest.role !== 'object') continue;
      // Each values file of a chart is one way to install it.
      if (manifest.rendering?.chart?.isInstalled === false) continue;
      const where = isClusterScoped(object) ? '' : (namespace ?? '');
      const key = JSON.stringify([scope, apiVersion.split('/').slice(0, -1), kindKey, where, object.name]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, object);
      else if (first.environment === environment)
        report('twice', siteOf(object), {
          kind: name(kind),
          object: name(object.name),
          file: name(first.manifest.file),
        });
      else
        report('acrossEnvironments', siteOf(object), {
          kind: name(kind),
          object: name(object.name),
          other: name(first.environment),
        });
    }
  },
});
