import type { BootstrapSettings, UpstreamSettings } from '../../model/documents/bootstrap-settings.ts';
import type { BootstrapCronJobProps } from '../bootstrap-cron-job.ts';
import type { AnyEnvironment, EnvironmentApp, EphemeralEnvironment } from '../environment-app.ts';

/** What of the bootstrap's props goes into its settings. */
type SettingsProps = Pick<BootstrapCronJobProps, 'name' | 'seedSecret' | 'backfill' | 'deadlineSeconds'>;

/** Returns the settings of a bootstrap: names and addresses from the profile, never a credential. */
export function bootstrapSettings(
  app: EnvironmentApp,
  namespace: string,
  environment: EphemeralEnvironment,
  { name, seedSecret = 'vault-bootstrap-seed', backfill = [], deadlineSeconds = 240 }: SettingsProps,
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
