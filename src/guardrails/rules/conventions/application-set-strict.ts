import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt, objectAt } from '../../manifest/normalise.ts';
import { name, phrase, type ReportText } from '../../reporters/report-text.ts';

const configuration = { rules: { 'application-set-strict': 'error' as const } };
const set = (spec: string): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, metadata: {name: shop}, spec: {${spec}}}`;

export const applicationSetStrict = defineRule({
  id: 'application-set-strict',
  code: 'VW3404',
  severity: 'warning',
  incidents: ['INC-33', 'INC-44'],
  what: 'An ApplicationSet uses Go templates and stops at a missing key.',
  why: 'A key that a generator does not give renders as "<no value>": the Application then points at a path or namespace of that name, without an error.',
  fix: 'Set goTemplate: true and goTemplateOptions: ["missingkey=error"].',
  options: z.strictObject({}),
  messages: {
    lax: ({ object, lack }: { object: ReportText; lack: ReportText }) => `ApplicationSet "${object}" ${lack}`,
  },
  examples: {
    failing: [
      { title: 'No options', files: { 'a.yaml': set('goTemplate: true') }, configuration },
      {
        title: 'Another option',
        files: { 'a.yaml': set('goTemplate: true, goTemplateOptions: ["missingkey=zero"]') },
        configuration,
      },
    ],
    passing: [
      {
        title: 'Strict',
        files: { 'a.yaml': set('goTemplate: true, goTemplateOptions: ["missingkey=error"]') },
        configuration,
      },
      { title: 'No Go template', files: { 'a.yaml': set('generators: []') }, configuration },
    ],
  },
  check({ index, report }) {
    for (const object of index.ofKind('applicationset')) {
      const spec = objectAt(object.value, 'spec');
      if (spec.goTemplate !== true || listAt(spec, 'goTemplateOptions').includes('missingkey=error')) continue;
      report('lax', siteOf(object, 'spec', 'goTemplate'), {
        object: name(object.name),
        lack: phrase('goes on where a key is missing'),
      });
    }
  },
});
