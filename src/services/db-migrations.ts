import {
  agentsDbSecret,
  agentsRuntimeDbSecret,
  graphDbCredentials,
  platformDbCredentials,
  threadsDbCredentials,
  transformationDbCredentials,
  workflowsDbSecret,
} from '../contracts/postgres.ts';
import { DatabaseGuard, databaseKeys } from '../index.ts';
import { type Env, Service } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/** The migration job: it refuses to start unless every service's URL, user and password are there. */
export class DbMigrations extends Service {
  constructor(env: Env) {
    super(env, 'db-migrations', {
      owner: 'platform-data',
      phase: 260,
      consumers: ['job'],
      argoCd: { name: 'data-db-migrations' },
    });
    // The chart runs it before Flyway, in the Pod of the migration job.
    new DatabaseGuard(this, {
      image: nodeImage,
      databases: [
        databaseKeys('PLATFORM', platformDbCredentials),
        databaseKeys('AGENTS', agentsDbSecret),
        databaseKeys('AGENTS_RUNTIME', agentsRuntimeDbSecret),
        databaseKeys('GRAPH', graphDbCredentials),
        databaseKeys('TRANSFORMATION', transformationDbCredentials),
        databaseKeys('THREADS', threadsDbCredentials),
        databaseKeys('WORKFLOWS', workflowsDbSecret),
      ],
      values: (guard) => ({ migrations: { extraInitContainers: [guard] } }),
    });
    this.values({
      migrations: {
        existingSecrets: [
          platformDbCredentials,
          agentsDbSecret,
          graphDbCredentials,
          agentsRuntimeDbSecret,
          transformationDbCredentials,
          threadsDbCredentials,
          workflowsDbSecret,
        ],
        // The chart reads these for each prefix; a data key that its Secret does not have fails here, not in
        // the job.
        requiredKeys: [
          platformDbCredentials.key('PLATFORM_DATABASE_URL'),
          platformDbCredentials.key('PLATFORM_DATABASE_USER'),
          platformDbCredentials.key('PLATFORM_DATABASE_PASSWORD'),
          agentsDbSecret.key('AGENTS_DATABASE_URL'),
          agentsDbSecret.key('AGENTS_DATABASE_USER'),
          agentsDbSecret.key('AGENTS_DATABASE_PASSWORD'),
          graphDbCredentials.key('GRAPH_DATABASE_URL'),
          graphDbCredentials.key('GRAPH_DATABASE_USER'),
          graphDbCredentials.key('GRAPH_DATABASE_PASSWORD'),
          agentsRuntimeDbSecret.key('AGENTS_RUNTIME_DATABASE_URL'),
          agentsRuntimeDbSecret.key('AGENTS_RUNTIME_DATABASE_USER'),
          agentsRuntimeDbSecret.key('AGENTS_RUNTIME_DATABASE_PASSWORD'),
          transformationDbCredentials.key('TRANSFORMATION_DATABASE_URL'),
          transformationDbCredentials.key('TRANSFORMATION_DATABASE_USER'),
          transformationDbCredentials.key('TRANSFORMATION_DATABASE_PASSWORD'),
          threadsDbCredentials.key('THREADS_DATABASE_URL'),
          threadsDbCredentials.key('THREADS_DATABASE_USER'),
          threadsDbCredentials.key('THREADS_DATABASE_PASSWORD'),
          workflowsDbSecret.key('WORKFLOWS_DATABASE_URL'),
          workflowsDbSecret.key('WORKFLOWS_DATABASE_USER'),
          workflowsDbSecret.key('WORKFLOWS_DATABASE_PASSWORD'),
        ],
      },
      flyway: {
        existingSecret: platformDbCredentials,
        urlKey: platformDbCredentials.key('PLATFORM_DATABASE_URL'),
        userKey: platformDbCredentials.key('PLATFORM_DATABASE_USER'),
        passwordKey: platformDbCredentials.key('PLATFORM_DATABASE_PASSWORD'),
      },
    });
  }
}
