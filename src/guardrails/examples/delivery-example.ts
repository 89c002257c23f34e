/** A login of the Vault Secrets Operator in namespace `vso`. */
export const authExample = (name: string, spec: string): string =>
  `{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultAuth, metadata: {name: ${name}, namespace: vso}, spec: {${spec}}}`;

/** A Secret of the Vault Secrets Operator, by the login that it names. */
export const staticSecretExample = (ref: string): string =>
  `{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {name: db, namespace: shop}, spec: {vaultAuthRef: ${ref}, destination: {name: db, create: true}}}`;

/** A class of the Secrets Store driver that makes Secret `db`. */
export const classExample = `{apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: db, namespace: shop}, spec: {provider: vault, secretObjects: [{secretName: db, type: Opaque, data: [{objectName: a, key: a}]}]}}`;

/** A pod that reads Secret `db`. */
export const podExample = (volume: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, envFrom: [{secretRef: {name: db}}]}], volumes: [${volume}]}}`;

/** A volume of the Secrets Store driver. */
export const mountExample = (name: string): string =>
  `{name: v, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: ${name}}}}`;
