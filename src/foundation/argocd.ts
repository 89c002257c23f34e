import { keycloakClients } from '../contracts/keycloak.ts';
import { DeliveredSecrets, ServiceSecrets } from '../index.ts';
import { delivered, type Env, FoundationComponent, secret, vault } from '../platform/definition.ts';

const adminPassword = vault.generated('argocd-admin-password');

/** The installation of Argo CD creates this Secret; Argo CD also keeps keys of its own in it. */
const argocdSecret = secret('argocd-secret', {
  purpose: 'Session key, admin password and single sign-on client of Argo CD',
  creationPolicy: 'Merge',
  keys: {
    'dex.keycloak.clientSecret': keycloakClients.argocd.secret,
    'dex.oauth.clientSecret': keycloakClients.argocd.secret,
    'server.secretkey': vault.generated('argocd-server-secretkey'),
    'admin.password': vault.bcrypt('argocd-admin-password-hash', adminPassword),
    // Sessions older than this are refused: move it when the password changes.
    'admin.passwordMtime': vault.literal('argocd-admin-password-mtime', '2026-11-24T00:00:00Z'),
  },
});

const deliveries = [
  delivered('repo-creds-ameide-gitops', {
    by: 'bootstrap script or Terraform',
    purpose: 'Access of the repository server to the GitOps repository',
    keys: ['url', 'username', 'password'],
  }),
  delivered('argocd-ameide-io-tls', {
    by: 'cert-manager Certificate argocd-server',
    purpose: 'Certificate of the Argo CD host',
    type: 'kubernetes.io/tls',
    keys: ['tls.crt', 'tls.key'],
  }),
  delivered('argocd-redis', {
    by: 'bootstrap',
    purpose: 'Password of the Redis of Argo CD',
    keys: ['auth'],
  }),
];

/**
 * Argo CD itself: it starts on what its installation created, and gets single sign-on once the realm exists.
 */
export class Argocd extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'argocd', { owner: 'platform-foundation', phase: 30, namespace: 'argocd' });
    new ServiceSecrets(this, argocdSecret);
    new DeliveredSecrets(this, deliveries);
    // Bootstrap delivers the password; the chart's init job would replace it.
    this.values({ redisSecretInit: { enabled: false } });
  }
}
