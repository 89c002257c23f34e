import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { settingsExample } from '../../examples/settings-example.ts';
import { name, names, type ReportText } from '../../reporters/report-text.ts';

const map = (text: string): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: fixtures, labels: {vaultwright.io/document: fixture-map}}, data: {fixture-map.json: '${text}'}}`;

export const documentShape = defineRule({
  id: 'document-shape',
  code: 'VW3150',
  severity: 'error',
  specificity: 10,
  what: 'A ConfigMap that is labelled as a document of Vaultwright holds that document, complete and without further fields.',
  why: 'Bootstrap, smokes and these guardrails read the document; what they cannot read they cannot check or apply.',
  fix: 'Render the document with the generator; never edit it by hand.',
  options: z.strictObject({}),
  messages: {
    shape: ({ kind, fields }: { kind: ReportText; fields: ReportText }) =>
      `The ${kind} is not of its shape; wrong or missing: ${fields}`,
    syntax: ({ kind }: { kind: ReportText }) => `The ${kind} is no JSON`,
  },
  examples: {
    failing: [
      { title: 'No JSON', files: { 'a.yaml': map('{') } },
      {
        title: 'Settings of a bootstrap without a deadline',
        files: { 'a.yaml': settingsExample({}).replace(',"deadlineSeconds":240', '') },
      },
      { title: 'A field too many and others missing', files: { 'a.yaml': map('{"kind":"FixtureMap","values":{}}') } },
    ],
    passing: [
      {
        title: 'An empty fixture map',
        files: {
          'a.yaml': map(
            '{"kind":"FixtureMap","version":1,"environment":"dev","mount":"secret","property":"value","entries":{}}',
          ),
        },
      },
      { title: 'Settings of a bootstrap', files: { 'a.yaml': settingsExample({}) } },
      {
        title: 'No label',
        files: {
          'a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: fixtures}, data: {fixture-map.json: "{"}}',
        },
      },
    ],
  },
  check({ index, report }) {
    for (const { site, kind, reason } of index.documents.broken)
      if (reason.length === 0) report('syntax', site, { kind: name(kind) });
      else
        report('shape', site, {
          kind: name(kind),
          fields: names(reason.map((field) => field || 'the document itself')),
        });
  },
});
