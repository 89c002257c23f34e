import { z } from 'zod';
import { templateReads, unreadableNames } from '../../credential/template-variables.ts';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { textForOperator } from '../../indexing/templated-secrets.ts';
import { listAt, normalise, objectAt, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const data = ', data: [{secretKey: token, remoteRef: {key: gitlab-token}}]';

export const fetchedKeyKept = defineRule({
  id: 'fetched-key-kept',
  code: 'VW3053',
  severity: 'error',
  incidents: ['INC-42'],
  what: 'What an ExternalSecret fetches reaches the Secret: through its template, or with mergePolicy Merge.',
  why: 'A template replaces the fetched data unless mergePolicy is Merge: the key is fetched, dropped without a word, and the consumer finds nothing.',
  fix: 'Set target.template.mergePolicy to Merge, or print the key in the template.',
  options: z.strictObject({}),
  messages: { dropped: ({ key }: { key: ReportText }) => `"${key}" is fetched, and the template drops it` },
  examples: {
    failing: [
      {
        title: 'A template beside a fetched key',
        files: {
          'a.yaml': externalSecretText({
            spec: `, target: {template: {data: {url: "https://gitlab.example.org"}}}${data}`,
          }),
        },
      },
      {
        title: 'Replace written out',
        files: {
          'a.yaml': externalSecretText({
            spec: `, target: {template: {mergePolicy: Replace, data: {url: "x"}}}${data}`,
          }),
        },
      },
    ],
    passing: [
      {
        title: 'Merge',
        files: {
          'a.yaml': externalSecretText({ spec: `, target: {template: {mergePolicy: Merge, data: {url: "x"}}}${data}` }),
        },
      },
      {
        title: 'Printed',
        files: {
          'a.yaml': externalSecretText({ spec: `, target: {template: {data: {token: '{{ .token }}'}}}${data}` }),
        },
      },
    ],
  },
  check({ index, report }) {
    for (const { object, spec, specPath } of index.externalSecrets) {
      const template = objectAt(spec, 'target', 'template');
      const texts = Object.values(objectAt(template, 'data')).map((text) =>
        typeof text === 'string' ? textForOperator(object, text) : text,
      );
      if (texts.length === 0 || listAt(template, 'templateFrom').length > 0) continue;
      if (normalise(textAt(template, 'mergePolicy') ?? 'Replace') === 'merge') continue;
      const reads = texts.map((text) => templateReads(typeof text === 'string' ? text : ''));
      if (reads.some(({ isOpen }) => isOpen)) continue;
      const fetched = listAt(spec, 'data').map((entry) => textAt(entry, 'secretKey'));
      // A name that the template cannot read is the mistake of `template-variable-fetched`: the key is meant.
      const meant = texts.flatMap((text) =>
        typeof text === 'string' ? unreadableNames(text).map((one) => one.name) : [],
      );
      const read = new Set([...reads.flatMap(({ names }) => [...names]), ...meant]);
      const dropped = fetched.flatMap((key, position) =>
        key === undefined || read.has(key) ? [] : [{ key, position }],
      );
      // A misspelt variable is one mistake, which `template-variable-fetched` reports: it drops the key that
      // it means.
      const misspelt = reads
        .flatMap(({ names }) => [...names])
        .filter((variable) => !fetched.includes(variable)).length;
      if (dropped.length <= misspelt) continue;
      for (const { key, position } of dropped)
        report('dropped', siteOf(object, ...specPath, 'data', position, 'secretKey'), { key: name(key) });
    }
  },
});
