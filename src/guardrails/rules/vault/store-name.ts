// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, names, type ReportText } from '../../reporters/report-text.ts';

const configuration = { storeNames: ['vault'] };
const sync = (store: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: ClusterSecretStore, name: ${store}}, data: []}}`;
const cluster = (store: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: ${store}}, spec: {provider: {vault: {server: "http://vault:8200"}}}}`;

export const storeName = defineRule({
  id: 'store-name',
  code: 'VW3112',
  severity: 'error',
  specificity: 10,
  incidents: ['INC-03'],
  what: 'Stores have the names that the configuration allows, and no aliases.',
  why: 'An alias store is a second way into Vault that conditions, roles and smokes of the real one do not cover.',
  fix: 'Use the canonical store name everywhere and remove the alias.',
  options: z.strictObject({}),
  messages: {
    alias: ({ store, allowed }: { store: ReportText; allowed: ReportText }) =>
      `Store "${store}" is none of: ${allowed}`,
    mirror: ({ store }: { store: ReportText }) =>
      `Store "${store}" is for mirrors: an ExternalSecret must not read through it`,
  },
  examples: {
    failing: [
      { title: 'An ExternalSecret names an alias', files: { 'a.yaml': sync('vault-secret-store') }, configuration },
      { title: 'An alias is rendered', files: { 'a.yaml': cluster('vault-2') }, configuration },
    ],
    passing: [
      { title: 'The canonical name', files: { 'a.yaml': `${cluster('vault')}\n---\n${sync('vault')}` }, configuration },
      { title: 'No names configured', files: { 'a.yaml': sync('anything') } },
    ],
  },
  check({ index, configuration: { storeNames, mirrorStoreNames }, report }) {
    const allowed = names(storeNames);
    for (const { reference, isPush } of index.storeUses) {
      if (storeNames.length > 0 && !storeNames.includes(reference.name))
        report('alias', reference.site, { store: name(reference.name), allowed });
      else if (!isPush && mirrorStoreNames.includes(reference.name))
        report('mirror', reference.site, { store: name(reference.name) });
    }
    if (storeNames.length === 0) return;
    for (const store of index.stores.all)
      if (store.vault !== undefined && !storeNames.includes(store.name))
        report('alias', siteOf(store.object, 'metadata', 'name'), { store: name(store.name), allowed });
  },
});
