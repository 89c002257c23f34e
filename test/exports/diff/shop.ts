import type { RenderedTree } from '../../../src/exports/rendered/rendered-side.ts';
import type { VaultKey } from '../../../src/index.ts';
import {
  AccessMap,
  BootstrapCronJob,
  ClusterSecretStore,
  DeliveredSecrets,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  renderPlatform,
  SecretStore,
  Service,
  ServiceSecrets,
  UnreadVaultKeys,
  VaultFixture,
  VaultWriter,
  whereRead,
} from '../../../src/index.ts';

/**
 * What may be otherwise in a rendering of the shop; each is what a person would change in the declarations.
 */
export const original = {
  /** Namespace of the ephemeral environment. */
  namespace: 'shop-lab',
  address: 'http://vault.shop-lab.svc:8200',
  credentialsSecret: 'vault-keys',
  seal: 'transit' as 'transit' | 'awskms',
  managed: false,
  authMount: 'kubernetes',
  upstream: 'https://shop.example/',
  engine: 'apps',
  previews: 'pr-shop-*',
  owner: 'sellers',
  phase: 300,
  hasStaging: false,
  hasWorker: false,
  isWorkerOff: false,
  /** Component that brings the Secret of the database. */
  bringer: 'shop' as 'shop' | 'store-room',
  hasCache: true,
  /** A name that nothing brings is refused, so the two go together. */
  readsCache: true,
  cacheKey: 'cache-password',
  passwordLength: 32,
  externalSecret: 'cache-sync',
  refresh: '1h',
  creation: 'Owner' as 'Owner' | 'Merge',
  label: 'blue',
  hasToken: false,
  urlPath: 'literal-path',
  userName: 'literal-user',
  template: 'literal-text',
  mailName: 'smtp-password',
  mailRequired: false,
  mailEncoding: 'plain' as 'plain' | 'base64',
  producer: 'minter',
  deliveredKeys: ['username', 'password'] as readonly string[],
  deliveredBy: 'the database operator',
  unread: 'Read by pipelines',
  valuesReplicas: 2,
  extraOrigin: 'generated' as 'generated' | 'external',
  writerAccounts: ['minter'] as readonly string[],
  /** Whether Argo CD rolls it out. */
  hasArgoCd: false,
  /** Order of the components in the program. */
  isReversed: false,
  workerNamespace: (({ namespace }) => namespace) as (environment: { readonly namespace: string }) => string,
};
export type Choice = typeof original;

