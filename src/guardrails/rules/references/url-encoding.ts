import { z } from 'zod';
import { templateActions } from '../../../model/template-actions.ts';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import { siteOf } from '../../indexing/site.ts';
import { textForOperator } from '../../indexing/templated-secrets.ts';
import { objectAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const templated = (url: string): string =>
  externalSecretText({
    spec: `, target: {template: {data: {url: '${url}'}}}, data: [{secretKey: password, remoteRef: {key: p}}]`,
  });
const composed = (encode: string): string =>
  fixtureExample(
    `${generatedEntry('db-password')},"db-url":{"origin":"generated","writer":"bootstrap","recipe":{"type":"compose","parts":[{"text":"postgresql://app:"},{"key":"db-password","encode":"${encode}"},{"text":"@db/app"}]}}`,
    readExample('db-url'),
  );

export const urlEncoding = defineRule({
  id: 'url-encoding',
  code: 'VW3054',
  severity: 'warning',
  incidents: ['INC-24'],
  what: 'What is put into a URL as its password is URL-encoded.',
  why: 'A password with a slash, an at sign or a percent sign breaks the URL: the client connects elsewhere, or not at all, once such a password is generated.',
  fix: 'Pipe the variable through urlquery, or give the part encode: url.',
  options: z.strictObject({}),
  messages: { raw: ({ key }: { key: ReportText }) => `"${key}" puts a variable into a URL as it is` },
  examples: {
    failing: [
      { title: 'A template', files: { 'a.yaml': templated('postgresql://app:{{ .password }}@db/app') } },
      { title: 'A recipe', files: { 'a.yaml': composed('none') } },
    ],
    passing: [
      { title: 'urlquery', files: { 'a.yaml': templated('postgresql://app:{{ .password | urlquery }}@db/app') } },
      { title: 'encode: url', files: { 'a.yaml': composed('url') } },
    ],
  },
  check({ index, report }) {
    for (const { object, spec, specPath } of index.externalSecrets)
      for (const [key, text] of Object.entries(objectAt(spec, 'target', 'template', 'data')))
        if (typeof text === 'string')
          for (const offset of rawPasswords(textForOperator(object, text)))
            report(
              'raw',
              { ...siteOf(object, ...specPath, 'target', 'template', 'data', key), offset },
              { key: name(key) },
            );
    for (const { document, site } of index.documents.fixtures)
      for (const [path, { recipe }] of entriesOf(document)) {
        if (recipe?.type !== 'compose') continue;
        const text = recipe.parts
          .map((part) => ('text' in part ? part.text : 'key' in part && part.encode === 'url' ? 'x' : '{{ x }}'))
          .join('');
        if (rawPasswords(text).length > 0)
          report('raw', { ...site, innerPath: ['entries', path], vaultPath: path }, { key: name(path) });
      }
  },
});

/**
 * Finds URLs with a password, between `:` and `@`, that is a variable without an encoder; names of users hold
 * no reserved characters.
 */
function rawPasswords(text: string): number[] {
  const url =
    /[\w+.-]{0,40}:\/\/(?:\{\{[^}]{0,300}\}\}|[^\s/@:{}"'<>]){0,300}:((?:\{\{[^}]{0,300}\}\}|[^\s/@{}"'<>]){0,500})@/g;
  return [...text.matchAll(url)].flatMap(({ index, 1: password = '' }) => {
    const isRaw = templateActions(password).some(({ text: expression }) => !encoder.test(expression));
    return isRaw ? [index] : [];
  });
}

const encoder = /urlquery|urlPathEscape|queryEscape/i;
