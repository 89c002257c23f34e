import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { outerTexts } from '../../manifest/value-texts.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = {
  rules: { 'stale-namespace': { severity: 'error' as const, options: { namespaces: ['shop'] } } },
};
const map = (text: string, namespace = 'shop-dev'): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ${namespace}}, data: {URL: "${text}"}}`;

export const staleNamespace = defineRule({
  id: 'stale-namespace',
  code: 'VW3402',
  severity: 'error',
  incidents: ['INC-04', 'INC-13', 'INC-37'],
  what: 'Nothing names a namespace that no longer exists, neither as its own nor in an address.',
  why: 'The address resolves to nothing in every environment, and the object lands in a namespace that no role and no store knows.',
  fix: 'Take the namespace from the environment.',
  options: z.strictObject({
    namespaces: z.array(z.string()).default([]).describe('Names of the namespaces.'),
  }),
  messages: {
    own: ({ namespace }: { namespace: ReportText }) =>
      `The object is in namespace "${namespace}", which no environment has`,
    address: ({ namespace }: { namespace: ReportText }) =>
      `An address names namespace "${namespace}", which no environment has`,
  },
  examples: {
    failing: [
      { title: 'An address', files: { 'a.yaml': map('http://db.shop.svc.cluster.local:5432') }, configuration },
      { title: 'An object', files: { 'a.yaml': map('x', 'shop') }, configuration },
    ],
    passing: [
      {
        title: 'The namespace of the environment',
        files: { 'a.yaml': map('http://db.shop-dev.svc.cluster.local:5432') },
        configuration,
      },
      { title: 'Nothing configured', files: { 'a.yaml': map('http://db.shop.svc') } },
    ],
  },
  check({ index, options, report }) {
    if (options.namespaces.length === 0) return;
    const stale = new Set<string | undefined>(options.namespaces);
    const address = new RegExp(`(?<=[\\w-]\\.)(?:${options.namespaces.join('|')})(?=\\.svc\\b)`);
    for (const object of index.objects)
      if (stale.has(object.namespace))
        report('own', siteOf(object, 'metadata', 'namespace'), { namespace: name(object.namespace) });
    for (const manifest of index.manifests)
      for (const { text, path } of outerTexts(manifest.value)) {
        const found = text.includes('.svc') ? address.exec(text) : null;
        const object = index.objectOf(manifest);
        if (found)
          report(
            'address',
            { manifest, path, offset: found.index, ...(object && { object }) },
            { namespace: name(found[0]) },
          );
      }
  },
});
