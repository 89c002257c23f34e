import { keycloakClients } from '../contracts/keycloak.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret } from '../platform/definition.ts';

const oauth = secret('che-oauth-secret', {
  purpose: 'Keycloak client of Eclipse Che',
  // The operator of Che looks at Secrets with this label only.
  labels: { 'app.kubernetes.io/part-of': 'che.eclipse.org' },
  keys: { oAuthSecret: keycloakClients.che.secret },
});

/** Workspaces in the browser. */
export class Che extends Service {
  constructor(env: Env) {
    super(env, 'che', {
      owner: 'platform-dx',
      phase: 350,
      environments: ['dev'],
      disabled: 'optional: Coder provides the workspaces',
      consumers: ['operator'],
    });
    new ServiceSecrets(this, oauth);
    this.values({ networking: { auth: { oAuthSecret: oauth } } });
  }
}
