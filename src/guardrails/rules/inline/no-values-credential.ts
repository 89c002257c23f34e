import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noValuesCredential = defineRule({
  id: 'no-values-credential',
  code: 'VW3007',
  severity: 'error',
  incidents: ['INC-02'],
  what: 'No Helm value holds a credential.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history.',
  fix: 'Give the chart an existingSecret that an ExternalSecret writes.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      { title: 'A literal', files: { 'values.yaml': 'auth: {username: app, password: changeme1}' } },
      {
        title: 'A parameter of an Argo CD Application',
        files: {
          'app.yaml':
            '{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: app}, spec: {source: {helm: {parameters: [{name: auth.password, value: changeme1}]}}}}',
        },
      },
    ],
    passing: [
      {
        title: 'An existing Secret',
        files: { 'values.yaml': 'auth: {existingSecret: db, secretKeys: {adminPasswordKey: password}, password: ""}' },
      },
      {
        title: 'Names of keys and numbers',
        files: { 'values.yaml': 'auth: {secretName: db, secretKey: admin-password, passwordMinLength: 12}' },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['values']);
  },
});
