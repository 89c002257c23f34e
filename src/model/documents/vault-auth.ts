import * as z from 'zod/mini';

/**
 * Schema of an auth method of Vault as the access map has it: its type, and what its configuration says.
 * Never a credential.
 */
export const authSchema = z.discriminatedUnion('method', [
  /**
   * Tokens of ServiceAccounts, reviewed by the API server.
   * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
   */
  z.strictObject({ method: z.literal('kubernetes') }),
  /**
   * Tokens of ServiceAccounts, checked by signature alone.
   * @see https://developer.hashicorp.com/vault/docs/auth/jwt
   */
  z.strictObject({
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
  }),
  /**
   * A role id and a secret id, which whoever runs Vault hands out.
   * @see https://developer.hashicorp.com/vault/docs/auth/approle
   */
  z.strictObject({ method: z.literal('appRole') }),
  /**
   * Client certificates; whoever runs Vault keeps the trusted ones.
   * @see https://developer.hashicorp.com/vault/docs/auth/cert
   */
  z.strictObject({ method: z.literal('certificate') }),
  /**
   * A token that somebody made; there is no role.
   * @see https://developer.hashicorp.com/vault/docs/auth/token
   */
  z.strictObject({ method: z.literal('token') }),
]);
/** An auth method and its configuration. */
export type VaultAuth = z.output<typeof authSchema>;
