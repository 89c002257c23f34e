import { keycloakClientDigests } from '../contracts/keycloak.ts';
import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/** The Secrets of the services that come after the realm are there. */
export class ServicesSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'services-secrets-smoke', { owner: 'platform-foundation', phase: 499 });
    new Smoke(this, { image: nodeImage, digests: keycloakClientDigests });
  }
}
