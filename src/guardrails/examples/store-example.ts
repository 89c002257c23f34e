/** An ExternalSecret of namespace `shop`, by its store. */
export const storedExample = (kind: string, store = 'vault'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: ${kind}, name: ${store}}, data: []}}`;

/** A store without a provider. */
export const storeExample = (kind: string, metadata: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {${metadata}}, spec: {provider: {}}}`;

/** An ExternalSecret that takes its data from a generator. */
export const generatedExample =
  '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: db}}}]}}';
