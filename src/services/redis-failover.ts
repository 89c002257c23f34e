import { redisAuth } from '../contracts/redis.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Redis of an environment. */
export class RedisFailover extends Service {
  constructor(env: Env) {
    super(env, 'redis-failover', { owner: 'platform-data', phase: 250, consumers: ['operator'] });
    new ServiceSecrets(this, redisAuth);
    this.values({
      auth: {
        enabled: true,
        existingSecret: redisAuth,
        existingSecretPasswordKey: redisAuth.key('password'),
        existingSecretAclKey: redisAuth.key('users.acl'),
      },
    });
  }
}
