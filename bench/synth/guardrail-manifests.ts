import type { JsonObject, Manifest } from '../../src/guardrails/manifest/manifest.ts';
import type { FixtureEntry, FixtureMap } from '../../src/model/documents/fixture-map.ts';
import { documentLabel } from '../../src/model/documents/fixture-map.ts';
import type { RenderedChart } from '../../src/rendering/render-chart-objects.ts';

/**
 * Gives rendered charts as the manifests that guardrails see, with the store and the fixture map which such
 * objects need.
 */
export function guardrailManifests(charts: readonly RenderedChart[]): Manifest[] {
  const manifests = charts.flatMap(({ chart, objects }) =>
    objects.map(({ value, constructPath }, document) =>
      manifest(`benchmark/${chart.node.id}.k8s.yaml`, document, value, constructPath),
    ),
  );
  return [
    ...manifests,
    manifest('benchmark/store.k8s.yaml', 0, store(manifests)),
    manifest('benchmark/fixtures.k8s.yaml', 0, fixtures(manifests)),
  ];
}

const manifest = (file: string, document: number, value: JsonObject, constructPath = 'benchmark'): Manifest => ({
  role: 'object',
  value,
  file,
  document,
  constructPath,
});

interface ExternalSecret {
  readonly kind: string;
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly data: readonly { readonly remoteRef: { readonly key: string } }[] };
}

const externalSecrets = (manifests: readonly Manifest[]): ExternalSecret[] =>
  manifests
    .map(({ value }) => value as unknown as ExternalSecret) // the shape that build-app.ts gives them
    .filter(({ kind }) => kind === 'ExternalSecret');

const store = (manifests: readonly Manifest[]): JsonObject => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ClusterSecretStore',
  metadata: { name: 'ameide-vault', annotations: { 'argocd.argoproj.io/sync-wave': '-2' } },
  spec: {
    conditions: [
      { namespaces: [...new Set(externalSecrets(manifests).map(({ metadata }) => metadata.namespace))].sort() },
    ],
    provider: { vault: { server: 'http://vault:8200', path: 'secret', version: 'v2' } },
  },
});

function fixtures(manifests: readonly Manifest[]): JsonObject {
  const entry: FixtureEntry = {
    origin: 'generated',
    writer: 'bootstrap',
    recipe: { type: 'generate', length: 32, alphabet: 'alphanumeric', derivation: 'random' },
  };
  const paths = externalSecrets(manifests).flatMap(({ spec }) => spec.data.map(({ remoteRef }) => remoteRef.key));
  const map: FixtureMap = {
    kind: 'FixtureMap',
    version: 1,
    environment: 'benchmark',
    mount: 'secret',
    property: 'value',
    entries: Object.fromEntries(paths.map((path) => [path, entry])),
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixtures', namespace: 'team-0', labels: { [documentLabel]: 'fixture-map' } },
    data: { 'fixture-map.json': JSON.stringify(map) },
  };
}
