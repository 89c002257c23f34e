import { DeliveredSecrets, VaultServer, VaultTokenReview } from '../index.ts';
import { delivered, type Env, FoundationComponent } from '../platform/definition.ts';

/** Health codes under which also a Vault counts as ready that nobody has opened yet. */
const listening = '/v1/sys/health?standbyok=true&perfstandbyok=true&sealedcode=200&uninitcode=200';

const serverTls = delivered(({ suffix }) => `vault-core-${suffix}-tls`, {
  by: 'cert-manager Certificate',
  purpose: 'Certificate of Vault, and the authority by which its nodes know each other',
  type: 'kubernetes.io/tls',
  environments: ['staging', 'production'],
  keys: ['tls.crt', 'tls.key', 'ca.crt'],
});

/**
 * Vault itself, from its own chart. What unseals it in the cluster comes in a later phase, which starts only
 * once Vault is ready: there "ready" means listening, so that a sealed Vault counts. Where a key service
 * unseals it, only a Vault that serves does.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/helm/configuration
 */
export class VaultCore extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-vault-core', { owner: 'platform-foundation', phase: 150 });
    // Rendered below, with the right to read namespaces where a role selects them.
    this.values({ server: { authDelegator: { enabled: false } } });
    if (this.environment.lifecycle === 'regulated') {
      new DeliveredSecrets(this, serverTls);
      new VaultServer(this, { tls: serverTls });
    } else
      this.values({
        fullnameOverride: ({ suffix }) => `vault-core-${suffix}`,
        server: { readinessProbe: { enabled: true, path: listening } },
      });
    new VaultTokenReview(this);
  }
}
