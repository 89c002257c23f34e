import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

const namespace = 'external-secrets';

const deployments = ['external-secrets', 'external-secrets-webhook', 'external-secrets-cert-controller'].map(
  (name) => ({
    namespace,
    name,
    phase: 20,
  }),
);

/** The operator is there: without it no later phase gets a Secret. */
export class ExternalSecretsReady extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-external-secrets-ready', { owner: 'platform-foundation', phase: 199 });
    new Smoke(this, { image: nodeImage, secrets: [], asksVault: false, deployments });
  }
}
