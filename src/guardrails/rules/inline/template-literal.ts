import { z } from 'zod';
import { denotationOf, wordsOf } from '../../credential/key-name.ts';
import { isPlaceholder } from '../../credential/placeholder.ts';
import { maskVariables } from '../../credential/variables.ts';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt, objectAt } from '../../manifest/normalise.ts';
import { credentialMessages, formInWords, reportCredentials } from '../../reporters/credential-report.ts';
import { name } from '../../reporters/report-text.ts';

/** `USE_REFRESH_TOKEN: "true"`: whether there is one. */
const isSwitch = (key: string, text: string): boolean =>
  /^(?:true|false)$/i.test(text) &&
  wordsOf(key).some((word) => /^(?:use|enable|enabled|allow|require|has|is)$/.test(word));

const spec = (template: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db-sync}, spec: {target: {template: ${template}}, data: [{secretKey: password, remoteRef: {key: db-password}}]}}`;

export const templateLiteral = defineRule({
  id: 'template-literal',
  code: 'VW3012',
  severity: 'error',
  specificity: 15,
  incidents: ['INC-02', 'INC-22'],
  what: 'A template of an ExternalSecret prints a credential only from what it fetched.',
  why: 'A literal in a template is an inline credential that looks like a managed one: no rotation reaches it.',
  fix: 'Fetch the value with data[].remoteRef and print it as {{ .variable }}.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'No variable under a credential-like key',
        files: { 'app.yaml': spec('{data: {password: changeme1}}') },
      },
      {
        title: 'A default inside the variable',
        files: { 'app.yaml': spec(`{data: {password: '{{ .password | default "changeme1" }}'}}`) },
      },
      {
        title: 'A settings file with a literal beside the variables',
        files: { 'app.yaml': spec(String.raw`{data: {app.ini: "host={{ .host }}\npassword=changeme1\n"}}`) },
      },
    ],
    passing: [
      { title: 'A variable', files: { 'app.yaml': spec(`{data: {password: '{{ .password }}'}}`) } },
      {
        title: 'Text around variables',
        files: {
          'app.yaml': spec(`{data: {url: 'postgresql://app:{{ .password | urlquery }}@db/app', username: app}}`),
        },
      },
    ],
  },
  check({ index, configuration, report }) {
    reportCredentials({ index, configuration, report }, ['template']);
    for (const { object, spec: own, specPath } of index.externalSecrets) {
      const template = objectAt(own, 'target', 'template');
      for (const [key, text] of Object.entries(objectAt(template, 'data'))) {
        if (typeof text !== 'string' || denotationOf(key) !== 'credential') continue;
        if (text.trim() === '' || maskVariables(text).hasVariable || isSwitch(key, text)) continue;
        const site = siteOf(object, ...specPath, 'target', 'template', 'data', key);
        const as = isPlaceholder(text) ? 'placeholder' : 'inline';
        const shown = { key: name(key), form: formInWords('literal') };
        report(as, site, shown, as === 'placeholder' ? 'note' : undefined);
      }
      listAt(template, 'templateFrom').forEach((entry, position) => {
        const { literal, target } = objectAt({ entry }, 'entry');
        // Labels and annotations are no data of the Secret.
        if (target === 'Labels' || target === 'Annotations') return;
        if (typeof literal !== 'string' || maskVariables(literal).hasVariable) return;
        const site = siteOf(object, ...specPath, 'target', 'template', 'templateFrom', position, 'literal');
        report('inline', site, { key: name('literal'), form: formInWords('literal') });
      });
    }
  },
});
