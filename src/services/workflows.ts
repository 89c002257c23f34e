import { workflowsDbSecret } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Definitions of workflows and the record of their runs. */
export class Workflows extends Service {
  constructor(env: Env) {
    super(env, 'workflows', { owner: 'platform-apps', phase: 650 });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      postgresql: {
        auth: { existingSecret: workflowsDbSecret, passwordKey: workflowsDbSecret.key('WORKFLOWS_DATABASE_PASSWORD') },
      },
    });
  }
}
