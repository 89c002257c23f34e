import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { refusals } from '../../knowledge/external-secret-refusals.ts';
import { name, phrase, type ReportText } from '../../reporters/report-text.ts';

const data = 'data: [{secretKey: password, remoteRef: {key: db-password}}]';

export const operatorAdmits = defineRule({
  id: 'operator-admits',
  code: 'VW3060',
  severity: 'error',
  incidents: [],
  what: "Every ExternalSecret has a shape that the operator's admission webhook admits.",
  why: 'The API server refuses the object and the sync fails; where the webhook is off, the operator stops at it without a Secret.',
  fix: 'Correct the field that the message names.',
  options: z.strictObject({}),
  messages: {
    refused: ({ field, reason }: { field: ReportText; reason: ReportText }) => `"${field}" ${reason}`,
  },
  examples: {
    failing: [
      { title: 'Nothing fetched', files: { 'a.yaml': externalSecretText({ spec: ', target: {name: db}' }) } },
      {
        title: 'Delete without ownership',
        files: {
          'a.yaml': externalSecretText({ spec: `, target: {creationPolicy: Merge, deletionPolicy: Delete}, ${data}` }),
        },
      },
      {
        title: 'A rewrite alone',
        files: {
          'a.yaml': externalSecretText({ spec: ', dataFrom: [{rewrite: [{regexp: {source: a, target: b}}]}]' }),
        },
      },
    ],
    passing: [
      { title: 'Fetched', files: { 'a.yaml': externalSecretText({ spec: `, ${data}` }) } },
      {
        title: 'Delete with ownership',
        files: { 'a.yaml': externalSecretText({ spec: `, target: {deletionPolicy: Delete}, ${data}` }) },
      },
    ],
  },
  check({ index, report }) {
    for (const { object, spec, specPath } of index.externalSecrets)
      for (const refusal of refusals) {
        // A template may still bring what is missing.
        if ('isAbsence' in refusal && (object.manifest.isTemplate || object.manifest.isDegraded)) continue;
        for (const path of refusal.find(spec))
          report('refused', siteOf(object, ...specPath, ...path), {
            field: name(path.map(String).join('.') || 'spec'),
            reason: phrase(refusal.says),
          });
      }
  },
});