/** Renders the shop, and returns its files; guardrails must pass. */
export async function renderShop(choice: Partial<Choice> = {}): Promise<RenderedTree> {
  const c = { ...original, ...choice };
  const seals = {
    transit: { type: 'transit', address: 'https://seal.example', keyName: 'a' },
    awskms: { type: 'awskms', region: 'eu-central-1', kmsKeyId: 'alias/shop' },
  } as const;
  const upstream = { type: 'azure-key-vault', uri: c.upstream } as const;
  const regulated = (name: string) =>
    ({
      cluster: 'farm',
      namespace: `shop-${name}`,
      lifecycle: 'regulated',
      vault: { address: `https://vault.shop-${name}.svc:8200`, autoUnseal: seals[c.seal] },
      upstream,
    }) as const;
  const platform = definePlatform({
    store: 'shop-vault',
    ...(c.hasArgoCd && { argoCd: { repoURL: 'https://git.example/team/gitops' } }),
    clusters: { laptop: { stores: 'cluster', sharedNamespaces: { tools: 'lab' } }, farm: { stores: 'namespaced' } },
    stores: { apps: { provider: 'vault', mount: c.engine } },
    environments: {
      lab: {
        cluster: 'laptop',
        namespace: c.namespace,
        lifecycle: 'ephemeral',
        vault: c.managed
          ? { address: c.address, managed: true, login: { method: 'kubernetes', mount: c.authMount } }
          : {
              address: c.address,
              login: { method: 'kubernetes', mount: c.authMount },
              bootstrap: { initialize: true, unseal: true, credentialsSecret: c.credentialsSecret },
            },
        upstream,
        previews: { namespaces: c.previews as `${string}-*`, components: ['shop'] },
      },
      live: regulated('live'),
      ...(c.hasStaging && { staging: regulated('staging') }),
    },
  } as never) as unknown as ReturnType<typeof typed>;
  const { vault, secret, delivered, template, producer } = platform;
  const minter = producer(c.producer);

  const user = vault.literal('database-user', c.userName);
  const password = vault.generated('database-password', { length: c.passwordLength });
  const database = secret('database', {
    purpose: 'Database of the shop',
    refreshInterval: c.refresh,
    labels: { colour: c.label },
    keys: {
      username: user,
      password,
      url: vault.url('database-url')`postgresql://${user}:${password}@postgres/${c.urlPath}`,
      ...(c.hasToken && { token: vault.produced('shop-token', { by: minter, until: 'placeholder' }) }),
    } as { readonly username: VaultKey; readonly password: VaultKey; readonly url: VaultKey },
  });
  const mail = vault.external('mail-password', {
    name: c.mailName,
    ...(c.mailRequired && { requiredIn: ['live'] as const }),
    encoding: c.mailEncoding,
  });
  const settings = secret('settings', {
    purpose: 'Settings of the shop',
    keys: { 'settings.json': template`{"${c.template}":"${mail}"}` },
  });
  const cache = secret('cache', {
    purpose: 'Cache of the shop',
    externalSecret: c.externalSecret,
    keys: { password: vault.generated(c.cacheKey) },
  });
  const extra = secret('extra', {
    purpose: 'Read by hand only',
    creationPolicy: c.creation,
    keys: {
      password: c.extraOrigin === 'generated' ? vault.generated('extra-password') : vault.external('extra-password'),
    },
  });
  const minted = secret('minted', {
    purpose: 'What a service makes',
    keys: { secret: vault.produced('minted-secret', { by: minter, until: 'placeholder' }) },
  });
  const bucket = secret('bucket', {
    purpose: 'An entry of another engine',
    from: vault.entry('bucket', (own) => ({ access: own.literal('literal-access'), secret: own.generated() }), {
      engine: 'apps',
    }),
  });
  const superuser = delivered('superuser', {
    by: c.deliveredBy,
    purpose: 'Of the database',
    keys: c.deliveredKeys as readonly ['username', 'password'],
  });
  const unread = vault.external('pipeline-token');

  type Env = EnvironmentScope<typeof platform>;
  class Foundation extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'foundation', { owner: 'keepers', phase: 100 });
      const fixtureMap = new VaultFixture(this);
      const accessMap = new AccessMap(this);
      new DeliveredSecretsRecord(this);
      if (env.storeKind === 'ClusterSecretStore') new ClusterSecretStore(this, { conditions: whereRead });
      ClusterSecretStore.whereNeeded(this);
      SecretStore.whereNeeded(this);
      new UnreadVaultKeys(this, [unread], { reason: c.unread });
      new VaultWriter(this, minter, { role: 'minter', serviceAccounts: c.writerAccounts });
      new DeliveredSecrets(this, superuser);
      const { environment } = env;
      const image = `docker.io/library/node:24@sha256:${'a'.repeat(64)}` as const;
      if (environment.lifecycle === 'ephemeral' && !c.managed)
        new BootstrapCronJob(this, { environment, name: 'bootstrap', image, fixtureMap, accessMap } as never);
    }
  }
  class Shop extends Service<Env> {
    constructor(env: Env) {
      super(env, 'shop', {
        owner: c.owner,
        phase: c.phase,
        ...(c.hasArgoCd && { argoCd: { chart: { path: 'charts/shop' } } }),
      });
      if (c.bringer === 'shop') new ServiceSecrets(this, database);
      new ServiceSecrets(this, [settings, minted, bucket, extra]);
      this.values({
        replicas: c.valuesReplicas,
        host: env.environment.namespace,
        database: { existingSecret: database },
      });
    }
  }
  class StoreRoom extends Service<Env> {
    constructor(env: Env) {
      super(env, 'store-room', { owner: 'sellers', phase: 200 });
      if (c.bringer === 'store-room') new ServiceSecrets(this, database);
      if (c.hasCache) new ServiceSecrets(this, cache);
      if (c.readsCache) this.values({ cache: { existingSecret: 'cache' } } as never);
    }
  }
  class Worker extends Service<Env> {
    constructor(env: Env) {
      super(env, 'worker', {
        owner: 'sellers',
        phase: 300,
        namespace: c.workerNamespace,
        disabled: c.isWorkerOff && 'Nobody needs it',
      });
    }
  }
  const components = [Foundation, Shop, StoreRoom, ...(c.hasWorker ? [Worker] : [])];
  const { files, diagnostics } = await renderPlatform(platform, {
    components: c.isReversed ? components.reverse() : components,
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, what }) => `${code} ${what}`).join('\n'));
  return { name: 'shop', files };
}

const typed = () =>
  definePlatform({
    store: 'shop-vault',
    clusters: { laptop: { stores: 'cluster', sharedNamespaces: { tools: 'lab' } }, farm: { stores: 'namespaced' } },
    stores: { apps: { provider: 'vault', mount: 'apps' } },
    environments: {
      lab: {
        cluster: 'laptop',
        namespace: 'shop-lab',
        lifecycle: 'ephemeral',
        vault: {
          address: 'http://vault',
          bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
        },
        upstream: { type: 'azure-key-vault', uri: 'https://shop.example/' },
      },
      live: {
        cluster: 'farm',
        namespace: 'shop-live',
        lifecycle: 'regulated',
        vault: { address: 'https://vault', autoUnseal: { type: 'transit', address: 'https://seal', keyName: 'a' } },
        upstream: { type: 'azure-key-vault', uri: 'https://shop.example/' },
      },
    },
  });
