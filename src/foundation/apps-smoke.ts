import { keycloakClientDigests } from '../contracts/keycloak.ts';
import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/** The Secrets of the applications are there. */
export class AppsSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'apps-secrets-smoke', { owner: 'platform-foundation', phase: 699 });
    new Smoke(this, { image: nodeImage, digests: keycloakClientDigests });
  }
}
