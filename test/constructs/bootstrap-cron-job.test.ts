import { beforeAll, describe, expect, test } from 'vitest';
import {
  AccessMap,
  BootstrapCronJob,
  type BootstrapCronJobProps,
  bootstrapSettingsSchema,
  ClusterSecretStore,
  type ComponentSource,
  definePlatform,
  EnvironmentApp,
  type EnvironmentScope,
  FoundationComponent,
  type PinnedImage,
  type RenderedPlatform,
  renderPlatform,
  ServiceSecrets,
  VaultFixture,
  whereRead,
} from '../../src/index.ts';
import { schemaProblems } from '../imports/manifest-schema.ts';

const image = `registry.example/node:24.0.0@sha256:${'0'.repeat(64)}` as const;
const clientId = '00000000-0000-0000-0000-000000000000';

const playground = definePlatform({
  store: 'play-vault',
  placeholder: 'to-come',
  knownPlaceholders: { exact: ['TODO'], prefixes: ['todo_'] },
  kubernetesHost: 'https://kubernetes.example:6443',
  clusters: { lab: { stores: 'cluster' } },
  environments: {
    cloud: {
      cluster: 'lab',
      namespace: 'play',
      lifecycle: 'ephemeral',
      vault: {
        address: 'http://vault.secrets.svc:8200',
        bootstrap: { initialize: true, unseal: false, credentialsSecret: 'vault-keys' },
      },
      upstream: { type: 'azure-key-vault', uri: 'https://play.example/', secretPrefix: 'play-', clientId },
    },
  },
});
const { vault, secret } = playground;
type Env = EnvironmentScope<typeof playground>;
const password = vault.generated('play-db-password');
const user = vault.literal('play-db-username', 'play');
const database = secret('play-db', { purpose: 'Test', keys: { password, user } });
const former = secret('play-db-former', { purpose: 'Test', keys: { pass: password, name: user } });

type Options = Partial<BootstrapCronJobProps<Env>>;

function componentOf(options: Options): ComponentSource {
  return class Foundation extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'foundation', { owner: 'players', phase: 155 });
      new ClusterSecretStore(this, { conditions: whereRead });
      new ServiceSecrets(this, database);
      const { environment } = env;
      const [fixtureMap, accessMap] = [new VaultFixture(this), new AccessMap(this)];
      if (environment.lifecycle === 'ephemeral')
        new BootstrapCronJob(this, { environment, name: 'play-bootstrap', image, fixtureMap, accessMap, ...options });
    }
  };
}

const render = (options: Options): Promise<RenderedPlatform> =>
  renderPlatform(playground, { components: [componentOf(options)] });

const find = ({ manifests }: RenderedPlatform, kind: string, name: string): unknown =>
  manifests.find(
    ({ value }) => value.kind === kind && (value.metadata as { readonly name?: string } | undefined)?.name === name,
  )?.value;

