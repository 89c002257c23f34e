import { playwrightIntTestsSecrets } from '../contracts/integration-tests.ts';
import { minioRootPassword, minioRootUser } from '../contracts/minio.ts';
import {
  agentsDatabase,
  graphDatabase,
  platformDatabase,
  threadsDatabase,
  transformationDatabase,
  workflowsDatabase,
} from '../contracts/postgres.ts';
import { ServiceSecrets, TestSecrets } from '../index.ts';
import { type Env, SharedBundle, secret, vault } from '../platform/definition.ts';

const bearerToken = vault.generated('integration-test-bearer-token');

const jobs = [
  secret('agents-int-tests-secrets', {
    purpose: 'Database and object storage of the integration tests of agents',
    keys: {
      DATABASE_URL: agentsDatabase.url,
      AGENTS_DATABASE_URL: agentsDatabase.url,
      MINIO_ACCESS_KEY: minioRootUser,
      MINIO_SECRET_KEY: minioRootPassword,
    },
  }),
  secret('agents-runtime-int-tests-secrets', {
    purpose: 'Object storage of the integration tests of the agents runtime',
    keys: { MINIO_ACCESS_KEY: minioRootUser, MINIO_SECRET_KEY: minioRootPassword },
  }),
  secret('graph-int-tests-secrets', {
    purpose: 'Database of the integration tests of graph',
    keys: { GRAPH_DATABASE_URL: graphDatabase.url, DATABASE_URL: graphDatabase.url },
  }),
  secret('platform-int-tests-secrets', {
    purpose: 'Database of the integration tests of platform',
    keys: { PLATFORM_DATABASE_URL: platformDatabase.url, DATABASE_URL: platformDatabase.url },
  }),
  secret('threads-int-tests-secrets', {
    purpose: 'Database and bearer token of the integration tests of threads',
    keys: { THREADS_DATABASE_URL: threadsDatabase.url, INTEGRATION_TEST_BEARER_TOKEN: bearerToken },
  }),
  secret('transformation-int-tests-secrets', {
    purpose: 'Database and telemetry endpoint of the integration tests of transformation',
    keys: {
      TRANSFORMATION_DATABASE_URL: transformationDatabase.url,
      TRANSFORMATION_DATABASE_USER: transformationDatabase.username,
      TRANSFORMATION_DATABASE_PASSWORD: transformationDatabase.password,
      OTEL_EXPORTER_OTLP_ENDPOINT: vault.literal(
        'transformation-int-tests-otel-endpoint',
        ({ namespace }) => `http://otel-collector.${namespace}.svc.cluster.local:4318`,
      ),
    },
  }),
  secret('workflows-int-tests-secrets', {
    purpose: 'Database of the integration tests of workflows',
    keys: { WORKFLOWS_DATABASE_URL: workflowsDatabase.url },
  }),
  secret('www-ameide-platform-int-tests-secrets', {
    purpose: 'Bearer token of the integration tests of www-ameide-platform',
    keys: { INTEGRATION_TEST_BEARER_TOKEN: bearerToken },
  }),
];

/** Secrets of test jobs, in their own namespace, and of test personas, beside the realm that has them. */
export class IntegrationSecrets extends SharedBundle {
  constructor(env: Env) {
    super(env, 'integration-secrets', {
      owner: 'platform-dx',
      phase: 630,
      namespace: 'ameide-int-tests',
      environments: ['local', 'dev', 'staging'],
      approval: {
        owner: 'platform-dx',
        date: '2026-11-24',
        reason: 'Test jobs run in a namespace of their own and read what several services share',
        backlog: '361',
      },
    });
    for (const job of jobs) new ServiceSecrets(this, job);
    const { environment } = env;
    if (environment.lifecycle !== 'ephemeral') return;
    new TestSecrets(this, playwrightIntTestsSecrets, { environment, namespaces: ({ namespace }) => [namespace] });
  }
}
