import { redisAuth } from '../contracts/redis.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { type Env, Service } from '../platform/definition.ts';

/**
 * The public door of inference; where it buffers in Redis, its chart demands the address, the user and this
 * Secret.
 */
export class InferenceGateway extends Service {
  constructor(env: Env) {
    super(env, 'inference-gateway', { owner: 'platform-apps', phase: 650 });
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      redis: { passwordSecret: redisAuth, passwordSecretKey: redisAuth.key('password') },
    });
  }
}
