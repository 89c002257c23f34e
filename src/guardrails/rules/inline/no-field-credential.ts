import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noFieldCredential = defineRule({
  id: 'no-field-credential',
  code: 'VW3008',
  severity: 'error',
  what: 'No field of a custom resource or other object holds a credential.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history.',
  fix: 'Declare the value as a Vault key and read it through an ExternalSecret; rotate what was committed.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A literal',
        files: {
          'app.yaml':
            '{apiVersion: example.org/v1, kind: Database, metadata: {name: db}, spec: {user: app, password: changeme1}}',
        },
      },
      {
        title: 'An object inside a List',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: List, items: [{apiVersion: example.org/v1, kind: Database, metadata: {name: db}, spec: {adminPassword: changeme1}}]}',
        },
      },
    ],
    passing: [
      {
        title: 'A reference',
        files: {
          'app.yaml':
            '{apiVersion: example.org/v1, kind: Database, metadata: {name: db}, spec: {passwordSecretRef: {name: db, key: password}}}',
        },
      },
      {
        title: 'Settings about passwords',
        files: {
          'app.yaml':
            '{apiVersion: example.org/v1, kind: Database, metadata: {name: db}, spec: {passwordPolicy: strict, tokenTtl: 30m, token: true}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['field']);
  },
});
