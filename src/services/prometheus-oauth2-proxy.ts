import { keycloakClients } from '../contracts/keycloak.ts';
import { oauth2ProxySecret, oauth2ProxyValues } from '../contracts/oauth2-proxy.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service } from '../platform/definition.ts';

const proxy = oauth2ProxySecret('prometheus-oauth2-proxy', keycloakClients.prometheus, { vaultPrefix: 'prometheus' });

/** Login in front of Prometheus. */
export class PrometheusOauth2Proxy extends Service {
  constructor(env: Env) {
    super(env, 'prometheus-oauth2-proxy', { owner: 'platform-observability', phase: 550 });
    new ServiceSecrets(this, proxy);
    this.values(oauth2ProxyValues(proxy));
  }
}
