// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { templateActions } from '../../../model/template-actions.ts';
import { denotationOf } from '../../credential/key-name.ts';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { isDataField, mayHoldData, valuesOfSecret } from '../../indexing/values-of-secret.ts';
import type { JsonValue } from '../../manifest/manifest.ts';
import { credentialMessages, formInWords, reportCredentials } from '../../reporters/credential-report.ts';
import { name } from '../../reporters/report-text.ts';

export const noInlineSecret = defineRule({
  id: 'no-inline-secret',
  code: 'VW3001',
  severity: 'error',
  specificity: 20,
  incidents: ['INC-02'],
  what: 'No Secret carries credentials in its manifest.',
  why: 'Base64 is no protection: whoever can read the repository or the rendered output can read the credential, and it stays in the history.',
  fix: 'Declare the value as a Vault key and let an ExternalSecret write the Secret; rotate what was committed.',
  options: z.strictObject({
    literals: z
      .enum(['credential', 'any', 'named'])
      .default('credential')
      .describe(
        '`credential`: values that the judgement takes for credentials; `any`: every value under any key or field; `named`: every value under a credential-like key that holds neither `{{ … }}` nor `${VAR}`.',
      ),
  }),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'Plain text',
        files: {
          'app.yaml': '{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {password: changeme1}}',
        },
      },
      {
        title: 'Base64, the kind and the field oddly spelled, inside a List',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: "secret ", metadata: {name: db}, "Data ": {PassWord: Y2hhbmdlbWUx}}]}',
        },
      },
      {
        title: 'Any value, where the configuration forbids them all',
        files: { 'app.yaml': '{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {username: app}}' },
        configuration: { rules: { 'no-inline-secret': { options: { literals: 'any' } } } },
      },
    ],
    passing: [
      {
        title: 'A Secret that only labels',
        files: { 'app.yaml': '{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {username: app}}' },
      },
      {
        title: 'A template and a variable',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {password: "{{ .Values.password }}", token: "${TOKEN}"}}',
        },
      },
    ],
  },
  check({ index, configuration, options, report }) {
    if (options.literals !== 'named') reportCredentials({ index, configuration, report }, ['secret-data']);
    if (options.literals === 'credential') return;
    const isData = options.literals === 'any' ? mayHoldData : isDataField;
    for (const object of index.ofKind('secret'))
      for (const { path, key, value } of valuesOfSecret(object, isData))
        if (options.literals === 'any' || isNamed(key, value))
          report('inline', siteOf(object, ...path), { key: name(key), form: formInWords('literal') });
  },
});

const isNamed = (key: string, value: JsonValue): boolean =>
  denotationOf(key) !== undefined &&
  (typeof value === 'string' || typeof value === 'number') &&
  !isTemplated(String(value));

const isTemplated = (text: string): boolean =>
  text.trim() === '' || templateActions(text).length > 0 || /\$\{[^}]{1,500}\}/.test(text);
