import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/**
 * The Secrets of databases, caches and object storage are there; a change of `clickhouse-auth` runs it again.
 */
export class DataPlaneSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'data-data-plane-smoke', { owner: 'platform-data', phase: 299 });
    new Smoke(this, { image: nodeImage });
  }
}
