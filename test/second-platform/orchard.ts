import {
  AccessMap,
  BootstrapCronJob,
  ClusterSecretStore,
  type ComponentSource,
  DeliveredSecrets,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  json,
  SecretStore,
  Service,
  ServiceSecrets,
  VaultFixture,
  whereRead,
} from '../../src/index.ts';

/** PEM of a public key and of an authority; both are public by nature, and neither is one of anything. */
const publicKey = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n';
const authority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/**
 * A platform that has nothing of the layout of the first one: two engines in a Vault namespace, entries of
 * several properties, a login by signature in one environment and by role id in another, a store of another
 * provider, and a Vault that somebody else runs.
 */
export const orchard = definePlatform({
  store: 'orchard',
  mount: 'team-a',
  clusters: { meadow: { stores: 'cluster' }, hill: { stores: 'namespaced' }, valley: { stores: 'namespaced' } },
  stores: {
    apps: { provider: 'vault', mount: 'apps' },
    legacy: { provider: 'vault', mount: 'old-kv', version: 'v1' },
    queue: {
      provider: 'aws',
      service: 'SecretsManager',
      region: 'eu-central-1',
      name: 'orchard-aws',
      login: { serviceAccount: 'queue-reader' },
    },
  },
  environments: {
    meadow: {
      cluster: 'meadow',
      namespace: 'orchard-meadow',
      namespaces: ['orchard-jobs'],
      lifecycle: 'ephemeral',
      vault: {
        address: 'http://vault.orchard-meadow.svc.cluster.local:8200',
        namespace: 'fruit/apples',
        bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
      },
      upstream: { type: 'local', secret: 'orchard-seed', key: 'values.json' },
    },
    hill: {
      cluster: 'hill',
      namespace: 'orchard-hill',
      namespaces: ['orchard-hill-jobs'],
      lifecycle: 'regulated',
      vault: {
        address: 'https://vault.example.org:8200',
        namespace: 'fruit/hill',
        managed: true,
        login: { method: 'jwt', mount: 'hill', audiences: ['vault'], keys: { pem: [publicKey] } },
        ca: { pem: authority },
        engines: { apps: { mount: 'apps-hill' } },
      },
      upstream: { type: 'azure-key-vault', uri: 'https://orchard.example/' },
    },
    valley: {
      cluster: 'valley',
      namespace: 'orchard-valley',
      namespaces: ['orchard-valley-jobs'],
      lifecycle: 'regulated',
      vault: {
        address: 'https://vault.example.org:8200',
        namespace: 'fruit/valley',
        managed: true,
        login: {
          method: 'appRole',
          roleId: { secret: 'vault-login', key: 'role-id' },
          secretId: { secret: 'vault-login', key: 'secret-id' },
        },
      },
      upstream: { type: 'azure-key-vault', uri: 'https://orchard.example/' },
    },
  },
});

const { vault, secret, template, stores, delivered } = orchard;
type Env = EnvironmentScope<typeof orchard>;

/** Five properties, written at once. */
const database = vault.entry(
  'press/database',
  (own) => {
    const username = own.literal('press');
    const password = own.generated({ length: 32 });
    const host = own.literal(({ namespace }) => `postgres.${namespace}.svc`);
    return {
      username,
      password,
      host,
      url: own.url`postgresql://${username}:${password}@${(env: { readonly namespace: string }) => `postgres.${env.namespace}.svc`}/press`,
      hash: own.bcrypt(password),
    };
  },
  { engine: 'apps' },
);
const cookie = vault.generated('press/session', { property: 'cookie-secret', length: 48 });
const mail = vault.existing('shared/smtp', ['host', 'password']);
const anything = vault.existing('shared/anything');
const licence = stores.legacy.existing('licences/press', { property: 'licence' });
const queue = stores.queue.existing('prod/queue', ['url', 'token']);

/** Data keys from two engines, one of another property than `value`, and a template across both. */
export const web = secret('press-web', {
  purpose: 'What the web server of the press reads',
  keys: {
    DATABASE_PASSWORD: database.password,
    COOKIE_SECRET: cookie,
    SMTP_PASSWORD: mail.password,
    LICENCE: licence,
    'settings.json': template`{"host":${json(mail.host)}}`,
  },
});
/** A whole entry, two of its properties under other names. */
export const whole = secret('press-database', {
  purpose: 'The database of the press, as its operator wants it',
  from: database,
  rename: { username: 'POSTGRES_USER', password: 'POSTGRES_PASSWORD' },
});
/** Entries that are found by their paths. */
export const found = secret('press-found', {
  purpose: 'Entries as documents',
  find: {
    DATABASE: database,
    OTHER: vault.entry('press/other', (own) => ({ key: own.generated() }), { engine: 'apps' }),
  },
});
/** An entry of which nobody knows the properties. */
export const open = secret('press-open', { purpose: 'Whatever others put there', from: anything });
/** Another provider. */
export const jobs = secret('press-queue', {
  purpose: 'The queue of the press',
  keys: { QUEUE_URL: queue.url, QUEUE_TOKEN: queue.token },
});

const image = `docker.io/library/node:24@sha256:${'a'.repeat(64)}` as const;
const vaultLogin = delivered('vault-login', {
  by: 'whoever runs Vault',
  purpose: 'Role id and secret id',
  keys: ['role-id', 'secret-id'],
  environments: ['valley'],
});

class Stores extends FoundationComponent<Env> {
  constructor(env: Env) {
    super(env, 'stores', { owner: 'growers', phase: 155 });
    if (env.storeKind === 'ClusterSecretStore') new ClusterSecretStore(this, { conditions: whereRead });
    ClusterSecretStore.whereNeeded(this);
    SecretStore.whereNeeded(this);
  }
}

class Bootstrap extends FoundationComponent<Env> {
  constructor(env: Env) {
    super(env, 'bootstrap', { owner: 'growers', phase: 150 });
    const fixtureMap = new VaultFixture(this);
    const accessMap = new AccessMap(this);
    new DeliveredSecretsRecord(this);
    new DeliveredSecrets(this, vaultLogin);
    const { environment } = env;
    if (environment.lifecycle === 'ephemeral')
      new BootstrapCronJob(this, { environment, name: 'bootstrap', image, fixtureMap, accessMap });
  }
}

class Press extends Service<Env> {
  constructor(env: Env) {
    super(env, 'press', { owner: 'growers', phase: 600 });
    new ServiceSecrets(this, [web, whole, found, open]);
    new ServiceSecrets(this, jobs, { namespaces: ({ namespaces = [] }) => namespaces });
    this.values({ database: { existingSecret: whole, userKey: whole.key('POSTGRES_USER') } });
  }
}

/** The components of the platform. */
export const orchardComponents: readonly ComponentSource[] = [Stores, Bootstrap, Press];
