import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';

/**
 * Formats a ConfigMap with the settings of a bootstrap that initialises and unseals Vault, for the examples
 * of rules.
 */
export function settingsExample({ address = 'http://vault:8200' }): string {
  const settings: BootstrapSettings = {
    kind: 'BootstrapSettings',
    version: 1,
    environment: 'dev',
    name: 'bootstrap',
    namespace: 'shop',
    vault: { address, initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
    kubernetesHost: 'https://kubernetes.default.svc',
    seedSecret: 'vault-seed',
    upstream: { type: 'local', secret: 'seed', key: 'seed.json' },
    placeholder: 'until-produced',
    knownPlaceholders: { exact: [], prefixes: [] },
    backfill: [],
    deadlineSeconds: 240,
  };
  return `{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop, labels: {vaultwright.io/document: bootstrap-settings}}, data: {bootstrap-settings.json: '${JSON.stringify(settings)}'}}`;
}
