import type { ConfiguratorSettings } from '../../model/documents/configurator-settings.ts';
import { placeholderDigests } from '../../model/documents/placeholder-digest.ts';
import type { EnvironmentApp, RegulatedEnvironment } from '../environment-app.ts';
import { upstreamSettings } from './bootstrap-settings.ts';
import { configuredAudit } from './configurator-of.ts';

/** What of the configurator's props goes into its settings. */
interface SettingsProps {
  readonly name: string;
  readonly denylist?: { readonly exact?: readonly string[]; readonly prefixes?: readonly string[] };
  readonly handoverSeconds: number;
  readonly deadlineSeconds: number;
}

/** Returns the settings of a configurator: names and addresses from the profile, never a credential. */
export function configuratorSettings(
  { platform }: EnvironmentApp,
  namespace: string,
  environment: RegulatedEnvironment,
  { name, denylist = {}, handoverSeconds, deadlineSeconds }: SettingsProps,
): ConfiguratorSettings {
  const { placeholder, knownPlaceholders, kubernetesHost } = platform.settings;
  const { address, namespace: vaultNamespace, ca } = environment.vault;
  const { exact = [], prefixes = [] } = denylist;
  return {
    kind: 'ConfiguratorSettings',
    version: 1,
    environment: environment.name,
    name,
    namespace,
    vault: {
      address,
      ...(vaultNamespace !== undefined && { namespace: vaultNamespace }),
      ...(ca && 'pem' in ca && { ca: ca.pem }),
    },
    kubernetesHost,
    upstream: upstreamSettings(environment),
    refused: placeholderDigests(
      [...new Set([placeholder, ...knownPlaceholders.exact, ...exact])],
      [...new Set([...knownPlaceholders.prefixes, ...prefixes])],
    ),
    audit: configuredAudit(environment),
    handoverSeconds,
    deadlineSeconds,
  };
}
