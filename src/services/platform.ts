import { platformDbCredentials } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Tenants, users and what they may do. */
export class Platform extends Service {
  constructor(env: Env) {
    super(env, 'platform', {
      owner: 'platform-apps',
      phase: 650,
      argoCd: { chart: { path: 'sources/charts/apps/platform' } },
    });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      postgresql: {
        auth: {
          existingSecret: platformDbCredentials,
          passwordKey: platformDbCredentials.key('PLATFORM_DATABASE_PASSWORD'),
        },
      },
    });
  }
}
