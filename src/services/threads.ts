import { threadsDbCredentials } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Conversations; the bearer token of its integration tests is in the integration bundle. */
export class Threads extends Service {
  constructor(env: Env) {
    super(env, 'threads', { owner: 'platform-apps', phase: 650 });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      postgresql: {
        auth: {
          existingSecret: threadsDbCredentials,
          passwordKey: threadsDbCredentials.key('THREADS_DATABASE_PASSWORD'),
        },
      },
    });
  }
}
