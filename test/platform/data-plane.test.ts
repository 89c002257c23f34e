import { describe, expect, test } from 'vitest';
import { keycloakClients } from '../../src/contracts/keycloak.ts';
import { accessMapSchema, deliveredSecretsSchema, formatDiagnostic } from '../../src/index.ts';
import { ameide } from '../../src/platform/definition.ts';
import { executeTemplate } from './execute-template.ts';
import { RenderedEnvironment, type RenderedSpec } from './rendered-environment.ts';
import { sharedRendering } from './shared-rendering.ts';

const rendered = await sharedRendering();
const environments = ameide.environmentNames.map((name) => new RenderedEnvironment(rendered, name));

/** What the operator fetches where each Vault key holds its own path, or the value that is given for it. */
const fetched = ({ data }: RenderedSpec, values: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(data.map(({ secretKey, remoteRef }) => [secretKey, values[remoteRef.key] ?? remoteRef.key]));

const dataPlane = {
  'platform-db-credentials': ['PLATFORM', 'platform'],
  'agents-db-secret': ['AGENTS', 'agents'],
  'agents-runtime-db-secret': ['AGENTS_RUNTIME', 'agents-runtime'],
  'graph-db-credentials': ['GRAPH', 'graph'],
  'transformation-db-credentials': ['TRANSFORMATION', 'transformation'],
  'threads-db-credentials': ['THREADS', 'threads'],
  'workflows-db-secret': ['WORKFLOWS', 'workflows'],
} as const;

/** What the realm chart is told about the client-patcher. */
interface RealmValues {
  readonly clientPatcher: {
    readonly loginSecretRef: { readonly name: string; readonly clientIdKey: string; readonly clientSecretKey: string };
    readonly secretExtraction: Readonly<
      Record<'clients' | 'masterRealmClients', readonly { readonly clientId: string; readonly vaultKey: string }[]>
    >;
    readonly serviceAccountName: string;
    readonly vault: Readonly<Record<string, string>>;
  };
}

test('the whole platform renders without a finding', () => {
  expect(rendered.diagnostics.map(formatDiagnostic)).toEqual([]);
});

describe.each(environments)('in $name', (environment) => {
  test.each([
    [
      'foundation-vault-secrets-platform',
      '230',
      [
        ...Object.keys(dataPlane),
        'keycloak-db-credentials',
        'keycloak-bootstrap-admin',
        'keycloak-master-bootstrap',
        'keycloak-admin-sa',
      ],
    ],
    ['foundation-vault-secrets-observability', '230', ['clickhouse-auth']],
    ['foundation-vault-secrets-keycloak-clients', '356', ['platform-app-master-client']],
  ])('%s owns its Secrets alone, in phase %s', (bundle, phase, secrets) => {
    const file = `${environment.name}/foundation/secrets/${bundle}/${bundle}.k8s.yaml`;
    const owned = environment.objects().filter((object) => object.file === file);
    expect(owned.map(({ spec }) => spec.target.name).sort()).toEqual([...secrets].sort());
    for (const { metadata } of owned) expect(metadata.labels['vaultwright.io/phase']).toBe(phase);
    for (const secret of secrets) expect(environment.writersOf(secret).map((writer) => writer.file)).toEqual([file]);
  });

  test.each(Object.entries(dataPlane))(
    '%s serves its service, the migrations and CloudNativePG',
    (secret, [prefix, path]) => {
      expect(environment.readsOf(secret)).toMatchObject({
        [`${prefix}_DATABASE_URL`]: `${path}-db-url`,
        [`${prefix}_DATABASE_USER`]: `${path}-db-username`,
        [`${prefix}_DATABASE_PASSWORD`]: `${path}-db-password`,
        username: `${path}-db-username`,
        password: `${path}-db-password`,
      });
      const { recipe } = environment.fixtures[`${path}-db-url`] ?? {};
      expect(recipe).toMatchObject({
        type: 'compose',
        parts: [
          { text: 'postgresql://' },
          { key: `${path}-db-username`, encode: 'url' },
          { text: ':' },
          { key: `${path}-db-password`, encode: 'url' },
          { text: expect.stringMatching(/^@postgres-ameide-rw\.ameide-[a-z]+\.svc\.cluster\.local:5432\/[a-z_]+$/) },
        ],
      });
      const { migrations } = environment.valuesOf('db-migrations') as {
        migrations: { existingSecrets: string[]; requiredKeys: string[] };
      };
      expect(migrations.existingSecrets).toContain(secret);
      expect(migrations.requiredKeys).toEqual(expect.arrayContaining([`${prefix}_DATABASE_URL`]));
    },
  );

  test('ClickHouse merges the two names that are no secret with what is fetched', () => {
    const { target, data } = environment.specOf('clickhouse-auth');
    expect(target.template).toEqual({
      engineVersion: 'v2',
      mergePolicy: 'Merge',
      metadata: {},
      data: { langfuseUsername: 'langfuse', plausibleUsername: 'plausible' },
    });
    expect(data.map(({ secretKey }) => secretKey)).toEqual([
      'adminPassword',
      'adminUsername',
      'langfusePassword',
      'password',
      'plausiblePassword',
    ]);
  });

  test('MinIO gets one file for each user, and none of the variables they are made of', () => {
    const spec = environment.specOf('minio-service-users');
    const { mergePolicy, data: files = {} } = spec.target.template ?? { mergePolicy: 'none' };
    const users = {
      'gitlab-user': ['gitlab-minio-access-key', 'gitlab-minio-secret-key'],
      'loki-user': ['loki-storage', 'loki-storage-secret-key'],
      'tempo-user': ['tempo-storage', 'tempo-storage-secret-key'],
      ...(['local', 'dev'].includes(environment.name) && {
        'workrequests-user': ['workrequests-minio-access-key', 'workrequests-minio-secret-key'],
      }),
    };
    expect(mergePolicy).toBe('Replace');
    expect(
      Object.fromEntries(Object.entries(files).map(([key, text]) => [key, executeTemplate(text, fetched(spec))])),
    ).toEqual(
      Object.fromEntries(
        Object.entries(users).map(([key, [user, password]]) => [
          key,
          `username=${user}\npassword=${password}\ndisabled=false\npolicies=readwrite\nsetPolicies=true\n`,
        ]),
      ),
    );
    for (const { secretKey } of spec.data) expect(Object.keys(users)).not.toContain(secretKey);
  });

  test('the user files of Loki and Tempo name the users that their own Secrets name', () => {
    const fixtures = environment.fixtures;
    for (const service of ['loki-storage', 'tempo-storage'])
      expect(fixtures[`${service}-access-key`]?.recipe).toEqual({ type: 'literal', value: service });
  });

  test('the pull Secret is a registry login whatever the token holds, in each namespace that this environment renders', () => {
    const written = environment.writersOf('ghcr-pull');
    const { cluster, namespace } = environment.profile;
    const shared = ameide.clusters.get(cluster)?.sharedNamespaces ?? {};
    expect(written.map(({ metadata }) => metadata.namespace).sort()).toEqual(
      [namespace, 'argocd', 'ameide-system', 'clickhouse-system']
        .filter((each) => each === namespace || shared[each] === environment.name)
        .sort(),
    );
    const token = 'fake "token"\\{{';
    for (const { spec } of written) {
      const { type, mergePolicy, data = {} } = spec.target.template ?? { mergePolicy: 'none' };
      expect({ type, mergePolicy, keys: Object.keys(data) }).toEqual({
        type: 'kubernetes.io/dockerconfigjson',
        mergePolicy: 'Replace',
        keys: ['.dockerconfigjson'],
      });
      const text = executeTemplate(data['.dockerconfigjson'] ?? '', fetched(spec, { 'ghcr-token': token }));
      expect(JSON.parse(text)).toEqual({
        auths: {
          'ghcr.io': {
            username: 'ghcr-username',
            password: token,
            auth: Buffer.from(`ghcr-username:${token}`).toString('base64'),
          },
        },
      });
      expect(text).not.toContain('}}');
    }
    for (const path of ['ghcr-token', 'ghcr-username'])
      expect(environment.fixtures[path]?.recipe).toEqual({ type: 'upstream', name: path, required: true });
  });

  test('the client-patcher extracts exactly the declared clients whose secrets this environment reads', () => {
    const { clientPatcher } = environment.valuesOf<RealmValues>('keycloak-realm');
    const { clients, masterRealmClients } = clientPatcher.secretExtraction;
    const { profile, readKeys } = environment;
    const published = environment.writtenBy('keycloak-client-patcher');
    const declared = Object.values(keycloakClients).map(({ clientId, realm, secret }) => ({
      realm,
      clientId,
      vaultKey: secret.pathIn(profile),
    }));
    const expected = declared.filter(({ vaultKey }) => readKeys.has(vaultKey));
    const sorted = (list: readonly { clientId: string }[]) =>
      [...list].sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
    expect(
      sorted([
        ...clients.map((client) => ({ realm: 'ameide', ...client })),
        ...masterRealmClients.map((client) => ({ realm: 'master', ...client })),
      ]),
    ).toEqual(sorted(expected));
    expect(expected.map(({ vaultKey }) => vaultKey).sort()).toEqual(published);
    expect(clients.some(({ clientId }) => clientId === 'coder')).toBe(environment.name === 'dev');

    const login = environment.readsOf(clientPatcher.loginSecretRef.name);
    expect(login[clientPatcher.loginSecretRef.clientIdKey]).toBe('keycloak-admin-sa-client-id');
    expect(login[clientPatcher.loginSecretRef.clientSecretKey]).toBe('keycloak-admin-sa-client-secret');
    expect(clientPatcher.vault).toEqual({
      addr: profile.vault.address,
      kvPath: 'secret',
      authRole: 'keycloak-client-patcher',
    });
    const { roles, policies } = environment.documentOf('access-map', (value) => accessMapSchema.parse(value));
    expect(roles.find(({ name }) => name === clientPatcher.vault.authRole)).toMatchObject({
      serviceAccounts: [clientPatcher.serviceAccountName],
      namespaces: [profile.namespace],
    });
    expect(policies.find(({ name }) => name === clientPatcher.vault.authRole)?.rules.map(({ path }) => path)).toEqual(
      published.map((path) => `secret/data/${path}`),
    );
  });

  test.each(['clickhouse', 'keycloak', 'langfuse-bootstrap', 'pgadmin', 'platform-postgres-clusters'])(
    '%s renders no ExternalSecret of its own beside the one that is owned here',
    (component) => {
      expect(environment.valuesOf(component)).toMatchObject({ externalSecrets: { enabled: false } });
    },
  );

  test('each Secret that the database chart delivers is mirrored to a path that nothing reads', () => {
    const mirrors = environment.objects('PushSecret');
    expect(mirrors.map(({ spec }) => spec.selector?.secret.name).sort()).toEqual([
      'backstage-db-credentials',
      'inference-db-credentials',
      'plausible-db-credentials',
      'temporal-db-env',
      'temporal-visibility-db-env',
    ]);
    const copies = environment.writtenBy('mirror');
    expect(copies).toEqual([
      'backstage-db-password',
      'inference-db-password',
      'plausible-db-password',
      'temporal-db-password',
      'temporal-visibility-db-password',
    ]);
    expect(copies.filter((path) => environment.readKeys.has(path))).toEqual([]);
  });
});

test.each([
  ['argocd-secret', ['local', 'production']],
  ['arc-github-auth', ['local', 'production']],
  ['agents-int-tests-secrets', ['dev', 'local']],
  ['azuredns-config', []],
  ['coder-db-url', ['dev']],
  ['gitlab-api-credentials-e2e', ['dev', 'local']],
  ['neo4j-auth', []],
  ['nifi-sensitive-props', ['dev', 'production', 'staging']],
  ['platform-db-credentials', ['dev', 'local', 'production', 'staging']],
  ['playwright-int-tests-secrets', ['dev', 'local']],
  ['postgres-ameide-replication', []],
])('%s exists in exactly the environments that have its component', (secret, where) => {
  expect(environments.filter((each) => each.writersOf(secret).length > 0).map(({ name }) => name)).toEqual(where);
});

test.each(environments.filter(({ name }) => ['local', 'production'].includes(name)))(
  'in $name Argo CD keeps what its installation put into its Secret',
  (environment) => {
    const spec = environment.specOf('argocd-secret');
    expect(spec.target.creationPolicy).toBe('Merge');
    expect(environment.readsOf('argocd-secret')).toEqual({
      'admin.password': 'argocd-admin-password-hash',
      'admin.passwordMtime': 'argocd-admin-password-mtime',
      'dex.keycloak.clientSecret': 'argocd-dex-client-secret',
      'dex.oauth.clientSecret': 'argocd-dex-client-secret',
      'server.secretkey': 'argocd-server-secretkey',
    });
    expect(environment.fixtures['argocd-admin-password-hash']?.recipe).toEqual({
      type: 'compose',
      parts: [{ key: 'argocd-admin-password', encode: 'bcrypt' }],
    });
  },
);

test.each([
  ['vault-auto-credentials', ['dev', 'local']],
  ['vault-bootstrap-local-secrets', ['local']],
  ['ameide-local-ca', ['local']],
  ['postgres-ameide-superuser', ['dev', 'local', 'production', 'staging']],
  ['repo-creds-ameide-gitops', ['local', 'production']],
])('%s is on record as delivered exactly where it is', (secret, where) => {
  const delivered = (environment: RenderedEnvironment): string[] =>
    environment
      .documentOf('delivered-secrets', (value) => deliveredSecretsSchema.parse(value))
      .secrets.map(({ name }) => name);
  expect(environments.filter((each) => delivered(each).includes(secret)).map(({ name }) => name)).toEqual(where);
});
