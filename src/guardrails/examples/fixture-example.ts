/**
 * Formats a ConfigMap with a fixture map, and an ExternalSecret that reads from it, for the examples of
 * rules.
 */
export const fixtureExample = (entries: string, reads = '', environment = 'dev'): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: fixtures, labels: {vaultwright.io/document: fixture-map}}, data: {fixture-map.json: '{"kind":"FixtureMap","version":1,"environment":"${environment}","mount":"secret","property":"value","entries":{${entries}}}'}}
---
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: SecretStore, name: vault}, data: [${reads}]}}`;

/** Formats an entry that bootstrap generates. */
export const generatedEntry = (path: string, derivation = 'random', rest = ''): string =>
  `"${path}":{"origin":"generated","writer":"bootstrap","recipe":{"type":"generate","length":32,"alphabet":"hex","derivation":"${derivation}"}${rest}}`;

/** Formats one entry of `data`. */
export const readExample = (path: string, property = 'value'): string =>
  `{secretKey: password, remoteRef: {key: ${path}, property: ${property}}}`;
