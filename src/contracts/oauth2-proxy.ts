import { secret, vault } from '../platform/definition.ts';
import type { KeycloakClient } from './keycloak.ts';

/** Vault keys of one proxy are named after this, e.g. `plausible` in `plausible-oidc-client-id`. */
type VaultPrefix = string;

/**
 * Declares what a proxy that logs users in with Keycloak reads, under the data keys that its chart demands.
 * @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview#generating-a-cookie-secret
 */
export const oauth2ProxySecret = (
  name: string,
  client: KeycloakClient,
  { vaultPrefix, externalSecret }: { readonly vaultPrefix: VaultPrefix; readonly externalSecret?: string },
) =>
  secret(name, {
    purpose: `Keycloak client and cookie key of ${name}`,
    ...(externalSecret !== undefined && { externalSecret }),
    keys: {
      'client-id': vault.clientId(`${vaultPrefix}-oidc-client-id`, client.clientId),
      'client-secret': client.secret,
      // An AES key: the proxy takes 16, 24 or 32 bytes and no others.
      'cookie-secret': vault.generated(`${vaultPrefix}-oauth-cookie-secret`, { length: 32 }),
    },
  });

/** Returns the Helm values with which the chart of the proxy reads such a Secret. */
export const oauth2ProxyValues = (contract: ReturnType<typeof oauth2ProxySecret>) => ({
  config: {
    existingSecret: contract,
    requiredSecretKeys: [contract.key('client-id'), contract.key('client-secret'), contract.key('cookie-secret')],
  },
});
