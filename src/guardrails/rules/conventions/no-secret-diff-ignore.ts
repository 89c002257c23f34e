import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt, normalise, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const app = (ignore: string): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: shop}, spec: {ignoreDifferences: [${ignore}]}}`;

export const noSecretDiffIgnore = defineRule({
  id: 'no-secret-diff-ignore',
  code: 'VW3353',
  severity: 'warning',
  incidents: ['INC-41'],
  what: 'No Application ignores differences in the data of Secrets.',
  why: 'The ignore hides that the Secret changes on every render, and with it every real drift of a credential.',
  fix: 'Remove what makes the Secret unstable, then the ignore.',
  options: z.strictObject({}),
  messages: {
    ignored: ({ application }: { application: ReportText }) =>
      `Application "${application}" ignores differences in Secret data`,
  },
  examples: {
    failing: [
      { title: 'All data', files: { 'a.yaml': app('{kind: Secret, jsonPointers: [/metadata/labels, /data]}') } },
      {
        title: 'One key, by jq',
        files: { 'a.yaml': app('{group: "", kind: Secret, name: db, jqPathExpressions: [.data.password]}') },
      },
    ],
    passing: [
      { title: 'Another field', files: { 'a.yaml': app('{kind: Secret, jsonPointers: [/metadata/labels]}') } },
      { title: 'Another kind', files: { 'a.yaml': app('{kind: ConfigMap, jsonPointers: [/data]}') } },
    ],
  },
  check({ index, report }) {
    for (const object of [...index.ofKind('application'), ...index.ofKind('applicationset')]) {
      const path = object.kindKey === 'application' ? ['spec'] : ['spec', 'template', 'spec'];
      listAt(object.value, ...path, 'ignoreDifferences').forEach((entry, position) => {
        if (normalise(textAt(entry, 'kind') ?? '') !== 'secret') return;
        const pointers = [...listAt(entry, 'jsonPointers'), ...listAt(entry, 'jqPathExpressions')];
        if (!pointers.some((pointer) => typeof pointer === 'string' && /^[./](?:string)?[dD]ata\b/.test(pointer)))
          return;
        report('ignored', siteOf(object, ...path, 'ignoreDifferences', position), { application: name(object.name) });
      });
    }
  },
});
