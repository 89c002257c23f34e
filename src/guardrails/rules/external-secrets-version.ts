import { z } from 'zod';
import { siteOf } from '../indexing/indexed-object.ts';
import { defineRule } from '../rule.ts';
import { name, type Shown } from '../shown.ts';

const versions: Readonly<Record<string, string>> = {
  externalsecret: 'v1',
  clusterexternalsecret: 'v1',
  secretstore: 'v1',
  clustersecretstore: 'v1',
  pushsecret: 'v1alpha1',
};
const sync = (version: string, object = 'db'): string =>
  `{apiVersion: external-secrets.io/${version}, kind: ExternalSecret, metadata: {name: ${object}}, spec: {data: []}}`;

export const externalSecretsVersion = defineRule({
  id: 'external-secrets-version',
  code: 'VW3304',
  severity: 'error',
  what: 'Objects of External Secrets have one served API version: v1, and v1alpha1 for PushSecret.',
  why: 'Release 0.17 stopped to serve v1beta1: such an object is refused by the API server, and its Secret is never written.',
  fix: 'Change apiVersion to external-secrets.io/v1; the fields are the same.',
  options: z.strictObject({
    /** Older versions that the cluster still serves. */
    served: z.array(z.string()).default([]),
  }),
  messages: {
    version: ({ kind, version, wanted }: { kind: Shown; version: Shown; wanted: Shown }) =>
      `${kind} has version ${version}, not ${wanted}`,
  },
  examples: {
    failing: [
      { title: 'v1beta1', files: { 'a.yaml': sync('v1beta1') } },
      { title: 'Two versions mixed', files: { 'a.yaml': `${sync('v1')}\n---\n${sync('v1alpha1', 'other')}` } },
    ],
    passing: [
      { title: 'v1', files: { 'a.yaml': sync('v1') } },
      {
        title: 'A cluster that serves v1beta1',
        files: { 'a.yaml': sync('v1beta1') },
        configuration: { rules: { 'external-secrets-version': { options: { served: ['v1beta1'] } } } },
      },
    ],
  },
  check({ index, options, report }) {
    for (const [kind, wanted] of Object.entries(versions))
      for (const object of index.ofKind(kind)) {
        const [group, version] = object.apiVersion.split('/');
        if (group !== 'external-secrets.io' || version === wanted || version === undefined || version.includes('{{'))
          continue;
        if (options.served.includes(version)) continue;
        report('version', siteOf(object, 'apiVersion'), {
          kind: name(object.kind),
          version: name(version),
          wanted: name(wanted),
        });
      }
  },
});
