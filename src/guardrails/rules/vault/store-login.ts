import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/indexed-object.ts';
import { objectAt, textAt } from '../../manifest/normalise.ts';
import { name, phrase, type Shown } from '../../reporters/shown.ts';

const store = (kind: string, reference: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {server: "http://vault:8200", auth: {kubernetes: {role: reader, serviceAccountRef: {${reference}}}}}}}}`;

export const storeLogin = defineRule({
  id: 'store-login',
  code: 'VW3117',
  severity: 'error',
  incidents: ['INC-14', 'INC-15'],
  what: "A store's login names no namespace that the webhook refuses, pins no audience, and Vault's Kubernetes auth stores no reviewer token and no CA.",
  why: 'A pinned audience or a stored token works until the issuer, the cluster or the projected token changes, an hour later; then every login answers 403.',
  fix: 'Leave the field out: Vault and the operator use what the cluster gives them.',
  options: z.strictObject({
    allowAudiences: z.boolean().default(false).describe('Allows audiences, where all clients of the role share one.'),
  }),
  messages: { forbidden: ({ field, reason }: { field: Shown; reason: Shown }) => `"${field}" ${reason}` },
  examples: {
    failing: [
      {
        title: 'A namespace in a namespaced store',
        files: { 'a.yaml': store('SecretStore', 'name: default, namespace: shop') },
      },
      {
        title: 'A pinned audience',
        files: { 'a.yaml': store('ClusterSecretStore', 'name: default, audiences: [vault]') },
      },
      {
        title: 'A reviewer token',
        files: {
          'a.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {token_reviewer_jwt: /var/run/token}}',
        },
      },
    ],
    passing: [
      { title: 'Only a name', files: { 'a.yaml': store('SecretStore', 'name: default') } },
      {
        title: 'A namespace in a cluster store',
        files: { 'a.yaml': store('ClusterSecretStore', 'name: default, namespace: shop') },
      },
    ],
  },
  check({ index, options, report }) {
    for (const { object, kind } of index.stores.all) {
      const path = ['spec', 'provider', 'vault', 'auth', 'kubernetes', 'serviceAccountRef'];
      const reference = objectAt(object.value, ...path);
      if (kind === 'SecretStore' && textAt(reference, 'namespace') !== undefined)
        report('forbidden', siteOf(object, ...path, 'namespace'), {
          field: name('serviceAccountRef.namespace'),
          reason: phrase('is refused on a namespaced store'),
        });
      if (!options.allowAudiences && reference.audiences !== undefined)
        report('forbidden', siteOf(object, ...path, 'audiences'), {
          field: name('audiences'),
          reason: phrase('pins an audience that another cluster does not issue'),
        });
    }
    const stored = index.watched.named(
      'token_reviewer_jwt',
      'tokenReviewerJwt',
      'kubernetes_ca_cert',
      'kubernetesCaCert',
    );
    for (const { value, site } of stored)
      if (value !== '')
        report('forbidden', site, {
          field: name(String(site.path.at(-1))),
          reason: phrase('must not be stored in the auth configuration'),
        });
  },
});
