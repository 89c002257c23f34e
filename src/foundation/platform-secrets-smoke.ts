import { keycloakClientDigests } from '../contracts/keycloak.ts';
import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/** The Secrets of the platform are there, with the client secrets that Keycloak has. */
export class PlatformSecretsSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'platform-secrets-smoke', { owner: 'platform-foundation', phase: 399 });
    new Smoke(this, { image: nodeImage, digests: keycloakClientDigests });
  }
}
