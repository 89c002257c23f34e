import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { misplacedReferences } from '../../indexing/store-references.ts';
import { storedReviewers } from '../../indexing/stored-reviewers.ts';
import { objectAt } from '../../manifest/normalise.ts';
import { name, phrase, type ReportText } from '../../reporters/report-text.ts';

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
    allowAudiences: z
      .boolean()
      .default(true)
      .describe('Allows audiences, where the role of every cluster binds the same.'),
  }),
  messages: { forbidden: ({ field, reason }: { field: ReportText; reason: ReportText }) => `"${field}" ${reason}` },
  examples: {
    failing: [
      {
        title: 'A foreign namespace in a namespaced store',
        files: { 'a.yaml': store('SecretStore', 'name: default, namespace: vault') },
      },
      {
        title: 'A CA without a namespace in a cluster store',
        files: {
          'a.yaml':
            '{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: vault}, spec: {provider: {vault: {server: "https://vault:8200", caProvider: {type: ConfigMap, name: vault-ca, key: ca.crt}}}}}',
        },
      },
      {
        title: 'A pinned audience',
        files: { 'a.yaml': store('ClusterSecretStore', 'name: default, audiences: [vault]') },
        configuration: { rules: { 'store-login': { options: { allowAudiences: false } } } },
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
        title: 'The namespace of the store itself',
        files: { 'a.yaml': store('SecretStore', 'name: default, namespace: shop') },
      },
      {
        title: 'The login of another cluster, which Vault cannot ask by its own token',
        files: {
          'a.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {kubernetes_host: "https://api.east.example:6443", token_reviewer_jwt: /var/run/token}}',
        },
      },
      {
        title: 'A namespace in a cluster store',
        files: { 'a.yaml': store('ClusterSecretStore', 'name: default, namespace: shop') },
      },
    ],
  },
  check({ index, options, report }) {
    for (const store of index.stores.all) {
      const { object } = store;
      for (const { path, isMissing } of misplacedReferences(store))
        report('forbidden', siteOf(object, ...path), {
          field: name(path.slice(isMissing ? -1 : -2).join('.')),
          reason: isMissing
            ? phrase('needs a namespace in a ClusterSecretStore')
            : phrase('is refused on a SecretStore: only its own namespace is allowed'),
        });
      const path = ['spec', 'provider', 'vault', 'auth', 'kubernetes', 'serviceAccountRef'];
      if (!options.allowAudiences && objectAt(object.value, ...path).audiences !== undefined)
        report('forbidden', siteOf(object, ...path, 'audiences'), {
          field: name('audiences'),
          reason: phrase('pins an audience that another cluster does not issue'),
        });
    }
    for (const site of storedReviewers(index))
      report('forbidden', site, {
        field: name(String(site.path.at(-1))),
        reason: phrase('must not be stored in the auth configuration'),
      });
  },
});
