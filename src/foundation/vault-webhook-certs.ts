import { DeliveredSecrets } from '../index.ts';
import { delivered, type Env, FoundationComponent } from '../platform/definition.ts';

/** Named after the environment, since the webhook that trusts it is cluster-scoped. */
const injectorTls = delivered(({ suffix }) => `vault-core-${suffix}-injector-tls`, {
  by: 'cert-manager Certificate',
  purpose: 'Certificate of the Vault agent injector webhook',
  type: 'kubernetes.io/tls',
  keys: ['tls.crt', 'tls.key', 'ca.crt'],
});

/** Certificate of the Vault webhook, which the API server must trust before Vault is installed. */
export class VaultWebhookCerts extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-vault-webhook-certs', { owner: 'platform-foundation', phase: 130 });
    new DeliveredSecrets(this, injectorTls);
  }
}
