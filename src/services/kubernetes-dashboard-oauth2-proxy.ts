import { keycloakClients } from '../contracts/keycloak.ts';
import { oauth2ProxySecret, oauth2ProxyValues } from '../contracts/oauth2-proxy.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service } from '../platform/definition.ts';

const proxy = oauth2ProxySecret('kubernetes-dashboard-oauth2-proxy', keycloakClients.kubernetesDashboard, {
  vaultPrefix: 'k8s-dashboard',
});

/** Login in front of the Kubernetes dashboard; its Vault keys keep the shorter prefix of old. */
export class KubernetesDashboardOauth2Proxy extends Service {
  constructor(env: Env) {
    super(env, 'kubernetes-dashboard-oauth2-proxy', { owner: 'platform-dx', phase: 350 });
    new ServiceSecrets(this, proxy);
    this.values(oauth2ProxyValues(proxy));
  }
}
