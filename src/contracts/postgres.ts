import { urlEncoded } from '../index.ts';
import { delivered, secret, template, vault } from '../platform/definition.ts';

/** User name and password of a database role; CloudNativePG enforces both on the role. */
const role = (service: string, name: string) => ({
  username: vault.literal(`${service}-db-username`, name, { enforcedBy: 'cnpg' }),
  password: vault.generated(`${service}-db-password`, { length: 32, enforcedBy: 'cnpg' }),
});

/** A role with the URL of the database that bears its name. */
const database = (service: string, name: string) => {
  const { username, password } = role(service, name);
  const url = vault.url(`${service}-db-url`)`postgresql://${username}:${password}@${(env) => env.postgresHost}/${name}`;
  return { username, password, url };
};

export const platformDatabase = database('platform', 'platform');
export const agentsDatabase = database('agents', 'agents');
const agentsRuntimeDatabase = database('agents-runtime', 'agents_runtime');
export const graphDatabase = database('graph', 'graph');
export const transformationDatabase = database('transformation', 'transformation');
export const threadsDatabase = database('threads', 'threads');
export const workflowsDatabase = database('workflows', 'workflows');

// Beside the keys of the service each Secret has `username` and `password`: CloudNativePG reads a role's
// Secret under those names.

export const platformDbCredentials = secret('platform-db-credentials', {
  purpose: 'PostgreSQL credentials of the platform service',
  keys: {
    PLATFORM_DATABASE_URL: platformDatabase.url,
    PLATFORM_DATABASE_USER: platformDatabase.username,
    PLATFORM_DATABASE_PASSWORD: platformDatabase.password,
    username: platformDatabase.username,
    password: platformDatabase.password,
  },
});

export const agentsDbSecret = secret('agents-db-secret', {
  purpose: 'PostgreSQL credentials of the agents service',
  keys: {
    AGENTS_DATABASE_URL: agentsDatabase.url,
    AGENTS_DATABASE_USER: agentsDatabase.username,
    AGENTS_DATABASE_PASSWORD: agentsDatabase.password,
    DATABASE_URL: agentsDatabase.url,
    username: agentsDatabase.username,
    password: agentsDatabase.password,
  },
});

export const agentsRuntimeDbSecret = secret('agents-runtime-db-secret', {
  purpose: 'PostgreSQL credentials of the agents runtime',
  keys: {
    AGENTS_RUNTIME_DATABASE_URL: agentsRuntimeDatabase.url,
    AGENTS_RUNTIME_DATABASE_USER: agentsRuntimeDatabase.username,
    AGENTS_RUNTIME_DATABASE_PASSWORD: agentsRuntimeDatabase.password,
    username: agentsRuntimeDatabase.username,
    password: agentsRuntimeDatabase.password,
  },
});

export const graphDbCredentials = secret('graph-db-credentials', {
  purpose: 'PostgreSQL credentials of the graph service',
  keys: {
    GRAPH_DATABASE_URL: graphDatabase.url,
    GRAPH_DATABASE_USER: graphDatabase.username,
    GRAPH_DATABASE_PASSWORD: graphDatabase.password,
    username: graphDatabase.username,
    password: graphDatabase.password,
  },
});

export const transformationDbCredentials = secret('transformation-db-credentials', {
  purpose: 'PostgreSQL credentials of the transformation service',
  keys: {
    TRANSFORMATION_DATABASE_URL: transformationDatabase.url,
    TRANSFORMATION_DATABASE_USER: transformationDatabase.username,
    TRANSFORMATION_DATABASE_PASSWORD: transformationDatabase.password,
    username: transformationDatabase.username,
    password: transformationDatabase.password,
  },
});

export const threadsDbCredentials = secret('threads-db-credentials', {
  purpose: 'PostgreSQL credentials of the threads service',
  externalSecret: 'threads-db-secret-sync',
  keys: {
    THREADS_DATABASE_URL: threadsDatabase.url,
    THREADS_DATABASE_USER: threadsDatabase.username,
    THREADS_DATABASE_PASSWORD: threadsDatabase.password,
    username: threadsDatabase.username,
    password: threadsDatabase.password,
  },
});

export const workflowsDbSecret = secret('workflows-db-secret', {
  purpose: 'PostgreSQL credentials of the workflows service',
  keys: {
    WORKFLOWS_DATABASE_URL: workflowsDatabase.url,
    WORKFLOWS_DATABASE_USER: workflowsDatabase.username,
    WORKFLOWS_DATABASE_PASSWORD: workflowsDatabase.password,
    username: workflowsDatabase.username,
    password: workflowsDatabase.password,
  },
});

export const keycloakDbCredentials = secret('keycloak-db-credentials', {
  purpose: 'PostgreSQL credentials of Keycloak',
  keys: role('keycloak', 'keycloak'),
});

export const postgresAmeideAuth = secret('postgres-ameide-auth', {
  purpose: 'Owner of the PostgreSQL cluster; applications have roles of their own',
  keys: {
    username: vault.literal('postgres-ameide-username', 'ameide', { enforcedBy: 'cnpg' }),
    password: vault.generated('postgres-ameide-password', { length: 32, enforcedBy: 'cnpg' }),
  },
});

export const gitlabDbCredentials = secret('gitlab-db-credentials', {
  purpose: 'PostgreSQL credentials of GitLab',
  keys: role('gitlab', 'gitlab'),
});

const coderPassword = vault.generated('coder-db-password', { length: 32, enforcedBy: 'cnpg' });
export const coderDbUrl = secret('coder-db-url', {
  purpose: 'PostgreSQL URL of Coder',
  environments: ['dev'],
  keys: {
    url: template`postgresql://coder:${urlEncoded(coderPassword)}@${(env) => env.postgresHost}/coder`,
  },
});

export const codexBrokerDbCredentials = secret('codex-broker-db-credentials', {
  purpose: 'PostgreSQL credentials of the Codex broker',
  environments: ['dev'],
  keys: role('codex-broker', 'codex_broker'),
});

// CloudNativePG and the chart of the clusters are the authority for the rest; what Vault has of them is an
// audit copy.

export const temporalDbEnv = delivered('temporal-db-env', {
  by: 'CNPG app-secrets template temporal-env',
  purpose: 'PostgreSQL credentials of Temporal',
  keys: ['TEMPORAL_DATABASE_URL', 'username', 'password'],
  mirror: { password: 'temporal-db-password' },
});

export const temporalVisibilityDbEnv = delivered('temporal-visibility-db-env', {
  by: 'CNPG app-secrets template temporal-visibility-env',
  purpose: 'PostgreSQL credentials of the Temporal visibility store',
  keys: ['TEMPORAL_VISIBILITY_DATABASE_URL', 'username', 'password'],
  mirror: { password: 'temporal-visibility-db-password' },
});

export const plausibleDbCredentials = delivered('plausible-db-credentials', {
  by: 'CNPG app-secrets template plausible',
  purpose: 'PostgreSQL credentials of Plausible',
  keys: ['username', 'password'],
  mirror: { password: 'plausible-db-password' },
});

export const inferenceDbCredentials = delivered('inference-db-credentials', {
  by: 'CNPG app-secrets template inference',
  purpose: 'PostgreSQL credentials of the inference service',
  keys: ['DATABASE_URL', 'username', 'password'],
  mirror: { password: 'inference-db-password' },
});

export const backstageDbCredentials = delivered('backstage-db-credentials', {
  by: 'CNPG app-secrets template backstage',
  purpose: 'PostgreSQL credentials of Backstage',
  keys: ['username', 'password'],
  mirror: { password: 'backstage-db-password' },
});
