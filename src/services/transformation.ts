import { transformationDbCredentials } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Transformation initiatives; its database URL was once in a ConfigMap and is in the Secret only. */
export class Transformation extends Service {
  constructor(env: Env) {
    super(env, 'transformation', { owner: 'platform-apps', phase: 650 });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      postgresql: {
        auth: {
          existingSecret: transformationDbCredentials,
          passwordKey: transformationDbCredentials.key('TRANSFORMATION_DATABASE_PASSWORD'),
        },
      },
    });
  }
}
