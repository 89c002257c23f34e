import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const pair = (conditions: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: vault}, spec: {provider: {}${conditions}}}
---
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, data: []}}`;

export const storeAdmitsNamespace = defineRule({
  id: 'store-admits-namespace',
  code: 'VW3111',
  severity: 'error',
  incidents: ['INC-03'],
  what: "A ClusterSecretStore's conditions admit every namespace that uses it.",
  why: 'The controller refuses an ExternalSecret whose namespace no condition admits, and the Secret is never written.',
  fix: 'Add the namespace to the conditions of the store, and bind it in the Vault role.',
  options: z.strictObject({}),
  messages: {
    refused: ({ store, namespace }: { store: ReportText; namespace: ReportText }) =>
      `No condition of ClusterSecretStore "${store}" admits namespace ${namespace}`,
    unverifiable: ({ store, namespace }: { store: ReportText; namespace: ReportText }) =>
      `Whether ClusterSecretStore "${store}" admits namespace ${namespace} depends on labels that no manifest shows`,
  },
  examples: {
    failing: [
      { title: 'A list without the namespace', files: { 'a.yaml': pair(', conditions: [{namespaces: [other]}]') } },
      {
        title: 'A pattern that does not match',
        files: { 'a.yaml': pair(', conditions: [{namespaceRegexes: ["^other-.*$"]}]') },
      },
    ],
    passing: [
      { title: 'No condition admits all', files: { 'a.yaml': pair('') } },
      {
        title: 'Any one condition is enough',
        files: { 'a.yaml': pair(', conditions: [{namespaces: [other]}, {namespaceRegexes: ["^shop$"]}]') },
      },
    ],
  },
  check({ index, report }) {
    for (const { reference, namespace, object } of index.storeUses) {
      const store = index.stores.find(object.scope, reference, namespace, object);
      if (store === undefined || namespace === undefined) continue;
      const answer = index.stores.admits(store, namespace);
      const shown = { store: name(store.name), namespace: name(namespace) };
      if (answer === 'no') report('refused', reference.site, shown);
      else if (answer === 'unknown') report('unverifiable', reference.site, shown, 'note');
    }
  },
});
