import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EnvironmentDocument } from '../../../../src/model/documents/environment-document.ts';
import type { FixtureEntry } from '../../../../src/model/documents/fixture-map.ts';
import { placeholderDigests } from '../../../../src/model/documents/placeholder-digest.ts';

type Recipe = Record<string, unknown> & { readonly type: string };
const entry = (origin: string, writer: string, recipe?: Recipe, more = {}) => ({
  origin,
  writer,
  ...(recipe && { recipe }),
  ...more,
});
const generate: Recipe = { type: 'generate', length: 32, alphabet: 'alphanumeric', derivation: 'deterministic' };

/** Vault keys of every kind that a fixture map knows. */
export const smallEntries = {
  'app-db-password': entry('operator-reconciled', 'bootstrap', generate),
  'app-db-url': entry('operator-reconciled', 'bootstrap', {
    type: 'compose',
    parts: [
      { text: 'postgresql://' },
      { key: 'app-db-username', encode: 'url' },
      { text: ':' },
      { key: 'app-db-password', encode: 'url' },
      { text: '@db/app' },
    ],
  }),
  'app-db-url-twice': entry('generated', 'bootstrap', {
    type: 'compose',
    parts: [{ key: 'app-db-url', encode: 'base64' }],
  }),
  'app-db-username': entry('operator-reconciled', 'bootstrap', { type: 'literal', value: 'app' }),
  'app-oidc-client-secret': entry('service-generated', 'client-patcher', { type: 'placeholder' }),
  'build-token': entry(
    'external',
    'upstream',
    { type: 'upstream', name: 'build-token', required: false },
    { reason: 'Only pipelines read it' },
  ),
  'mirrored-password': entry('operator-reconciled', 'mirror'),
  'registry-token': entry('external', 'upstream', { type: 'upstream', name: 'registry-token', required: true }),
};

const vaultAddress = 'http://vault.demo.svc.cluster.local:8200';

export const smallSettings = {
  kind: 'BootstrapSettings',
  version: 1,
  environment: 'demo',
  name: 'vault-bootstrap',
  namespace: 'demo',
  vault: { address: vaultAddress, initialize: true, unseal: true, credentialsSecret: 'vault-auto-credentials' },
  kubernetesHost: 'https://kubernetes.default.svc',
  seedSecret: 'vault-bootstrap-seed',
  upstream: { type: 'local', secret: 'local-secrets', key: 'env-secrets.json' },
  placeholder: 'awaiting_its_producer',
  knownPlaceholders: { exact: ['changeme'], prefixes: ['example-'] },
  backfill: [],
  deadlineSeconds: 60,
};

const document = (namespace: string, kind: string, json: unknown) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `vault-${kind}`, namespace, labels: { 'vaultwright.io/document': kind } },
  data: { [`${kind}.json`]: JSON.stringify(json) },
});

const externalSecret = (
  namespace: string,
  secret: string,
  data: Readonly<Record<string, string>>,
  template?: Readonly<Record<string, string>>,
) => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: `${secret}-sync`, namespace },
  spec: {
    refreshInterval: '1h0m0s',
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'store' },
    target: { name: secret, ...(template && { template: { data: template, mergePolicy: 'Replace' } }) },
    data: Object.entries(data).map(([secretKey, key]) => ({ secretKey, remoteRef: { key, property: 'value' } })),
  },
});

const delivered = (name: string) => [{ namespace: name, name: 'cnpg-app', keys: ['password'], by: 'CloudNativePG' }];

/** Keys as they are rendered: for a regulated environment nothing deterministic, no placeholder. */
function entriesOf(isEphemeral: boolean): Record<string, FixtureEntry> {
  const entries = Object.entries(smallEntries).map(([path, each]) => {
    if (isEphemeral) return [path, each];
    const { recipe, ...rest } = each as { recipe?: Recipe };
    if (recipe?.type === 'placeholder') return [path, rest];
    return [path, recipe?.type === 'generate' ? { ...rest, recipe: { ...recipe, derivation: 'random' } } : each];
  });
  return Object.fromEntries(entries) as Record<string, FixtureEntry>;
}

const accessOf = (name: string) => ({
  roles: [
    { name: 'external-secrets', serviceAccounts: ['default'], namespaces: [name], policies: ['external-secrets'] },
  ],
  policies: [
    { name: 'external-secrets', rules: [{ path: 'secret/data/app-db-password', capabilities: ['read' as const] }] },
  ],
});

