import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/**
 * Names under which cert-manager installs itself.
 * @see https://cert-manager.io/docs/installation/kubectl/
 */
const deployments = ['cert-manager', 'cert-manager-webhook', 'cert-manager-cainjector'].map((name) => ({
  namespace: 'cert-manager',
  name,
  phase: 20,
}));

/** The operators are there whose objects later phases bring. */
export class OperatorsSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-operators-smoke', { owner: 'platform-foundation', phase: 199 });
    new Smoke(this, { image: nodeImage, secrets: [], asksVault: false, deployments });
  }
}
