import { keycloakClients } from '../contracts/keycloak.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const auth = secret('www-ameide-auth', {
  purpose: 'Session key and Keycloak client of the public site',
  keys: {
    AUTH_SECRET: vault.generated('www-ameide-auth-secret', { length: 32 }),
    AUTH_KEYCLOAK_SECRET: keycloakClients.wwwAmeide.secret,
  },
});

/** The public site. */
export class WwwAmeide extends Service {
  constructor(env: Env) {
    super(env, 'www-ameide', {
      owner: 'platform-apps',
      phase: 650,
      argoCd: { chart: { path: 'sources/charts/apps/www-ameide' } },
    });
    new ServiceSecrets(this, auth);
    this.values({ imagePullSecrets: [{ name: ghcrPull }], envFrom: [{ secretRef: { name: auth } }] });
  }
}
