import { Smoke } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';
import { operators } from '../platform/operators.ts';

/** The operators are there whose objects later phases bring. */
export class OperatorsSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-operators-smoke', { owner: 'platform-foundation', phase: 199 });
    const deployments = operators
      .filter(({ lifecycle }) => lifecycle === undefined || lifecycle === env.environment.lifecycle)
      .flatMap(({ namespace, deployments: names }) => names.map((name) => ({ namespace, name, phase: 20 })));
    new Smoke(this, { image: nodeImage, secrets: [], asksVault: false, deployments });
  }
}
