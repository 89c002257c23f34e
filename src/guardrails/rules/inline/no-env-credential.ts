// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noEnvCredential = defineRule({
  id: 'no-env-credential',
  code: 'VW3003',
  severity: 'error',
  incidents: ['INC-02'],
  what: 'No environment variable holds a credential.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history.',
  fix: 'Use valueFrom.secretKeyRef; rotate what was committed.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A weak literal',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: DB_PASSWORD, value: changeme1}]}]}}',
        },
      },
      {
        title: 'A default inside a variable',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: API_TOKEN, value: "${API_TOKEN:-fallback-1}"}]}]}}',
        },
      },
    ],
    passing: [
      {
        title: 'A reference',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]}]}}',
        },
      },
      {
        title: 'A file path and a duration',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: TOKEN, value: /var/run/token}, {name: PASSWORD_TTL, value: 24h}]}]}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['env']);
  },
});
