import type { VaultRole } from './access-map.ts';

/** Lifetime of the tokens of a role, in seconds: the operator logs in anew for each reconciliation. */
const tokenLifetime = { token_ttl: 1200, token_max_ttl: 3600 } as const;

/**
 * Gives every field of a role of Kubernetes auth that is managed, empty ones included, so that what others set is reset.
 *
 * There is no audience: clients of different audiences share a role.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role
 */
export const vaultRoleFields = ({ serviceAccounts, namespaces, namespaceSelector, policies }: VaultRole) => ({
  bound_service_account_names: serviceAccounts,
  bound_service_account_namespaces: namespaces,
  bound_service_account_namespace_selector: namespaceSelector ? JSON.stringify({ matchLabels: namespaceSelector }) : '',
  audience: '',
  alias_name_source: 'serviceaccount_uid',
  token_policies: policies,
  ...tokenLifetime,
  token_explicit_max_ttl: 0,
  token_no_default_policy: false,
  token_num_uses: 0,
  token_period: 0,
  token_type: 'default',
  token_bound_cidrs: [],
});

/**
 * Gives every managed field of the configuration of Kubernetes auth.
 *
 * Vault reviews tokens with the token and authority of its own Pod, which it reads anew; a stored reviewer token would expire,
 * and a pinned authority would outlive the cluster’s.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#configure-method
 */
export const vaultAuthFields = (kubernetesHost: string) => ({
  kubernetes_host: kubernetesHost,
  kubernetes_ca_cert: '',
  token_reviewer_jwt: '',
  pem_keys: [],
  issuer: '',
  disable_iss_validation: true,
  disable_local_ca_jwt: false,
  use_annotations_as_alias_metadata: false,
});
