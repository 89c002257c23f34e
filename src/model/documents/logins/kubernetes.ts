import * as z from 'zod/mini';
import { type LoginMethod, tokenFields } from './login-method.ts';

const schema = z.strictObject({ method: z.literal('kubernetes') });

/**
 * Tokens of ServiceAccounts, reviewed by the API server.
 *
 * Vault reviews them with the token and authority of its own Pod, which it reads anew; a stored reviewer
 * token would expire, and a pinned authority would outlive the cluster’s. A role has no audience: clients of
 * different audiences share it.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes
 */
export const kubernetes: LoginMethod<typeof schema> = {
  schema,
  type: 'kubernetes',
  title: 'Kubernetes auth',
  config(_, kubernetesHost) {
    const fields = {
      kubernetes_host: kubernetesHost,
      kubernetes_ca_cert: '',
      pem_keys: [],
      issuer: '',
      disable_iss_validation: true,
      disable_local_ca_jwt: false,
      use_annotations_as_alias_metadata: false,
    };
    return { written: { ...fields, token_reviewer_jwt: '' }, read: { ...fields, token_reviewer_jwt_set: false } };
  },
  role(role) {
    const { serviceAccounts, namespaces, namespaceSelector } = role;
    return {
      bound_service_account_names: serviceAccounts,
      bound_service_account_namespaces: namespaces,
      bound_service_account_namespace_selector: namespaceSelector
        ? JSON.stringify({ matchLabels: namespaceSelector })
        : '',
      audience: '',
      alias_name_source: 'serviceaccount_uid',
      ...tokenFields(role),
    };
  },
};
