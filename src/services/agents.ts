import { minioRootCredentials } from '../contracts/minio.ts';
import { agentsDbSecret } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Definitions of agents and the files that belong to them. */
export class Agents extends Service {
  constructor(env: Env) {
    super(env, 'agents', {
      owner: 'platform-apps',
      phase: 650,
      argoCd: { chart: { path: 'sources/charts/apps/agents' } },
    });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      postgresql: {
        auth: { existingSecret: agentsDbSecret, passwordKey: agentsDbSecret.key('AGENTS_DATABASE_PASSWORD') },
      },
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
