import { temporalDbEnv, temporalVisibilityDbEnv } from '../contracts/postgres.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Temporal; its databases belong to CloudNativePG, so nothing of it comes from Vault. */
export class Temporal extends Service {
  constructor(env: Env) {
    super(env, 'temporal', { owner: 'platform-data', phase: 450, consumers: ['pre-sync-hook', 'operator'] });
    this.values({
      persistence: {
        default: {
          existingSecret: temporalDbEnv,
          urlKey: temporalDbEnv.key('TEMPORAL_DATABASE_URL'),
          usernameKey: temporalDbEnv.key('username'),
          passwordKey: temporalDbEnv.key('password'),
        },
        visibility: {
          existingSecret: temporalVisibilityDbEnv,
          urlKey: temporalVisibilityDbEnv.key('TEMPORAL_VISIBILITY_DATABASE_URL'),
          usernameKey: temporalVisibilityDbEnv.key('username'),
          passwordKey: temporalVisibilityDbEnv.key('password'),
        },
      },
    });
  }
}
