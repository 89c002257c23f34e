import * as z from 'zod/mini';
import { type LoginMethod, tokenFields } from './login-method.ts';

const schema = z.strictObject({
  method: z.literal('jwt'),
  /** Audiences that tokens must carry one of. */
  audiences: z.array(z.string()).check(z.minLength(1)),
  /** Issuer of the tokens, which Vault compares. */
  issuer: z.optional(z.string()),
  /**
   * Where Vault takes the public keys from: the discovery document of the issuer, a key set, or keys in
   * PEM.
   */
  keys: z.union([
    z.strictObject({ discovery: z.string(), ca: z.optional(z.string()) }),
    z.strictObject({ url: z.string(), ca: z.optional(z.string()) }),
    z.strictObject({ pem: z.array(z.string()).check(z.minLength(1)) }),
  ]),
});

/**
 * Tokens of ServiceAccounts, checked by signature, issuer and audience alone: Vault needs no way to the API
 * server.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/jwt
 */
export const jwt: LoginMethod<typeof schema> = {
  schema,
  type: 'jwt',
  title: 'JWT auth',
  config(auth) {
    const { keys, issuer = '' } = auth;
    const fields = {
      oidc_discovery_url: 'discovery' in keys ? keys.discovery : '',
      oidc_discovery_ca_pem: ('discovery' in keys && keys.ca) || '',
      jwks_url: 'url' in keys ? keys.url : '',
      jwks_ca_pem: ('url' in keys && keys.ca) || '',
      jwt_validation_pubkeys: 'pem' in keys ? keys.pem : [],
      bound_issuer: issuer,
      default_role: '',
      jwt_supported_algs: [],
      oidc_client_id: '',
    };
    return { written: fields, read: fields };
  },
  role(role, { audiences }) {
    const { namespaces, serviceAccounts } = role;
    const isPattern = [...namespaces, ...serviceAccounts].some((name) => name.includes('*'));
    return {
      role_type: 'jwt',
      bound_audiences: audiences,
      bound_subject: '',
      bound_claims_type: isPattern ? 'glob' : 'string',
      // Pointers, since the claims of Kubernetes are nested.
      bound_claims: { '/kubernetes.io/namespace': namespaces, '/kubernetes.io/serviceaccount/name': serviceAccounts },
      user_claim: 'sub',
      user_claim_json_pointer: false,
      groups_claim: '',
      claim_mappings: {},
      expiration_leeway: 0,
      not_before_leeway: 0,
      clock_skew_leeway: 0,
      ...tokenFields(role),
    };
  },
  obstacle({ namespaceSelector, namespaces }) {
    if (namespaceSelector) return 'it selects namespaces by label, and a token says nothing of labels';
    // An empty list of bound values would not bind at all.
    return namespaces.length === 0 ? 'it names no namespace' : undefined;
  },
};
