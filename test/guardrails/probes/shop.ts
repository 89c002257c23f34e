/**
 * A store, and a Secret `db` with the keys `username` and `password` in namespace `shop`, beside which all
 * else stands.
 */
export const shop = `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec: {provider: {vault: {server: "https://vault.example.org", path: secret, auth: {kubernetes: {mountPath: kubernetes, role: eso}}}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: db}
  data:
    - {secretKey: username, remoteRef: {key: db-username}}
    - {secretKey: password, remoteRef: {key: db-password}}
`;