describe('a bootstrap of an environment in Azure', () => {
  let rendered: RenderedPlatform;
  beforeAll(async () => {
    rendered = await render({
      backfill: [
        { key: user, from: former.key('name') },
        { key: password, from: former.key('pass') },
      ],
      seedSecret: 'play-seed',
      schedule: '*/5 * * * *',
      deadlineSeconds: 100,
      failedJobsHistoryLimit: 0,
      memoryMebibytes: 400,
      nodeSelector: { pool: 'tools' },
      tolerations: [{ key: 'tools', operator: 'Exists', effect: 'NoSchedule' }],
    });
  });

  test('is sound, and the API server takes it whole', () => {
    expect(rendered.diagnostics).toEqual([]);
    expect(rendered.manifests.flatMap(({ role, value }) => (role === 'object' ? schemaProblems(value) : []))).toEqual(
      [],
    );
  });

  test('may write two Secrets and its Lease, and read what it takes over: each by its name', () => {
    expect(find(rendered, 'Role', 'play-bootstrap')).toMatchObject({
      metadata: { namespace: 'play' },
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: ['play-seed', 'vault-keys'],
          verbs: ['get', 'create', 'patch'],
        },
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['play-db-former'], verbs: ['get'] },
        {
          apiGroups: ['coordination.k8s.io'],
          resources: ['leases'],
          resourceNames: ['play-bootstrap'],
          verbs: ['get', 'create', 'patch'],
        },
      ],
    });
  });

  test('reaches names, the API server, its upstream store and Vault, and is reached by nobody', () => {
    expect(find(rendered, 'NetworkPolicy', 'play-bootstrap')).toMatchObject({
      metadata: { namespace: 'play' },
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'play-bootstrap' } },
        policyTypes: ['Egress', 'Ingress'],
        egress: [
          {
            ports: [
              { protocol: 'UDP', port: 53 },
              { protocol: 'TCP', port: 53 },
            ],
          },
          { ports: [443, 6443, 8443].map((port) => ({ protocol: 'TCP', port })) },
          { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'secrets' } } }] },
        ],
        ingress: [],
      },
    });
    expect(find(rendered, 'CronJob', 'play-bootstrap')).toMatchObject({
      spec: {
        jobTemplate: { spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': 'play-bootstrap' } } } } },
      },
    });
  });

  test('logs in by its workload identity', () => {
    expect(find(rendered, 'ServiceAccount', 'play-bootstrap')).toMatchObject({
      metadata: { annotations: { 'azure.workload.identity/client-id': clientId } },
    });
    expect(find(rendered, 'CronJob', 'play-bootstrap')).toMatchObject({
      spec: {
        jobTemplate: { spec: { template: { metadata: { labels: { 'azure.workload.identity/use': 'true' } } } } },
      },
    });
  });

  test('is told everything that the platform and its profile say', () => {
    const { data } = find(rendered, 'ConfigMap', 'vault-bootstrap-settings') as { data: Record<string, string> };
    expect(bootstrapSettingsSchema.parse(JSON.parse(data['bootstrap-settings.json'] ?? ''))).toEqual({
      kind: 'BootstrapSettings',
      version: 1,
      environment: 'cloud',
      name: 'play-bootstrap',
      namespace: 'play',
      vault: {
        address: 'http://vault.secrets.svc:8200',
        initialize: true,
        unseal: false,
        credentialsSecret: 'vault-keys',
      },
      kubernetesHost: 'https://kubernetes.example:6443',
      seedSecret: 'play-seed',
      upstream: { type: 'azure-key-vault', uri: 'https://play.example/', secretPrefix: 'play-', clientId },
      placeholder: 'to-come',
      knownPlaceholders: { exact: ['TODO'], prefixes: ['todo_'] },
      backfill: [
        { path: 'play-db-password', secret: 'play-db-former', key: 'pass' },
        { path: 'play-db-username', secret: 'play-db-former', key: 'name' },
      ],
      deadlineSeconds: 100,
    });
  });

  test('keeps to what it was given, and gives the program its whole time', () => {
    expect(find(rendered, 'CronJob', 'play-bootstrap')).toMatchObject({
      spec: {
        schedule: '*/5 * * * *',
        failedJobsHistoryLimit: 0,
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: 160,
            template: {
              spec: {
                nodeSelector: { pool: 'tools' },
                tolerations: [{ key: 'tools', operator: 'Exists', effect: 'NoSchedule' }],
                containers: [
                  {
                    image,
                    command: ['node', '--max-old-space-size=300', '/opt/vaultwright/program/bootstrap.mjs'],
                    resources: { limits: { memory: '400Mi' } },
                  },
                ],
              },
            },
          },
        },
      },
    });
  });
});

test.each([
  ['registry.example/node:24', ''],
  ['registry.example/node:24', '@sha256:'],
  ['registry.example/node:24', `@sha256:${'0'.repeat(63)}`],
  ['registry.example/node:24', `@sha256:${'0'.repeat(65)}`],
  ['registry.example/node:24', `@sha256:${'g'.repeat(64)}`],
  ['registry.example/node:24', `@sha512:${'0'.repeat(64)}`],
  ['registry.example/node', `@sha256:${'0'.repeat(64)}`],
  ['', `:24@sha256:${'0'.repeat(64)}`],
])('an image that is not pinned whole is refused: %s%s', async (name, digest) => {
  const { diagnostics } = await render({ image: `${name}${digest}` as PinnedImage });
  expect(diagnostics.map(({ code }) => code)).toContain('VW1124');
});

test('a bootstrap without programs to render says where they come from', () => {
  const [environment] = [...playground.environments.values()];
  const cluster = playground.clusters.get('lab');
  if (environment === undefined || cluster === undefined) throw new Error('the platform is sound');
  expect(() => new EnvironmentApp(playground, environment, cluster).programs).toThrow('renderPlatform');
});
