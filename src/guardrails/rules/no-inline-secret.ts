// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { credentialMessages, formInWords, reportCredentials } from '../credential-report.ts';
import { type IndexedObject, siteOf } from '../indexing/indexed-object.ts';
import { isObject, listAt, normalise, objectAt } from '../normalise.ts';
import { defineRule } from '../rule.ts';
import { name } from '../shown.ts';

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
    /** `credential`: values that the judgement takes for credentials; `any`: every value, whatever its key. */
    literals: z.enum(['credential', 'any']).default('credential'),
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
        title: 'A store whose provider is its own data',
        files: {
          'app.yaml':
            '{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: db}, spec: {provider: {fake: {data: [{key: db, value: changeme1}]}}}}',
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
  check({ index, options, report }) {
    reportCredentials({ index, report }, ['secret-data']);
    for (const object of index.objects)
      if (fakeData(object))
        report('inline', siteOf(object, 'spec'), { key: name('fake'), form: formInWords('literal') });
    if (options.literals === 'credential') return;
    for (const object of index.ofKind('secret'))
      for (const [field, leaf] of leaves(object))
        report('inline', siteOf(object, ...field), { key: name(leaf), form: formInWords('literal') });
  },
});

/** Whether a store, or a generator of the operator, hands out what stands in its own manifest: a Secret by another name. */
function fakeData({ kindKey, value }: IndexedObject): boolean {
  if (['secretstore', 'clustersecretstore'].includes(kindKey))
    return listAt(value, 'spec', 'provider', 'fake', 'data').length > 0;
  const data =
    kindKey === 'clustergenerator'
      ? objectAt(value, 'spec', 'generator', 'fakeSpec', 'data')
      : objectAt(value, 'spec', 'data');
  return ['fake', 'clustergenerator'].includes(kindKey) && Object.keys(data).length > 0;
}

/** Every value of a Secret's data: its path and key; a data field that is no map is one value. */
function leaves({ value }: IndexedObject): [string[], string][] {
  return Object.entries(value).flatMap(([field, data]): [string[], string][] => {
    if (!['data', 'stringdata'].includes(normalise(field)) || data === null) return [];
    if (!isObject(data)) return [[[field], field]];
    return Object.keys(data).map((key) => [[field, key], key]);
  });
}
