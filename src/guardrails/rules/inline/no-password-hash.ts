// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noPasswordHash = defineRule({
  id: 'no-password-hash',
  code: 'VW3013',
  severity: 'warning',
  specificity: 5,
  what: 'Password hashes stay out of manifests.',
  why: 'Whoever reads a hash can try passwords against it offline, as fast as the hash allows.',
  fix: 'Keep the hash in Vault, or compose it in a template from the password.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A bcrypt hash',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {ADMIN_PASSWORD: "$2a$10$fakefakefakefakefakefu"}}',
        },
      },
      { title: 'In values', files: { 'values.yaml': 'adminPasswordHash: "$6$fakesalt$fakefakefake"' } },
    ],
    passing: [
      { title: 'A variable', files: { 'values.yaml': 'adminPasswordHash: ${ADMIN_HASH}' } },
      {
        title: 'No hash',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {PRICE: "$2.50"}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(
      context,
      ['secret-data', 'env', 'argument', 'annotation', 'configmap', 'values', 'template', 'field', 'generator'],
      ({ form }) => form === 'hash',
    );
  },
});
