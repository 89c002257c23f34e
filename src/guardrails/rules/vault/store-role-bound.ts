import { z } from 'zod';
import { bindsName } from '../../../model/documents/bound-name.ts';
import type { VaultRole } from '../../../model/documents/vault-role.ts';
import { defineRule } from '../../engine/rule.ts';
import type { SecretStore } from '../../indexing/secret-store.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const files = (namespaces: string, role = 'external-secrets') => ({
  'a.yaml': `{apiVersion: v1, kind: ConfigMap, metadata: {name: access, labels: {vaultwright.io/document: access-map}}, data: {access-map.json: '{"kind":"AccessMap","version":1,"environment":"dev","mount":"secret","authMount":"kubernetes","roles":[{"name":"external-secrets","serviceAccounts":["default"],"namespaces":[${namespaces}],"policies":["read"]}],"policies":[]}'}}
---
{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {server: "http://vault:8200", auth: {kubernetes: {role: ${role}, serviceAccountRef: {name: default}}}}}}}
---
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: SecretStore, name: vault}, data: []}}`,
});

export const storeRoleBound = defineRule({
  id: 'store-role-bound',
  code: 'VW3113',
  severity: 'error',
  incidents: ['INC-03'],
  what: 'The Vault role of a store exists and binds the namespace and ServiceAccount from which the store logs in.',
  why: 'Vault answers 403 to a login that no role binds: the store is there, and yet no ExternalSecret of the namespace becomes Ready.',
  fix: 'Bind the namespace in the role; store and role binding come together.',
  options: z.strictObject({}),
  messages: {
    noRole: ({ role, store }: { role: ReportText; store: ReportText }) =>
      `Store "${store}" logs in with role "${role}", which the access map does not have`,
    namespace: ({ role, namespace }: { role: ReportText; namespace: ReportText }) =>
      `Role "${role}" does not bind namespace ${namespace}`,
    account: ({ role, account }: { role: ReportText; account: ReportText }) =>
      `Role "${role}" does not bind ServiceAccount "${account}"`,
  },
  examples: {
    failing: [
      { title: 'A namespace that the role does not bind', files: files('"other"') },
      { title: 'A role that does not exist', files: files('"shop"', 'eso') },
      { title: 'A namespace whose name only holds what the role binds', files: files('"hop*"') },
    ],
    passing: [
      { title: 'The role binds the namespace', files: files('"other","shop"') },
      { title: 'The role binds all namespaces whose names begin alike', files: files('"sh*"') },
      { title: 'No access map is known', files: { 'a.yaml': files('')['a.yaml'].split('---').slice(1).join('---') } },
    ],
  },
  check({ index, report }) {
    for (const { reference, namespace, object } of index.storeUses) {
      const store = index.stores.find(object.scope, reference, namespace, object);
      if (store?.vault?.role === undefined) continue;
      const { role: wanted, serviceAccount: account } = store.vault;
      const roles = index.rolesFor(store);
      if (roles === undefined) continue;
      const role = roles.find((candidate) => candidate.name === wanted);
      if (role === undefined) {
        report('noRole', reference.site, { role: name(wanted), store: name(store.name) });
        continue;
      }
      const login = loginNamespace(store, namespace);
      if (login !== undefined && !bindsNamespace(role, login))
        report('namespace', reference.site, { role: name(wanted), namespace: name(login) });
      else if (account !== undefined && !role.serviceAccounts.some((bound) => bindsName(bound, account)))
        report('account', reference.site, { role: name(wanted), account: name(account) });
    }
  },
});

/**
 * Where the ServiceAccount lives that logs in: the store's choice, otherwise the namespace of the
 * ExternalSecret.
 */
const loginNamespace = (store: SecretStore, namespace: string | undefined): string | undefined =>
  store.kind === 'ClusterSecretStore'
    ? (store.vault?.serviceAccountNamespace ?? namespace)
    : (store.namespace ?? namespace);

const bindsNamespace = (role: VaultRole, namespace: string): boolean =>
  role.namespaceSelector !== undefined || role.namespaces.some((bound) => bindsName(bound, namespace));
