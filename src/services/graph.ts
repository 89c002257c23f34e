import { graphDbCredentials } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/** The graph of the artifacts of an organisation. */
export class Graph extends Service {
  constructor(env: Env) {
    super(env, 'graph', { owner: 'platform-apps', phase: 650 });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      postgresql: {
        auth: { existingSecret: graphDbCredentials, passwordKey: graphDbCredentials.key('GRAPH_DATABASE_PASSWORD') },
      },
    });
  }
}
