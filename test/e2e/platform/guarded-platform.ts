import {
  AccessMap,
  ClusterSecretStore,
  DeliveredSecrets,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  SecretPreflight,
  Service,
  ServiceSecrets,
  VaultFixture,
  VaultWriter,
  whereRead,
} from '../../../src/index.ts';

const owner = 'guards';

/** A platform of one workload that a preflight holds back. */
export const guarded = definePlatform({
  store: 'guarded-vault',
  placeholder: 'until-it-is-minted',
  programImage: `docker.io/library/node:24.11.1@sha256:${'0'.repeat(64)}`,
  clusters: { lab: { stores: 'cluster' } },
  environments: {
    lab: {
      cluster: 'lab',
      namespace: 'guarded',
      lifecycle: 'ephemeral',
      vault: {
        address: 'http://vault-core.guarded.svc.cluster.local:8200',
        bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
      },
    },
  },
});
type Env = EnvironmentScope<typeof guarded>;
const { vault, secret, delivered, producer } = guarded;

const minter = producer('minter');
const purpose = 'Test';
const database = secret('shop-database', {
  purpose,
  keys: {
    username: vault.literal('shop-database-username', 'shop'),
    password: vault.generated('shop-database-password'),
  },
});
const mail = secret('shop-mail', {
  purpose,
  keys: { token: vault.produced('shop-mail-token', { by: minter, until: 'placeholder' }) },
});
const own = secret('shop-own', { purpose, keys: { session: vault.generated('shop-session') } });
const certificate = delivered('shop-certificate', { by: 'the certificate job', purpose, keys: ['tls.crt', 'tls.key'] });

class Foundation extends FoundationComponent<Env> {
  constructor(env: Env) {
    super(env, 'foundation', { owner, phase: 100 });
    new ClusterSecretStore(this, { conditions: whereRead });
    new VaultFixture(this);
    new AccessMap(this);
    new DeliveredSecretsRecord(this);
  }
}

class Bundle extends Service<Env> {
  constructor(env: Env) {
    super(env, 'bundle', { owner, phase: 200 });
    new ServiceSecrets(this, [database, mail]);
    new DeliveredSecrets(this, certificate);
  }
}

class Minter extends Service<Env> {
  constructor(env: Env) {
    super(env, 'minter', { owner, phase: 250 });
    new VaultWriter(this, minter, { role: 'minter', serviceAccounts: ['minter'] });
  }
}

class Shop extends Service<Env> {
  constructor(env: Env) {
    super(env, 'shop', { owner, phase: 300 });
    new SecretPreflight(this, { wait: { attempts: 60, sleepSeconds: 1 } });
    new ServiceSecrets(this, own);
    this.values({
      database: { existingSecret: database },
      mail: { existingSecret: mail, tokenKey: mail.key('token') },
      session: { existingSecret: own },
      tls: { existingSecret: certificate },
    });
  }
}

export const guardedComponents = [Foundation, Bundle, Minter, Shop];
