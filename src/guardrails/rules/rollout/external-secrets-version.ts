import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const kinds = ['externalsecret', 'clusterexternalsecret', 'secretstore', 'clustersecretstore'];
const ages = ['v1alpha1', 'v1beta1', 'v1'];
const sync = (version: string, object = 'db'): string =>
  `{apiVersion: external-secrets.io/${version}, kind: ExternalSecret, metadata: {name: ${object}}, spec: {data: []}}`;

export const externalSecretsVersion = defineRule({
  id: 'external-secrets-version',
  code: 'VW3304',
  severity: 'error',
  what: 'All ExternalSecrets and stores of a repository have one API version.',
  why: 'Release 0.17 stopped to serve v1beta1: where some objects are v1 already, the older ones are about to be refused, and their Secrets are never written again.',
  fix: 'Change apiVersion to external-secrets.io/v1; the fields are the same.',
  options: z.strictObject({
    version: z
      .enum(['v1', 'v1beta1'])
      .optional()
      .describe('The version that all must have; without it, the newest among the checked manifests.'),
  }),
  messages: {
    version: ({ kind, version, wanted }: { kind: ReportText; version: ReportText; wanted: ReportText }) =>
      `${kind} has version ${version}, not ${wanted}`,
  },
  examples: {
    failing: [
      { title: 'Two versions mixed', files: { 'a.yaml': `${sync('v1')}\n---\n${sync('v1beta1', 'other')}` } },
      {
        title: 'An old version where v1 is demanded',
        files: { 'a.yaml': sync('v1beta1') },
        configuration: { rules: { 'external-secrets-version': { options: { version: 'v1' } } } },
      },
    ],
    passing: [
      { title: 'v1', files: { 'a.yaml': sync('v1') } },
      {
        title: 'All of one older version',
        files: { 'a.yaml': `${sync('v1beta1')}\n---\n${sync('v1beta1', 'other')}` },
      },
    ],
  },
  check({ index, options, report }) {
    const objects = kinds
      .flatMap((kind) => index.ofKind(kind))
      .filter(({ apiVersion }) => /^external-secrets\.io\/v1(?:alpha1|beta1)?$/.test(apiVersion));
    const ageOf = (apiVersion: string): number => ages.indexOf(apiVersion.slice(apiVersion.indexOf('/') + 1));
    const newest =
      options.version === undefined
        ? Math.max(...objects.map(({ apiVersion }) => ageOf(apiVersion)))
        : ages.indexOf(options.version);
    for (const object of objects) {
      if (ageOf(object.apiVersion) >= newest) continue;
      const version = name(object.apiVersion.slice(object.apiVersion.indexOf('/') + 1));
      report('version', siteOf(object, 'apiVersion'), { kind: name(object.kind), version, wanted: name(ages[newest]) });
    }
  },
});
