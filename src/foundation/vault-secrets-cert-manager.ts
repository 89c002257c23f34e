import { ServiceSecrets } from '../index.ts';
import { type Env, SharedBundle, secret, vault } from '../platform/definition.ts';

const azureDnsConfig = secret('azuredns-config', {
  purpose: 'Service principal of the DNS-01 solver',
  environments: ['dev', 'staging', 'production'],
  keys: {
    'client-id': vault.external('azure-dns-client-id'),
    'client-secret': vault.external('azure-dns-client-secret'),
    'tenant-id': vault.external('azure-dns-tenant-id'),
    'subscription-id': vault.external('azure-dns-subscription-id'),
  },
});

/** Credentials of cert-manager where a cloud has no workload identity. */
export class VaultSecretsCertManager extends SharedBundle {
  constructor(env: Env) {
    super(env, 'vault-secrets-cert-manager', {
      owner: 'platform-foundation',
      phase: 156,
      namespace: 'cert-manager',
      environments: ['dev', 'staging', 'production'],
      disabled: 'The DNS-01 solver logs in with Azure workload identity, which needs no client secret',
      approval: {
        owner: 'platform-foundation',
        date: '2026-11-24',
        reason: 'cert-manager is a vendor chart that cannot bring an ExternalSecret of its own',
        backlog: '355',
      },
    });
    new ServiceSecrets(this, azureDnsConfig);
  }
}