/** The document that rendering writes beside the objects. */
function environmentOf(name: string, isEphemeral: boolean): EnvironmentDocument {
  const placement = (namespace: string, secret: string, keys: Readonly<Record<string, readonly string[]>>) => ({
    component: 'app',
    secret,
    externalSecret: `${secret}-sync`,
    namespace,
    keys: Object.entries(keys).map(([key, ids]) => ({ name: key, from: [...ids] })),
  });
  const { kubernetesHost, placeholder, knownPlaceholders, upstream, namespace, vault } = smallSettings;
  return {
    kind: 'Environment',
    version: 1,
    name,
    lifecycle: isEphemeral ? 'ephemeral' : 'regulated',
    namespace: name,
    cluster: { name, environments: [name], stores: 'cluster', sharedNamespaces: [], isDisposable: isEphemeral },
    vault: {
      address: vaultAddress.replaceAll('demo', name),
      operatedBy: isEphemeral ? 'bootstrap' : 'ceremony',
      authMount: 'kubernetes',
      auth: { method: 'kubernetes' },
    },
    kubernetesHost,
    upstream: isEphemeral ? { ...upstream, type: 'local' } : { type: 'none' },
    placeholders: placeholderDigests([placeholder, ...knownPlaceholders.exact], knownPlaceholders.prefixes),
    ...(isEphemeral && {
      bootstrap: { component: 'app', name: smallSettings.name, namespace, credentialsSecret: vault.credentialsSecret },
    }),
    engines: { '': { mount: 'secret', version: 2, isOwn: true } },
    stores: [
      {
        name: 'store',
        kind: 'ClusterSecretStore',
        use: 'read',
        provider: 'vault',
        role: 'external-secrets',
        component: 'app',
      },
    ],
    components: [
      { name: 'app', owner: 'team', phase: 600, secretsPhase: 600, folder: 'services/app', namespace: name, reads: [] },
    ],
    disabled: [],
    placements: [
      placement(name, 'app-db', {
        password: ['app-db-password'],
        url: ['app-db-url'],
        username: ['app-db-username'],
      }),
      placement(name, 'app-oidc', { 'client-secret': ['app-oidc-client-secret'] }),
      placement(name, 'mirrored', { password: ['mirrored-password'] }),
      placement(name, 'registry', { '.dockerconfigjson': ['registry-token'], note: [] }),
      placement('other', 'twin', { password: ['app-db-password'] }),
      placement('another', 'twin', { password: ['registry-token'] }),
    ],
    producers: [],
    keys: entriesOf(isEphemeral),
    ...accessOf(name),
    delivered: delivered(name).map((secret) => ({ ...secret, component: 'app' })),
  };
}

function objectsOf(name: string, isEphemeral: boolean): object[] {
  const maps = { version: 1, environment: name, mount: 'secret' };
  const entries = entriesOf(isEphemeral);
  return [
    document(name, 'fixture-map', { kind: 'FixtureMap', ...maps, property: 'value', entries }),
    document(name, 'access-map', { kind: 'AccessMap', ...maps, authMount: 'kubernetes', ...accessOf(name) }),
    document(name, 'delivered-secrets', {
      kind: 'DeliveredSecrets',
      version: 1,
      environment: name,
      secrets: delivered(name),
    }),
    ...(isEphemeral ? [document(name, 'bootstrap-settings', smallSettings)] : []),
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: 'store' },
      spec: { provider: { vault: { server: vaultAddress.replaceAll('demo', name) } } },
    },
    externalSecret(name, 'app-db', {
      password: 'app-db-password',
      url: 'app-db-url',
      username: 'app-db-username',
    }),
    externalSecret(name, 'app-oidc', { 'client-secret': 'app-oidc-client-secret' }),
    externalSecret(name, 'mirrored', { password: 'mirrored-password' }),
    externalSecret(
      name,
      'registry',
      { token: 'registry-token', user: 'app-db-username' },
      { '.dockerconfigjson': '{"auth":"{{ index . "token" | b64enc }}"}', note: 'no value of Vault' },
    ),
    externalSecret('other', 'twin', { password: 'app-db-password' }),
    externalSecret('another', 'twin', { password: 'registry-token' }),
  ];
}

/** Writes an output folder of two environments: `demo` with a bootstrap, `strict` without. */
export function writeSmallDist(folder: string): string {
  const dist = join(folder, 'dist');
  for (const [name, isEphemeral] of [
    ['demo', true],
    ['strict', false],
  ] as const) {
    objectsOf(name, isEphemeral).forEach((object, index) => {
      const file = join(dist, name, 'services', 'app', `${index}.yaml`);
      mkdirSync(dirname(file), { recursive: true });
      // JSON is YAML.
      writeFileSync(file, JSON.stringify(object));
    });
    writeFileSync(join(dist, name, 'environment.json'), JSON.stringify(environmentOf(name, isEphemeral)));
    mkdirSync(join(dist, name, 'values'));
    writeFileSync(join(dist, name, 'values', 'app.yaml'), 'kind: no object\napiVersion: 1\nmetadata: {name: x}\n');
  }
  return dist;
}
