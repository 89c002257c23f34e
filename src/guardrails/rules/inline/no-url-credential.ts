import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noUrlCredential = defineRule({
  id: 'no-url-credential',
  code: 'VW3009',
  severity: 'error',
  specificity: 10,
  incidents: ['INC-02'],
  what: 'No URL holds a password or a token.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history. URLs end up in logs, too.',
  fix: 'Compose the URL in the template of an ExternalSecret, with the password URL-encoded.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A connection URL',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {DATABASE_URL: "postgresql://app:changeme1@db:5432/app"}}',
        },
      },
      {
        title: 'A token in a query',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: HOOK, value: "https://example.org/hook?token=fake-token-1"}]}]}}',
        },
      },
    ],
    passing: [
      {
        title: 'Variables',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {DATABASE_URL: "postgresql://$(DB_USER):$(DB_PASSWORD)@db:5432/app"}}',
        },
      },
      {
        title: 'No credential',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {DATABASE_URL: "postgresql://app@db:5432/app", TOKEN_URL: "https://example.org/oauth/token"}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(
      context,
      ['env', 'argument', 'annotation', 'configmap', 'values', 'template', 'field', 'generator'],
      ({ form }) => form === 'url',
    );
  },
});
