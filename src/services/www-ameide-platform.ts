import { keycloakClients } from '../contracts/keycloak.ts';
import { platformDatabase } from '../contracts/postgres.ts';
import { redisAuth } from '../contracts/redis.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { wwwAmeidePlatformAuthSecret } from '../contracts/www-ameide-platform.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret } from '../platform/definition.ts';

const auth = secret('www-ameide-platform-auth', {
  purpose: 'Session key and Keycloak clients of the portal',
  keys: {
    AUTH_SECRET: wwwAmeidePlatformAuthSecret,
    AUTH_KEYCLOAK_SECRET: keycloakClients.platformApp.secret,
    AUTH_KEYCLOAK_ADMIN_CLIENT_SECRET: keycloakClients.platformAppMaster.secret,
  },
});

const db = secret('www-ameide-platform-db', {
  purpose: 'PostgreSQL URL of the platform database, under the name that the portal expects',
  keys: { DATABASE_URL: platformDatabase.url },
});

/** The portal of signed-in users. */
export class WwwAmeidePlatform extends Service {
  constructor(env: Env) {
    super(env, 'www-ameide-platform', {
      owner: 'platform-apps',
      phase: 650,
      argoCd: { chart: { path: 'sources/charts/apps/www-ameide-platform' } },
    });
    new ServiceSecrets(this, [auth, db]);
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      envFrom: [{ secretRef: { name: auth } }, { secretRef: { name: db } }],
      redis: { passwordSecret: redisAuth, passwordSecretKey: redisAuth.key('password') },
    });
  }
}
