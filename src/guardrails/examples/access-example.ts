/** Formats an access map, a store that uses its role, and an ExternalSecret that reads a path through it. */
export const accessExample = (paths: readonly string[], read: string, capabilities = '["read"]'): string => {
  const rules = paths.map((path) => `{"path":"${path}","capabilities":${capabilities}}`).join(',');
  return `{apiVersion: v1, kind: ConfigMap, metadata: {name: access, labels: {vaultwright.io/document: access-map}}, data: {access-map.json: '{"kind":"AccessMap","version":1,"environment":"dev","mount":"secret","authMount":"kubernetes","roles":[{"name":"reader","serviceAccounts":["default"],"namespaces":["shop"],"policies":["read"]}],"policies":[{"name":"read","rules":[${rules}]}]}'}}
---
{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {server: "http://vault:8200", path: secret, auth: {kubernetes: {role: reader, serviceAccountRef: {name: default}}}}}}}
---
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: SecretStore, name: vault}, data: [{secretKey: password, remoteRef: {key: ${read}, property: value}}]}}`;
};
