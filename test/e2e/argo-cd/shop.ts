import {
  AccessMap,
  BootstrapCronJob,
  type ComponentSource,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type RenderedPlatform,
  renderPlatform,
  SecretStore,
  Service,
  ServiceSecrets,
  VaultFixture,
} from '../../../src/index.ts';

/** What one rendering has that another has not. */
export interface Variant {
  /** Data key under which the password of the database stands. @default 'password' */
  readonly passwordKey?: string;
  /** @default false */
  readonly withoutReports?: boolean;
}

export const seedSecret = 'shop-seed';
export const environments = ['dev', 'staging'] as const;
export const namespaceOf = (environment: string): string => `shop-${environment}`;
export const vaultAddressOf = (environment: string): string =>
  `http://vault.${namespaceOf(environment)}.svc.cluster.local:8200`;
/** The chart of the shop: it renders its values, so that a test sees what reached it. */
export const chart: Readonly<Record<string, string>> = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'replicas: 1\nhost: required\n',
  'charts/shop/templates/configuration.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-configuration
data:
  replicas: {{ .Values.replicas | quote }}
  host: {{ required "host" .Values.host | quote }}
  existingSecret: {{ required "existingSecret" .Values.auth.existingSecret | quote }}
`,
};

const image = `docker.io/library/node:24@sha256:${'a'.repeat(64)}` as const;

const environment = (name: string) =>
  ({
    cluster: 'bay',
    namespace: namespaceOf(name),
    lifecycle: 'ephemeral',
    vault: {
      address: vaultAddressOf(name),
      bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
    },
    upstream: { type: 'local', secret: seedSecret, key: 'values.json' },
  }) as const;

/**
 * Renders a small platform of two environments in one cluster, with as many phases as a real one has early
 * on.
 */
export function renderShop(repoURL: string, variant: Variant = {}): Promise<RenderedPlatform> {
  const platform = definePlatform({
    store: 'shop',
    programImage: image,
    argoCd: { repoURL, project: 'shop', steps: [{ phase: 650, maxUpdate: 2 }] },
    clusters: { bay: { stores: 'namespaced', sharedNamespaces: { 'shop-system': 'staging' } } },
    environments: { dev: environment('dev'), staging: environment('staging') },
  });
  const { vault, secret } = platform;
  type Env = EnvironmentScope<typeof platform>;

  const password = vault.generated('database-password', { length: 32 });
  const user = vault.literal('database-user', 'shop');
  const database = secret('database', {
    purpose: 'The account of the shop in its database',
    keys: { user, [variant.passwordKey ?? 'password']: password } as { user: typeof user; password: typeof password },
  });
  const session = secret('session', {
    purpose: 'Key of the cookies',
    keys: { key: vault.generated('session-key', { length: 48 }) },
  });
  const reports = secret('reports', {
    purpose: 'Token of the reports',
    keys: { token: vault.generated('reports-token', { length: 32 }) },
  });
  const gateway = secret('gateway', {
    purpose: 'Token of the gateway that both environments share',
    keys: { token: vault.generated('gateway-token', { length: 32 }) },
  });

  class Base extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'base', { owner: 'shop', phase: 100 });
    }
  }
  class Bootstrap extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'bootstrap', { owner: 'shop', phase: 150 });
      const fixtureMap = new VaultFixture(this);
      const accessMap = new AccessMap(this);
      new DeliveredSecretsRecord(this);
      const { environment } = env;
      if (environment.lifecycle === 'ephemeral')
        new BootstrapCronJob(this, { environment, name: 'bootstrap', image, fixtureMap, accessMap });
    }
  }
  class Stores extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'stores', { owner: 'shop', phase: 155 });
      SecretStore.whereNeeded(this);
    }
  }
  class Database extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'database', { owner: 'shop', phase: 230 });
      new ServiceSecrets(this, database);
    }
  }
  class Sessions extends Service<Env> {
    constructor(env: Env) {
      super(env, 'sessions', { owner: 'shop', phase: 250 });
      new ServiceSecrets(this, session);
    }
  }
  class Reports extends Service<Env> {
    constructor(env: Env) {
      super(env, 'reports', {
        owner: 'shop',
        phase: 550,
        disabled: variant.withoutReports ? 'nobody reads them' : false,
      });
      new ServiceSecrets(this, reports);
    }
  }
  class Shop extends Service<Env> {
    constructor(env: Env) {
      super(env, 'shop', {
        owner: 'shop',
        phase: 650,
        consumers: ['workload'],
        argoCd: { chart: { path: 'charts/shop' } },
      });
      this.values({
        replicas: 2,
        host: ({ namespace }) => `${namespace}.example.org`,
        auth: { existingSecret: database },
      });
    }
  }
  class Gateway extends Service<Env> {
    constructor(env: Env) {
      super(env, 'gateway', { owner: 'shop', phase: 160, namespace: 'shop-system' });
      new ServiceSecrets(this, gateway);
    }
  }
  const components: readonly ComponentSource[] = [Base, Bootstrap, Stores, Database, Sessions, Reports, Shop, Gateway];
  return renderPlatform(platform, { components, configuration: false });
}
