import { minioRootCredentials } from '../contracts/minio.ts';
import { agentsRuntimeDbSecret } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** What runs the agents. */
export class AgentsRuntime extends Service {
  constructor(env: Env) {
    super(env, 'agents-runtime', {
      owner: 'platform-apps',
      phase: 650,
      argoCd: { chart: { path: 'sources/charts/apps/agents-runtime' } },
    });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      extraSecretRefs: [agentsRuntimeDbSecret],
      minio: {
        secret: {
          name: minioRootCredentials,
          accessKeyKey: minioRootCredentials.key('root-user'),
          secretKeyKey: minioRootCredentials.key('root-password'),
        },
      },
    });
  }
}
