import {
  agentsDbSecret,
  agentsRuntimeDbSecret,
  backstageDbCredentials,
  coderDbUrl,
  codexBrokerDbCredentials,
  gitlabDbCredentials,
  graphDbCredentials,
  inferenceDbCredentials,
  keycloakDbCredentials,
  platformDbCredentials,
  plausibleDbCredentials,
  postgresAmeideAuth,
  temporalDbEnv,
  temporalVisibilityDbEnv,
  threadsDbCredentials,
  transformationDbCredentials,
  workflowsDbSecret,
} from '../contracts/postgres.ts';
import { DeliveredSecrets, type SecretContract, SecretMirror, ServiceSecrets } from '../index.ts';
import { delivered, type Env, Service, secret, vault } from '../platform/definition.ts';

const replication = secret('postgres-ameide-replication', {
  purpose: 'Role of streaming replication',
  keys: {
    username: vault.literal('postgres-ameide-replication-username', 'streaming_replica', { enforcedBy: 'cnpg' }),
    password: vault.generated('postgres-ameide-replication-password', { length: 32, enforcedBy: 'cnpg' }),
  },
});

const superuser = delivered('postgres-ameide-superuser', {
  by: 'CNPG operator',
  purpose: 'Superuser of the PostgreSQL cluster, for operations only',
  keys: ['username', 'password'],
});

/** Secrets that the chart writes for roles whose authority is the database; Vault holds an audit copy. */
const chartSecrets = [
  temporalDbEnv,
  temporalVisibilityDbEnv,
  plausibleDbCredentials,
  inferenceDbCredentials,
  backstageDbCredentials,
];

/** A role that CloudNativePG keeps in step with a Secret. */
const managedRole = (name: string, passwordSecret: SecretContract<'username' | 'password'>, options: object = {}) => ({
  name,
  ensure: 'present',
  login: true,
  passwordSecret: { name: passwordSecret },
  ...options,
});

/** The PostgreSQL cluster of an environment and the roles in it. */
export class PlatformPostgresClusters extends Service {
  constructor(env: Env) {
    super(env, 'platform-postgres-clusters', {
      owner: 'platform-data',
      phase: 250,
      consumers: ['operator', 'job'],
      argoCd: { chart: { path: 'sources/charts/foundation/operators-config/postgres_clusters' }, wave: 20 },
    });
    const isDev = env.environment.name === 'dev';
    new ServiceSecrets(this, [postgresAmeideAuth, gitlabDbCredentials]);
    new ServiceSecrets(this, [coderDbUrl, codexBrokerDbCredentials]);
    new ServiceSecrets(this, replication, { disabled: 'CloudNativePG replicates with client certificates of its own' });
    new DeliveredSecrets(this, superuser);
    new DeliveredSecrets(this, chartSecrets);
    for (const source of chartSecrets) new SecretMirror(this, source);
    // CloudNativePG cannot take a role's password out of a URL, so the chart's reconciler sets this one.
    if (isDev)
      this.values({
        passwordReconciler: {
          superuser: { existingSecret: superuser, passwordKey: superuser.key('password') },
          roles: [{ name: 'coder', existingSecret: coderDbUrl, urlKey: coderDbUrl.key('url') }],
        },
      });
    // What the bundle or this component owns must not come from the chart as well.
    this.values({ externalSecrets: { enabled: false } });
    // Lists below go into a Cluster resource as they are, whose schema knows no switch.
    this.values(
      {
        cluster: {
          bootstrap: { initdb: { owner: 'ameide', secret: { name: postgresAmeideAuth } } },
          managed: {
            roles: [
              managedRole('platform', platformDbCredentials),
              managedRole('agents', agentsDbSecret),
              managedRole('agents_runtime', agentsRuntimeDbSecret),
              managedRole('graph', graphDbCredentials),
              managedRole('transformation', transformationDbCredentials),
              managedRole('threads', threadsDbCredentials),
              managedRole('workflows', workflowsDbSecret),
              managedRole('keycloak', keycloakDbCredentials),
              managedRole('gitlab', gitlabDbCredentials),
              managedRole('temporal', temporalDbEnv),
              managedRole('temporal_visibility', temporalVisibilityDbEnv),
              managedRole('plausible', plausibleDbCredentials),
              managedRole('inference', inferenceDbCredentials),
              managedRole('backstage', backstageDbCredentials, { createdb: true }),
              ...(isDev ? [managedRole('codex_broker', codexBrokerDbCredentials)] : []),
            ],
          },
        },
      },
      { creationSwitch: false },
    );
  }
}
