import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, template, vault } from '../platform/definition.ts';

const auth = secret('neo4j-auth', {
  purpose: 'User and password of Neo4j, as its image takes them',
  keys: { NEO4J_AUTH: template`neo4j/${vault.generated('neo4j-password')}` },
});

/** Neo4j, parked. */
export class Neo4j extends Service {
  constructor(env: Env) {
    super(env, 'neo4j', {
      owner: 'platform-data',
      phase: 450,
      disabled: 'No service stores graphs in Neo4j any more; the component is parked',
    });
    new ServiceSecrets(this, auth);
    this.values({ neo4j: { passwordFromSecret: auth } });
  }
}
