import { VaultTokenReview } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';

/** Health codes under which standby nodes of Raft are ready as well. */
const serving = '/v1/sys/health?standbyok=true&perfstandbyok=true';

/**
 * Vault itself, from its own chart. What unseals it in the cluster comes in a later phase, which starts only
 * once Vault is ready: there "ready" means listening, so that a sealed Vault counts. Where a key service
 * unseals it, only a Vault that serves does.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/helm/configuration
 */
export class VaultCore extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-vault-core', { owner: 'platform-foundation', phase: 150 });
    this.values({
      fullnameOverride: ({ suffix }) => `vault-core-${suffix}`,
      server: {
        // Rendered below, with the right to read namespaces where a role selects them.
        authDelegator: { enabled: false },
        readinessProbe: {
          enabled: true,
          path: ({ lifecycle }) => (lifecycle === 'ephemeral' ? `${serving}&sealedcode=200&uninitcode=200` : serving),
        },
      },
    });
    new VaultTokenReview(this);
  }
}
