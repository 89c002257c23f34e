import { z } from 'zod';
import { isRegulated } from '../../engine/regulated.ts';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { outerTexts, type TextLeaf, withInner } from '../../manifest/value-texts.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = {
  environments: [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }],
  denylist: { exact: ['fixture-value'], prefixes: ['sample_'] },
};
const map = (value: string): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {SETTING: ${value}}}`;

export const denylistedValue = defineRule({
  id: 'denylisted-value',
  code: 'VW3252',
  severity: 'error',
  specificity: 30,
  incidents: ['INC-06', 'INC-38'],
  what: 'No value of the denylist stands in the manifests of a regulated environment.',
  why: 'The denylist holds fixtures and leaked sample values: everybody knows them, and one that reaches production is an open door.',
  fix: 'Remove the value; read the setting from Vault.',
  options: z.strictObject({}),
  messages: { denied: ({ field }: { field: ReportText }) => `"${field}" has a value that the denylist forbids` },
  examples: {
    failing: [
      { title: 'A ConfigMap of production', files: { 'live/a.yaml': map('fixture-value') }, configuration },
      {
        title: 'A prefix, in Helm values',
        files: { 'live/values/a.yaml': '{auth: {clientId: sample_client}}' },
        configuration,
      },
    ],
    passing: [
      { title: 'Another environment', files: { 'dev/a.yaml': map('fixture-value') }, configuration },
      { title: 'Another value', files: { 'live/a.yaml': map('not-a-fixture-value') }, configuration },
    ],
  },
  check({ index, configuration: settings, report }) {
    const { exact, prefixes } = settings.denylist;
    const denied = new Set(exact);
    // What is inside a text is a part of it, unless an escape spells it.
    const mayHold = (leaf: TextLeaf): boolean =>
      leaf.text.includes('\\') || [...exact, ...prefixes].some((denial) => leaf.text.includes(denial));
    const isDenied = (leaf: TextLeaf): boolean => {
      const text = leaf.text.trim();
      return denied.has(text) || prefixes.some((prefix) => text.startsWith(prefix));
    };
    for (const manifest of index.manifests) {
      const object = index.objectOf(manifest);
      if (!isRegulated(manifest, object?.namespace, settings)) continue;
      for (const leaf of withInner(outerTexts(manifest.value).filter(mayHold))) {
        if (!isDenied(leaf)) continue;
        const site = object === undefined ? { manifest, path: leaf.path } : siteOf(object, ...leaf.path);
        report('denied', { ...site, ...(leaf.innerPath && { innerPath: leaf.innerPath }) }, { field: name(leaf.key) });
      }
    }
  },
});
