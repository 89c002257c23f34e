import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noPrivateKey = defineRule({
  id: 'no-private-key',
  code: 'VW3010',
  severity: 'error',
  specificity: 10,
  what: 'No manifest but a delivered Secret holds a private key.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history.',
  fix: 'Let cert-manager or Vault issue the key, or read it through an ExternalSecret.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A key in a ConfigMap',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {server.key: "-----BEGIN PRIVATE KEY-----\\nRkFLRUZBS0VGQUtFRkFLRQ==\\n-----END PRIVATE KEY-----\\n"}}',
        },
      },
      {
        title: 'A key in a value',
        files: {
          'values.yaml':
            'tls: {key: "-----BEGIN RSA PRIVATE KEY-----\\nRkFLRUZBS0VGQUtFRkFLRQ==\\n-----END RSA PRIVATE KEY-----"}',
        },
      },
    ],
    passing: [
      {
        title: 'A certificate',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {server.crt: "-----BEGIN CERTIFICATE-----\\nRkFLRUZBS0VGQUtFRkFLRQ==\\n-----END CERTIFICATE-----\\n"}}',
        },
      },
      {
        title: 'A template',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {server.key: "-----BEGIN PRIVATE KEY-----\\n{{ .key }}\\n-----END PRIVATE KEY-----\\n"}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(
      context,
      ['env', 'argument', 'annotation', 'configmap', 'values', 'template', 'field', 'generator'],
      ({ form }) => form === 'private-key',
    );
  },
});
