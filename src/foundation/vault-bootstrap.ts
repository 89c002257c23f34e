import {
  AccessMap,
  BootstrapCronJob,
  ConfiguratorJob,
  ceremonyReason,
  DeliveredSecrets,
  DeliveredSecretsRecord,
  UnreadVaultKeys,
  VaultFixture,
  VaultSnapshots,
} from '../index.ts';
import { delivered, type Env, FoundationComponent, vault } from '../platform/definition.ts';
import { denylist } from '../platform/guardrails.ts';
import { nodeImage } from '../platform/node-image.ts';

/** Its name is the profile's, since bootstrap is told the same one. */
const autoCredentials = delivered((env) => env.vault.bootstrap?.credentialsSecret ?? 'vault-auto-credentials', {
  by: 'vault-bootstrap CronJob',
  purpose: 'Root token and unseal key of a Vault that may be thrown away; no regulated environment has it',
  environments: ['local', 'dev'],
  keys: ['root-token', 'unseal-key'],
});
const localSecrets = delivered('vault-bootstrap-local-secrets', {
  by: 'seed-local-secrets.sh',
  purpose: 'External values of a developer, by their sanitised names',
  environments: ['local'],
  keys: ['env-secrets.json'],
});

const buildKeys = [
  'backstage-gitlab-token',
  'buf-token',
  'database-pool-connection-timeout-ms',
  'database-pool-idle-timeout-ms',
  'database-pool-max',
  'database-ssl',
  'go-proto-version',
  'go-sdk-version',
  'npm-token',
  'pypi-token',
  'repository-database-url',
].map((path) => vault.external(path));

/**
 * What bootstrap and production tooling work from: the fixture map, the access map, and the record of
 * delivered Secrets; beside them the bootstrap where the environment may be thrown away, and elsewhere the
 * configurator.
 */
export class VaultBootstrap extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-vault-bootstrap', { owner: 'platform-foundation', phase: 155, argoCd: { wave: 16 } });
    const fixtureMap = new VaultFixture(this);
    const accessMap = new AccessMap(this);
    new DeliveredSecretsRecord(this);
    new DeliveredSecrets(this, [autoCredentials, localSecrets]);
    new UnreadVaultKeys(this, buildKeys, {
      reason: 'Builds, tests and pipelines read it from Vault; no Secret in the cluster needs it',
    });
    const { environment } = env;
    if (environment.lifecycle === 'regulated') {
      new ConfiguratorJob(this, {
        environment,
        name: 'foundation-vault-configurator',
        image: nodeImage,
        fixtureMap,
        accessMap,
        denylist,
      });
      new VaultSnapshots(this, { name: 'foundation-vault-snapshots', image: nodeImage });
      // For whoever looks for what every other environment has here.
      this.values({ cronJob: { enabled: false, reason: ceremonyReason(environment.name) } });
      return;
    }
    new BootstrapCronJob(this, {
      environment,
      name: 'foundation-vault-bootstrap-vault-bootstrap',
      image: nodeImage,
      fixtureMap,
      accessMap,
      // A failed Job of a laptop says nothing that its log did not.
      failedJobsHistoryLimit: environment.name === 'local' ? 0 : 1,
    });
  }
}
