import { z } from 'zod';
import { limitedKeysAnnotation } from '../../model/annotations.ts';
import { credentialMessages, reportCredentials } from '../credential-report.ts';
import type { CredentialSite } from '../indexing/credential-collector.ts';
import { limitedKeys } from '../limits.ts';
import { defineRule } from '../rule.ts';

const environments = [{ name: 'dev', cluster: 'shared', namespace: 'shop-dev' }];

/** In the annotation that limits data keys, a key may be named like a credential; what stands under it are environments. */
function isLimit({ site: { object, path, innerPath } }: CredentialSite, names: ReadonlySet<string>): boolean {
  if (object === undefined || path.at(-1) !== limitedKeysAnnotation) return false;
  const limits = limitedKeys(object).get(String(innerPath?.[0]));
  return limits?.every((name) => names.has(name)) ?? false;
}

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
        title: 'A literal under the key of a limit',
        files: {
          'app.yaml': `{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {vaultwright.io/limited-keys: '{"client-secret":["changeme1"]}'}}}`,
        },
        configuration: { environments },
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
          'app.yaml': `{apiVersion: v1, kind: Service, metadata: {name: app, namespace: shop, annotations: {vaultwright.io/limited-keys: '{"client-secret":["dev"]}'}}}`,
        },
        configuration: { environments },
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
    const names = new Set(context.configuration.environments.map(({ name }) => name));
    reportCredentials(context, ['annotation'], (site) => site.form !== 'hash' && !isLimit(site, names));
  },
});
