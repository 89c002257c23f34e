import { z } from 'zod';
import { missingByLine, templateReads, unreadableNames } from '../../credential/template-variables.ts';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { siteOf } from '../../indexing/site.ts';
import { helmObjects, templatedSecrets, textForOperator } from '../../indexing/templated-secrets.ts';
import { objectAt, textAt } from '../../manifest/normalise.ts';
import { hint, name, type ReportText } from '../../reporters/report-text.ts';

const data = ', data: [{secretKey: password, remoteRef: {key: db-password}}]';
const templated = (text: string): string =>
  externalSecretText({ spec: `, target: {template: {data: {url: '${text}'}}}${data}` });

export const templateVariableFetched = defineRule({
  id: 'template-variable-fetched',
  code: 'VW3052',
  severity: 'error',
  incidents: ['INC-22'],
  what: 'Every variable of a template is a key that the ExternalSecret fetches.',
  why: 'The template engine fails on a missing key, or prints "<no value>", which then becomes the credential.',
  fix: 'Fetch the key with data[].secretKey, or correct the name of the variable.',
  options: z.strictObject({}),
  messages: {
    missing: ({ variable, near }: { variable: ReportText; near: ReportText }) =>
      `The template reads "${variable}", which is not fetched${near}`,
    dashed: ({ variable }: { variable: ReportText }) =>
      `The template reads ".${variable}", which no Go template can: use index . with the name in quotes`,
  },
  examples: {
    failing: [
      { title: 'A slip in the name', files: { 'a.yaml': templated('postgres://app:{{ .pasword }}@db') } },
      {
        title: 'A dash, which ends a field of a Go template',
        files: {
          'a.yaml': externalSecretText({
            spec: `, target: {template: {data: {x: '{{ .access-key }}'}}}, dataFrom: [{extract: {key: db}}]`,
          }),
        },
      },
      {
        title: 'A key that is not fetched',
        files: { 'a.yaml': templated('{{ index . "username" }}:{{ .password }}') },
      },
    ],
    passing: [
      { title: 'Fetched', files: { 'a.yaml': templated('postgres://app:{{ .password | urlquery }}@db') } },
      {
        title: 'What dataFrom finds',
        files: {
          'a.yaml': externalSecretText({
            spec: `, target: {template: {data: {x: '{{ .anything }}'}}}, dataFrom: [{extract: {key: db}}]`,
          }),
        },
      },
    ],
  },
  check({ index, report }) {
    for (const { object, spec, specPath, fetched } of templatedSecrets(index)) {
      // A name is no template of the operator: what it reads, Helm reads.
      const ofHelm = templateReads(`${object.name} ${textAt(spec, 'target', 'name') ?? ''}`).names;
      for (const [key, written] of Object.entries(objectAt(spec, ...fetched.at, 'data'))) {
        if (typeof written !== 'string') continue;
        const text = textForOperator(object, written);
        const field = siteOf(object, ...specPath, ...fetched.at, 'data', key);
        const misread = unreadableNames(text).filter(
          (one) => !(object.manifest.isTemplate && helmObjects.includes(one.name.split('.')[0] ?? '')),
        );
        for (const { offset, name: variable } of misread)
          report('dashed', { ...field, offset }, { variable: name(variable) });
        if (fetched.isOpen) continue;
        // Where a name is dashed, the engine keeps that: it is the first finding of the place.
        for (const [offset, missing] of missingByLine(
          text,
          object.manifest.isTemplate ? new Set([...fetched.names, ...helmObjects, ...ofHelm]) : fetched.names,
        ))
          report(
            'missing',
            { ...field, offset },
            { variable: name(missing), near: hint(nearestName(missing, fetched.names)) },
          );
      }
    }
  },
});
