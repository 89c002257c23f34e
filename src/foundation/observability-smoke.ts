import { keycloakClientDigests } from '../contracts/keycloak.ts';
import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/** The Secrets of the observability services are there. */
export class ObservabilitySmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'observability-secrets-smoke', { owner: 'platform-foundation', phase: 599 });
    new Smoke(this, { image: nodeImage, digests: keycloakClientDigests });
  }
}
