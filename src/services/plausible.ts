import { clickhouseAuth } from '../contracts/clickhouse.ts';
import { keycloakClients } from '../contracts/keycloak.ts';
import { oauth2ProxySecret, oauth2ProxyValues } from '../contracts/oauth2-proxy.ts';
import { plausibleDbCredentials } from '../contracts/postgres.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const session = secret('plausible-secret', {
  purpose: 'Key with which Plausible signs sessions',
  // Its framework refuses a shorter one.
  keys: { SECRET_KEY_BASE: vault.generated('plausible-secret-key-base', { length: 64 }) },
});

const admin = secret('plausible-admin', {
  purpose: 'First user of Plausible',
  keys: {
    email: vault.literal('plausible-admin-email', ({ domain }) => `plausible@${domain}`),
    password: vault.generated('plausible-admin-password'),
  },
});

const proxy = oauth2ProxySecret('plausible-oauth2-proxy', keycloakClients.plausible, {
  vaultPrefix: 'plausible',
  externalSecret: 'plausible-oauth2-proxy',
});

/** Web analytics, with a login in front. */
export class Plausible extends Service {
  constructor(env: Env) {
    super(env, 'plausible', { owner: 'platform-observability', phase: 550, consumers: ['workload', 'job'] });
    new ServiceSecrets(this, [session, admin, proxy]);
    this.values({
      envFrom: [{ secretRef: { name: session } }],
      extraEnv: [
        {
          name: 'DATABASE_USER',
          valueFrom: { secretKeyRef: { name: plausibleDbCredentials, key: plausibleDbCredentials.key('username') } },
        },
        {
          name: 'DATABASE_PASSWORD',
          valueFrom: { secretKeyRef: { name: plausibleDbCredentials, key: plausibleDbCredentials.key('password') } },
        },
        {
          name: 'CLICKHOUSE_USER',
          valueFrom: { secretKeyRef: { name: clickhouseAuth, key: clickhouseAuth.key('plausibleUsername') } },
        },
        {
          name: 'CLICKHOUSE_PASSWORD',
          valueFrom: { secretKeyRef: { name: clickhouseAuth, key: clickhouseAuth.key('plausiblePassword') } },
        },
      ],
      seed: { admin: { existingSecret: admin, emailKey: admin.key('email'), passwordKey: admin.key('password') } },
      oauth2Proxy: oauth2ProxyValues(proxy),
    });
  }
}
