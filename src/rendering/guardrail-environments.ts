import type { ConfigurationInput } from '../guardrails/engine/configuration.ts';
import type { Platform } from '../model/platform/platform.ts';

/**
 * Returns the environments of a platform as guardrails know them.
 *
 * Every text in a profile is a token: text that may differ between environments without being a difference.
 */
export function guardrailEnvironments(platform: Platform): NonNullable<ConfigurationInput['environments']> {
  return [...platform.environments.values()].map((environment) => {
    const cluster = platform.clusters.get(environment.cluster);
    const { lifecycle, cluster: _, upstream: _upstream, vault, namespaces, ...rest } = environment;
    const texts = Object.entries(rest).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    );
    return {
      name: environment.name,
      cluster: environment.cluster,
      namespace: environment.namespace,
      regulated: lifecycle === 'regulated',
      tokens: {
        ...Object.fromEntries(texts),
        ...Object.fromEntries((namespaces ?? []).map((namespace, index) => [`namespaces.${index}`, namespace])),
        vaultAddress: vault.address,
      },
      storeKind: cluster?.stores === 'namespaced' ? ('SecretStore' as const) : ('ClusterSecretStore' as const),
    };
  });
}
