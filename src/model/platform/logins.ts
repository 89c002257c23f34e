import { z } from 'zod';
import { isDataKey } from '../kubernetes-names.ts';
import { objectName } from './object-name.ts';

/** Path of a mount, without slashes at its ends. */
export const mountPath = z.string().regex(/^[a-z0-9](?:[a-z0-9/_-]*[a-z0-9])?$/, 'must be the path of a mount');

/** One data key of a Secret; the only way in which a profile names a credential. */
export const secretReference = z.strictObject({
  secret: objectName,
  key: z.string().refine(isDataKey, 'must be a data key of a Secret'),
});
export type SecretReference = z.output<typeof secretReference>;

const publicKeys = z.union([
  /** Address of the issuer, whose discovery document names its keys. */
  z.strictObject({ discovery: z.url({ protocol: /^https$/ }), ca: z.string().optional() }),
  /** Address of the key set itself. */
  z.strictObject({ url: z.url({ protocol: /^https$/ }), ca: z.string().optional() }),
  /** Public keys in PEM. */
  z.strictObject({ pem: z.array(z.string().startsWith('-----BEGIN')).min(1) }),
]);

/**
 * How stores and programs log in to Vault.
 * @see https://external-secrets.io/latest/provider/hashicorp-vault/
 */
export const loginSchema = z.discriminatedUnion('method', [
  /** The ServiceAccount beside each ExternalSecret; Vault has the API server review its token. */
  z.strictObject({ method: z.literal('kubernetes'), mount: mountPath.optional() }),
  /** The same ServiceAccount; Vault checks the signature of its token itself. */
  z.strictObject({
    method: z.literal('jwt'),
    /** @default 'jwt' */
    mount: mountPath.optional(),
    /** Audiences of the tokens that the operator asks for. */
    audiences: z.array(z.string().min(1)).min(1),
    issuer: z.string().optional(),
    keys: publicKeys,
  }),
  /** A role id and a secret id that whoever runs Vault handed out. */
  z.strictObject({
    method: z.literal('appRole'),
    /** @default 'approle' */
    mount: mountPath.optional(),
    roleId: secretReference,
    secretId: secretReference,
  }),
  /** A client certificate. */
  z.strictObject({
    method: z.literal('certificate'),
    /** @default 'cert' */
    mount: mountPath.optional(),
    certificate: secretReference,
    privateKey: secretReference,
  }),
  /** A token that somebody made and renews. */
  z.strictObject({ method: z.literal('token'), token: secretReference }),
]);
export type Login = z.output<typeof loginSchema>;

/** Where an authority stands that signed the certificate of an https address. */
export const authoritySchema = z.union([
  /** Certificates in PEM, which are public. */
  z.strictObject({ pem: z.string().startsWith('-----BEGIN CERTIFICATE-----') }),
  z.strictObject({
    configMap: objectName,
    key: z.string().refine(isDataKey, 'must be a data key of a ConfigMap'),
    /**
     * Its namespace, for a store of the whole cluster; a store of one namespace reads its own.
     * @default that of the store
     */
    namespace: z.string().optional(),
  }),
]);
export type Authority = z.output<typeof authoritySchema>;
