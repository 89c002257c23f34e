import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/** Vault serves, and the Secrets of the foundation are there. */
export class BootstrapSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-bootstrap-smoke', { owner: 'platform-foundation', phase: 199 });
    new Smoke(this, { image: nodeImage });
  }
}
