import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/**
 * What runs the workflows: it is configured by a ConfigMap and reads no Secret but the one its image is
 * pulled with.
 */
export class WorkflowsRuntime extends Service {
  constructor(env: Env) {
    super(env, 'workflows-runtime', { owner: 'platform-apps', phase: 650 });
    this.values({ imagePullSecrets: [{ name: ghcrPull }] });
  }
}
