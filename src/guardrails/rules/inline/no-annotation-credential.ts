import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noAnnotationCredential = defineRule({
  id: 'no-annotation-credential',
  code: 'VW3005',
  severity: 'error',
  what: 'No annotation holds a credential.',
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
            '{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {example.org/api-token: fake-token-1}}}',
        },
      },
      {
        title: 'The object as it was applied, as JSON',
        files: {
          'app.yaml': `{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"changeme1"}}'}}}`,
        },
      },
    ],
    passing: [
      {
        title: 'A data key that is limited to some environments',
        files: {
          'app.yaml': `{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {vaultwright.io/limited-keys: '{"dev":["client-secret"]}'}}}`,
        },
      },
      {
        title: 'A name of a Secret',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {nginx.ingress.kubernetes.io/auth-secret: shop/basic-auth}}}',
        },
      },
      {
        title: 'Settings',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {example.org/token-ttl: 24h}}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['annotation'], ({ form }) => form !== 'hash');
  },
});
