import type { SecretStoreSpec } from '../../../imports/external-secrets.io.d.ts';
import type { EnvironmentApp } from '../environment-app.ts';

/**
 * Gives the `spec.provider` of a store: kv-v2 at the platform's mount, login through Kubernetes auth.
 *
 * The ServiceAccount is named without a namespace and without audiences: the operator then uses the one beside each
 * ExternalSecret, and a pinned audience would fail on clusters whose issuer differs.
 * @see https://external-secrets.io/latest/provider/hashicorp-vault/
 */
export function vaultProvider(app: EnvironmentApp, role: string): SecretStoreSpec['provider'] {
  const { mount, authMount, serviceAccount } = app.platform.settings;
  return {
    vault: {
      server: app.environment.vault.address,
      path: mount,
      version: 'v2',
      auth: { kubernetes: { mountPath: authMount, role, serviceAccountRef: { name: serviceAccount } } },
    },
  };
}
