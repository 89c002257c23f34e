import { expect, test } from 'vitest';
import {
  AccessMap,
  ConfiguratorJob,
  type ConfiguratorJobProps,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  renderPlatform,
  SecretStore,
  Service,
  ServiceSecrets,
  VaultFixture,
} from '../../src/index.ts';

const image = `registry.example/node:24@sha256:${'0'.repeat(64)}` as const;
const keyVault = { type: 'azure-key-vault', uri: 'https://live.vault.azure.net/', secretPrefix: '' } as const;
const local = { type: 'local', secret: 'values', key: 'values.json' } as const;

/** Of a Job or a CronJob. */
interface JobLike {
  readonly schedule?: string;
  readonly template?: object;
  readonly jobTemplate?: { readonly spec: JobLike };
}

/** Renders a key that is drawn in one environment and given in the regulated one. */
async function render(
  upstream: typeof keyVault | typeof local,
  props: Pick<ConfiguratorJobProps, 'schedule' | 'handoverSeconds'> = {},
  paths: readonly string[] = [],
) {
  const platform = definePlatform({
    store: 'play-vault',
    clusters: { lab: { stores: 'namespaced' } },
    environments: {
      play: {
        cluster: 'lab',
        namespace: 'play',
        lifecycle: 'ephemeral',
        vault: { address: 'https://vault.play.svc:8200', managed: true },
      },
      live: {
        cluster: 'lab',
        namespace: 'live',
        lifecycle: 'regulated',
        vault: {
          address: 'https://vault.live.svc:8200',
          autoUnseal: { type: 'awskms', region: 'eu', kmsKeyId: 'alias/unseal' },
        },
        upstream,
      },
    },
  });
  type Env = EnvironmentScope<typeof platform>;
  const password = platform.vault.generated('admin-password');
  const token = platform.vault.generated('admin-token', { inputIn: ['live'] });
  const url = platform.vault.url('admin-url')`https://admin:${password}@site.example/`;
  const recipeOverrides = [
    platform.overrideRecipe(password, 'live', { type: 'upstream', name: 'admin-input', required: true }),
  ];
  class Foundation extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'foundation', { owner: 'players', phase: 155 });
      SecretStore.whereNeeded(this);
      const [fixtureMap, accessMap] = [new VaultFixture(this), new AccessMap(this)];
      const { environment } = env;
      if (environment.lifecycle === 'regulated')
        new ConfiguratorJob(this, { environment, name: 'configurator', image, fixtureMap, accessMap, ...props });
    }
  }
  class Site extends Service<Env> {
    constructor(env: Env) {
      super(env, 'site', { owner: 'players', phase: 600 });
      const more = paths.map((path, index) => [`key-${index}`, platform.vault.generated(path)]);
      const keys = { password, url, token, ...Object.fromEntries(more) };
      new ServiceSecrets(this, [platform.secret('site', { purpose: 'The administrator of the site', keys })]);
    }
  }
  const { manifests, files, diagnostics } = await renderPlatform(platform, {
    components: [Foundation, Site],
    recipeOverrides,
  });
  const objects = manifests.map(({ value }) => value);
  const specOf = (kind: string): JobLike | undefined =>
    objects.find((object) => object.kind === kind)?.spec as JobLike | undefined;
  const document = (environment: string) => JSON.parse(files.get(`${environment}/environment.json`) ?? '{}');
  const problems = diagnostics.filter(({ code }) => code.startsWith('VW1')).map(({ code, what }) => `${code} ${what}`);
  return { job: specOf('Job'), cronJob: specOf('CronJob'), document, problems };
}

test('a value that is generated elsewhere is an external input where its declaration or an override says so', async () => {
  const { document, problems } = await render(local);
  expect(problems).toEqual([]);
  expect(document('play').keys['admin-password']).toMatchObject({ origin: 'generated', writer: 'bootstrap' });
  expect(document('live').keys['admin-password']).toEqual({
    origin: 'external',
    writer: 'upstream',
    recipe: { type: 'upstream', name: 'admin-input', required: true },
  });
  expect(document('play').keys['admin-token']).toMatchObject({ origin: 'generated', recipe: { type: 'generate' } });
  expect(document('live').keys['admin-token']).toMatchObject({
    origin: 'external',
    recipe: { type: 'upstream', name: 'admin-token', required: true },
  });
  const { rules } = document('live').configurator.policy;
  const capabilities = (path: string) => rules.find((rule: { path: string }) => rule.path === path)?.capabilities;
  // It follows the store, and the URL is composed from it.
  expect(capabilities('secret/data/admin-password')).toEqual(['create', 'read', 'update']);
  expect(capabilities('secret/data/admin-url')).toEqual(['create']);
});

test('a CronJob runs the Pod of the Job again, where the upstream store has versions', async () => {
  const { job, cronJob } = await render(keyVault, { handoverSeconds: 600 });
  expect(cronJob).toMatchObject({ schedule: '23 * * * *', concurrencyPolicy: 'Forbid' });
  expect(cronJob?.jobTemplate?.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 600 + 240 + 60 });
  expect(cronJob?.jobTemplate?.spec.template).toEqual(job?.template);
});

test.each([
  ['a store without versions has none', local, {}, undefined],
  ['it can be left out', keyVault, { schedule: false }, undefined],
  ['its schedule can be another', local, { schedule: '0 4 * * *' }, '0 4 * * *'],
] as const)('%s', async (_, upstream, props, schedule) => {
  const { job, cronJob } = await render(upstream, props);
  expect(job).toBeDefined();
  expect(cronJob?.schedule).toBe(schedule);
});

test('a policy that Vault would not store is refused', async () => {
  const paths = Array.from({ length: 200 }, (_, index) => `${'long'.repeat(700)}-${index}`);
  const { problems } = await render(local, {}, paths);
  expect(problems).toEqual([
    expect.stringMatching(/^VW1215 Policy "configurator" names \d{3} paths and has 1\d{6} bytes$/),
  ]);
});
