import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noArgumentCredential = defineRule({
  id: 'no-argument-credential',
  code: 'VW3004',
  severity: 'error',
  incidents: ['INC-02'],
  what: 'No command or argument of a container holds a credential.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history. Arguments show in process lists, too.',
  fix: 'Pass the credential through an environment variable from a Secret, or a file.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A flag with a literal',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, args: ["--db-password=changeme1"]}]}}',
        },
      },
      {
        title: 'A flag and the next word',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, command: [server, --api-token, "fake-token-1"]}]}}',
        },
      },
    ],
    passing: [
      {
        title: 'A variable that Kubernetes expands',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, args: ["--db-password=$(DB_PASSWORD)"]}]}}',
        },
      },
      {
        title: 'A file',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, args: [--password-file, /etc/db/password]}]}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['argument']);
  },
});
