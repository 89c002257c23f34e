import {
  AccessMap,
  ClusterSecretStore,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type Profile,
  type RenderedPlatform,
  renderPlatform,
  SecretStore,
  Service,
  ServiceSecrets,
  VaultFixture,
  whereRead,
} from '../../src/index.ts';

type Ephemeral = Extract<Profile, { lifecycle: 'ephemeral' }>;
/** What an environment says about its previews. */
export type Previews = NonNullable<Ephemeral['previews']>;

const upstream = { type: 'azure-key-vault', uri: 'https://shop.example/' } as const;
const address = (namespace: string, scheme = 'http'): string => `${scheme}://vault.${namespace}.svc.cluster.local:8200`;
const ephemeral = (cluster: 'laptop' | 'farm', namespace: string, previews: Previews | undefined) =>
  ({
    cluster,
    namespace,
    lifecycle: 'ephemeral',
    vault: {
      address: address(namespace),
      bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
    },
    upstream,
    ...(previews && { previews }),
  }) as const;

/** Previews of each environment; those that are left out have none. */
export interface PreviewsByEnvironment {
  readonly local?: Previews;
  readonly dev?: Previews;
  readonly test?: Previews;
  readonly production?: Previews;
}

/**
 * A platform of a laptop, whose one store serves the cluster, and of a farm of environments, each with a
 * store in every namespace.
 *
 * `web` reads two keys in the namespace of the environment and another one in a shared namespace; `worker`
 * shares one of the two.
 */
function previewPlatform(previews: PreviewsByEnvironment, tools: string) {
  const { production } = previews;
  return definePlatform({
    store: 'shop-vault',
    clusters: {
      laptop: { stores: 'cluster', sharedNamespaces: { [tools]: 'local' } },
      farm: { stores: 'namespaced', sharedNamespaces: { [tools]: 'dev' } },
    },
    environments: {
      local: ephemeral('laptop', 'shop-local', previews.local),
      dev: ephemeral('farm', 'shop-dev', previews.dev),
      test: ephemeral('farm', 'shop-test', previews.test),
      production: {
        cluster: 'farm',
        namespace: 'shop-production',
        lifecycle: 'regulated',
        vault: {
          address: address('shop-production', 'https'),
          autoUnseal: { type: 'transit', address: 'https://seal.example', keyName: 'a' },
        },
        upstream,
        // Past the compiler, which knows that a regulated environment has none.
        ...(production && { previews: production as never }),
      },
    },
  });
}

type Env = EnvironmentScope<ReturnType<typeof previewPlatform>>;

/**
 * Renders the platform.
 * @param tools name of the shared namespace
 */
export function renderPreviewPlatform(previews: PreviewsByEnvironment, tools = 'tools'): Promise<RenderedPlatform> {
  const platform = previewPlatform(previews, tools);
  const { vault, secret, template } = platform;
  const shared = vault.generated('shared-password');
  const session = secret('web-session', {
    purpose: 'Key of sessions, and the same in a document',
    keys: {
      KEY: shared,
      'document.json': template`{"key":"${shared}","token":"${vault.external('web-token')}"}`,
    },
  });
  const tool = secret('web-tool', { purpose: 'Of a tool', keys: { password: vault.generated('tool-password') } });
  const queue = secret('worker-queue', {
    purpose: 'Of the queue',
    keys: { password: shared, other: vault.generated('worker-password') },
  });

  class Foundation extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'foundation', { owner: 'keepers', phase: 100 });
      new VaultFixture(this);
      new AccessMap(this);
      new DeliveredSecretsRecord(this);
      if (env.storeKind === 'ClusterSecretStore') new ClusterSecretStore(this, { conditions: whereRead });
      SecretStore.whereNeeded(this);
    }
  }
  class Web extends Service<Env> {
    constructor(env: Env) {
      super(env, 'web', { owner: 'sellers', phase: 300 });
      new ServiceSecrets(this, session);
      new ServiceSecrets(this, tool, { namespaces: [tools] });
    }
  }
  class Worker extends Service<Env> {
    constructor(env: Env) {
      super(env, 'worker', { owner: 'sellers', phase: 300 });
      new ServiceSecrets(this, queue);
    }
  }
  /** Reads nothing, so it has nothing for previews. */
  class Site extends Service<Env> {
    constructor(env: Env) {
      super(env, 'site', { owner: 'sellers', phase: 300 });
    }
  }
  return renderPlatform(platform, { components: [Foundation, Web, Worker, Site] });
}
