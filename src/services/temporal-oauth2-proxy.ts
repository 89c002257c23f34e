import { keycloakClients } from '../contracts/keycloak.ts';
import { oauth2ProxySecret, oauth2ProxyValues } from '../contracts/oauth2-proxy.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service } from '../platform/definition.ts';

const proxy = oauth2ProxySecret('temporal-oauth2-proxy', keycloakClients.temporal, { vaultPrefix: 'temporal' });

/** Login in front of the Temporal console. */
export class TemporalOauth2Proxy extends Service {
  constructor(env: Env) {
    super(env, 'temporal-oauth2-proxy', { owner: 'platform-data', phase: 450 });
    new ServiceSecrets(this, proxy);
    this.values(oauth2ProxyValues(proxy));
  }
}
