import { keycloakAdminSa, keycloakBootstrapAdmin, keycloakMasterBootstrap } from '../contracts/keycloak.ts';
import {
  agentsDbSecret,
  agentsRuntimeDbSecret,
  graphDbCredentials,
  keycloakDbCredentials,
  platformDbCredentials,
  threadsDbCredentials,
  transformationDbCredentials,
  workflowsDbSecret,
} from '../contracts/postgres.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, SharedBundle } from '../platform/definition.ts';

/** Secrets that migrations and Keycloak need whether or not the services that use them are installed. */
export class VaultSecretsPlatform extends SharedBundle {
  constructor(env: Env) {
    super(env, 'foundation-vault-secrets-platform', {
      owner: 'platform-foundation',
      phase: 230,
      argoCd: { wave: 17 },
      approval: {
        owner: 'platform-foundation',
        date: '2026-11-24',
        reason:
          'Migrations read these Secrets before any service that could own them is rolled out, or where it is off',
        backlog: '362-v2',
      },
    });
    new ServiceSecrets(this, [
      platformDbCredentials,
      agentsDbSecret,
      agentsRuntimeDbSecret,
      graphDbCredentials,
      transformationDbCredentials,
      threadsDbCredentials,
      workflowsDbSecret,
    ]);
    new ServiceSecrets(this, [keycloakDbCredentials, keycloakBootstrapAdmin, keycloakMasterBootstrap, keycloakAdminSa]);
  }
}
