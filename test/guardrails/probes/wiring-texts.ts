/** Formats an ExternalSecret. */
export const es = (body: string, metadata = 'name: db, namespace: shop'): string =>
  `---\n{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {${metadata}}, spec: {${body}}}\n`;
export const fetched = 'data: [{secretKey: password, remoteRef: {key: db-password, property: value}}]';
export const vaultRef = 'secretStoreRef: {kind: SecretStore, name: vault}';

/** Formats a store. */
export const store = (
  kind = 'SecretStore',
  metadata = 'name: vault, namespace: shop',
  spec = 'provider: {vault: {server: "http://vault.vault.svc:8200"}}',
): string => `---\n{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {${metadata}}, spec: {${spec}}}\n`;

/** Formats a Deployment whose container has the given body. */
export const pod = (body: string, { more = '', namespace = 'shop', annotations = '' } = {}): string =>
  `---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: app, namespace: ${namespace}, annotations: {${annotations}}}, spec: {template: {spec: {${more}containers: [{name: app${body}}]}}}}\n`;

export const volumes = (volume: string): string => `volumes: [{name: v, ${volume}}], `;
export const envRef = (name: string, key: string, rest = ''): string =>
  `, env: [{name: A, valueFrom: {secretKeyRef: {name: ${name}, key: ${key}${rest}}}}]`;
export const envFrom = (name: string, rest = ''): string => `, envFrom: [{secretRef: {name: ${name}${rest}}}]`;

/** Formats any other object. */
export const object = (
  apiVersion: string,
  kind: string,
  body: string,
  metadata = 'name: app, namespace: shop',
): string => `---\n{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {${metadata}}, ${body}}\n`;
