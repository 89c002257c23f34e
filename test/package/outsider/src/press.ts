import { ServiceSecrets } from 'vaultwright';
import { envValueOf } from 'vaultwright/cdk8s-plus-28';
import { type Env, OrchardService, orchard } from './orchard.ts';

const { vault, secret } = orchard;

const user = vault.literal('press-db-username', 'press');
const password = vault.generated('press-db-password');

export const database = secret('press-db-credentials', {
  purpose: 'Database of the cider press',
  keys: {
    username: user,
    password,
    url: vault.url('press-db-url')`postgresql://${user}:${password}@${(env) => env.database}/press`,
  },
});

/** The service that the outsider adds. */
export class Press extends OrchardService {
  constructor(env: Env) {
    super(env, 'press', { owner: 'growers', phase: 650 });
    new ServiceSecrets(this, database);
    envValueOf(this, database.key('url'));
    this.values({ replicas: (environment) => environment.harvest, auth: { existingSecret: database } });
  }
}
