import type { SecretKeyHandle } from '../../model/declarations/secret-contract.ts';
import type { VaultKey } from '../../model/declarations/vault-key.ts';
import type { BootstrapSettings, UpstreamSettings } from '../../model/documents/bootstrap-settings.ts';
import type { AnyEnvironment, EnvironmentApp, EphemeralEnvironment } from '../environment-app.ts';

/** A key of Vault that may take over the value of a Kubernetes Secret. */
export interface Backfill {
  readonly key: VaultKey;
  /** Data key of the Secret, in the namespace of the bootstrap. */
  readonly from: SecretKeyHandle;
}

/** What of the bootstrap's props goes into its settings. */
export interface BootstrapSettingsProps {
  /**
   * Name of the CronJob, its ServiceAccount, Role, RoleBinding and Lease; at most 52 characters, since Jobs
   * are named after it.
   */
  readonly name: string;
  /** Secret that keeps the seed of generated values where nobody gave one. @default 'vault-bootstrap-seed' */
  readonly seedSecret?: string;
  /**
   * Copies Kubernetes Secrets into Vault where a key is absent or a placeholder; a one-way aid of migrations.
   * @default none
   */
  readonly backfill?: readonly Backfill[];
  /** Seconds after which a run gives up; the next one goes on from what it left. @default 240 */
  readonly deadlineSeconds?: number;
}

/** Returns the settings of a bootstrap: names and addresses from the profile, never a credential. */
export function bootstrapSettings(
  app: EnvironmentApp,
  namespace: string,
  environment: EphemeralEnvironment,
  { name, seedSecret = 'vault-bootstrap-seed', backfill = [], deadlineSeconds = 240 }: BootstrapSettingsProps,
): BootstrapSettings {
  const { placeholder, knownPlaceholders, kubernetesHost } = app.platform.settings;
  const { address, namespace: vaultNamespace, ca, bootstrap } = environment.vault;
  return {
    kind: 'BootstrapSettings',
    version: 1,
    environment: environment.name,
    name,
    namespace,
    vault: {
      address,
      ...(vaultNamespace !== undefined && { namespace: vaultNamespace }),
      ...(ca && 'pem' in ca && { ca: ca.pem }),
      ...(bootstrap ?? { initialize: false, unseal: false, credentialsSecret: '' }),
    },
    kubernetesHost,
    seedSecret,
    upstream: upstreamSettings(environment),
    placeholder,
    knownPlaceholders: {
      exact: [...knownPlaceholders.exact].sort(),
      prefixes: [...knownPlaceholders.prefixes].sort(),
    },
    backfill: backfill
      .map(({ key, from }) => ({
        path: key.idIn(environment),
        secret: from.contract.nameIn(environment),
        key: from.name,
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    deadlineSeconds,
  };
}

/** Returns where external values come from, as programs and documents have it. */
export function upstreamSettings({ upstream }: AnyEnvironment): UpstreamSettings {
  if (upstream === undefined) return { type: 'none' };
  if (upstream.type === 'local') return { type: 'local', secret: upstream.secret, key: upstream.key };
  const { type, uri, secretPrefix, clientId } = upstream;
  return { type, uri, secretPrefix, ...(clientId !== undefined && { clientId }) };
}
