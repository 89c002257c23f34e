import { z } from 'zod';
import { templateActions } from '../../../model/template-actions.ts';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { everyField } from '../../manifest/every-field.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const secret = (value: string): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {password: '${value}'}}`;
const random =
  /\b(rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|genPrivateKey|genSelfSignedCert|genSignedCert|genCA|derivePassword|uuidv4|lookup)\b/;

export const noRandomSecret = defineRule({
  id: 'no-random-secret',
  code: 'VW3352',
  readsTemplates: true,
  severity: 'warning',
  specificity: 5,
  incidents: ['INC-41'],
  what: 'No chart makes a Secret with a random function or by looking up the one that is there.',
  why: 'Argo CD renders without a cluster: lookup finds nothing, each sync makes a new password, and a diff ignore then hides that nothing is stable.',
  fix: 'Generate the value in Vault and deliver it with an ExternalSecret.',
  options: z.strictObject({}),
  messages: { random: ({ fn }: { fn: ReportText }) => `The Secret is made with ${fn}` },
  examples: {
    failing: [
      { title: 'A random password', files: { 'a.yaml': secret('{{ randAlphaNum 32 }}') } },
      {
        title: 'A lookup',
        files: { 'a.yaml': secret('{{ (lookup "v1" "Secret" .Release.Namespace "db").data.password }}') },
      },
    ],
    passing: [
      { title: 'A value', files: { 'a.yaml': secret('{{ .Values.password }}') } },
      {
        title: 'Random elsewhere',
        files: {
          'a.yaml': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {id: '{{ randAlphaNum 5 }}'}}`,
        },
      },
    ],
  },
  check({ index, report }) {
    for (const object of index.ofKind('secret'))
      for (const { value, path } of everyField(object.value)) {
        const fn = typeof value === 'string' ? functionIn(value, object.manifest) : undefined;
        if (fn !== undefined) report('random', siteOf(object, ...path), { fn: name(fn) });
      }
  },
});

/** The function behind a value, in its own expression or in that of a variable. */
function functionIn(text: string, { randomVariables }: Manifest): string | undefined {
  const own = templateActions(text).flatMap(({ body }) => random.exec(body)?.[1] ?? [])[0];
  if (own !== undefined || randomVariables === undefined || !text.includes('{{')) return own;
  return [...text.matchAll(/\$\w+/g)].flatMap(([variable]) => randomVariables.get(variable) ?? [])[0];
}
