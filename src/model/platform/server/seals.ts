import { z } from 'zod';
import { isSubdomain } from '../../kubernetes-names.ts';
import { mountPath, secretReference } from '../logins.ts';

const httpUrl = z.url({ protocol: /^https?$/ });
const httpsUrl = z.url({ protocol: /^https$/ });
/** Text of the configuration: one line without a character that a terminal would act on. */
const text = z.string().regex(/^[^\p{Cc}]+$/u, 'must be one line of text');
const filePath = z.string().regex(/^\/[^\p{Cc}]+$/u, 'must be an absolute path');

/**
 * A seal of OpenBao that comes as a plugin: in 2.7 and later all that it does not have itself.
 * @see https://openbao.org/docs/configuration/plugins/
 */
const kmsPlugin = z
  .strictObject({
    /** OCI image that holds the program; the server fetches it. Excludes `command`. */
    image: text.optional(),
    /** Name of the program inside the image; goes with `image`. */
    binaryName: text.optional(),
    /** Name of the program in the plugin directory of the image of the server. Excludes `image`. */
    command: text.optional(),
    version: z.string().regex(/^v?\d+\.\d+\.\d+$/, 'must be a version, such as "v0.1.0"'),
    /** Of the program itself, in hexadecimal digits. */
    sha256sum: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
  })
  .refine(
    ({ image, command, binaryName }) => (image === undefined) !== (command === undefined) && (!image || !!binaryName),
    'needs either `command`, or `image` with `binaryName`',
  );
export type KmsPlugin = z.output<typeof kmsPlugin>;

const plugin = {
  /** Program that serves this seal; OpenBao from 2.7 on demands one. @default what the server has itself */
  plugin: kmsPlugin.optional(),
};

/**
 * Key Vault of Azure, or a Managed HSM.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/azurekeyvault
 */
const azurekeyvault = z.strictObject({
  type: z.literal('azurekeyvault'),
  /** Name of the Key Vault or of the Managed HSM. */
  vaultName: text,
  keyName: text,
  /** Whether it is a Managed HSM, which answers under another domain. @default false */
  managedHsm: z.boolean().optional(),
  /** DNS suffix of a cloud other than the public one. @default that of the public cloud */
  resource: z.string().refine(isSubdomain, 'must be a domain').optional(),
  /** @default what the webhook of the workload identity or the node says */
  tenantId: z.uuid().optional(),
  /** As whom the server asks. @default the identity of the node */
  identity: z
    .union([
      /** Client id of a workload identity, which is federated with the server's ServiceAccount. */
      z.strictObject({ clientId: z.uuid() }),
      z.strictObject({ clientId: z.uuid(), clientSecret: secretReference }),
    ])
    .optional(),
  ...plugin,
});

/**
 * Key Management Service of AWS; the identity needs Encrypt, Decrypt and DescribeKey.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/awskms
 */
const awskms = z.strictObject({
  type: z.literal('awskms'),
  region: text,
  kmsKeyId: text,
  /** Address of a private endpoint. @default that of the region */
  endpoint: httpsUrl.optional(),
  /** As whom the server asks. @default the identity of the node */
  identity: z
    .union([
      /** Role that the server's ServiceAccount assumes. */
      z.strictObject({ roleArn: z.string().startsWith('arn:') }),
      z.strictObject({ accessKeyId: secretReference, secretAccessKey: secretReference }),
    ])
    .optional(),
  ...plugin,
});

/**
 * Cloud Key Management Service of Google.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms
 */
const gcpckms = z.strictObject({
  type: z.literal('gcpckms'),
  project: text,
  /** @default 'global' */
  region: text.optional(),
  keyRing: text,
  cryptoKey: text,
  /** As whom the server asks. @default the identity of the node */
  identity: z
    .union([
      /** Google service account that the server's ServiceAccount acts for. */
      z.strictObject({ serviceAccount: z.string().regex(/^[^@\s]+@[^@\s]+$/, 'must be the address of an account') }),
      /** A key file of a service account. */
      z.strictObject({ credentialsFile: secretReference }),
    ])
    .optional(),
  ...plugin,
});

/**
 * Key Management Service of Oracle; the server asks as the instance on which it runs.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/ocikms
 */
const ocikms = z.strictObject({
  type: z.literal('ocikms'),
  keyId: text,
  cryptoEndpoint: httpsUrl,
  managementEndpoint: httpsUrl,
  ...plugin,
});

/**
 * The transit engine of another Vault or OpenBao.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/transit
 */
const transit = z.strictObject({
  type: z.literal('transit'),
  address: httpUrl,
  keyName: text,
  /** Mount of the engine there. @default 'transit' */
  mountPath: mountPath.optional(),
  /** Its namespace there. @default none */
  namespace: text.optional(),
  /**
   * An orphan, periodic token that may encrypt and decrypt with this one key. Its environment variable is the
   * server's, so that nothing of it is in the configuration.
   * @default what the environment of the server holds
   */
  token: secretReference.optional(),
  /** Whether somebody else renews the token. @default false */
  disableRenewal: z.boolean().optional(),
  /** Secret with the authority behind its https address. @default an authority that every system knows */
  ca: secretReference.optional(),
});

/**
 * A hardware security module: with Vault only in its Enterprise edition; with OpenBao the key must exist.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/pkcs11
 * @see https://openbao.org/docs/configuration/seal/pkcs11/
 */
const pkcs11 = z
  .strictObject({
    type: z.literal('pkcs11'),
    /** Path of the vendor's library in the image of the server. */
    lib: filePath,
    /** Decimal number of the slot. Excludes `tokenLabel`. */
    slot: z.string().regex(/^\d+$/, 'must be a decimal number').optional(),
    /** Excludes `slot`. */
    tokenLabel: text.optional(),
    keyLabel: text,
    /** Label of the HMAC key; Vault only. */
    hmacKeyLabel: text.optional(),
    /** Number of the mechanism. @default the best that both know */
    mechanism: z
      .string()
      .regex(/^(?:0x[0-9a-fA-F]+|\d+)$/, 'must be a number, such as "0x1087"')
      .optional(),
    pin: secretReference,
    ...plugin,
  })
  .refine(({ slot, tokenLabel }) => (slot === undefined) !== (tokenLabel === undefined), {
    path: ['slot'],
    message: 'either it or `tokenLabel` must be given',
  });

const keyId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be an id of letters, digits, ".", "_" and "-"');

/**
 * A key beside the configuration, of 32 bytes: OpenBao only, and only where the environment may be thrown
 * away, since whoever reads the Secret unseals the server.
 * @see https://openbao.org/docs/configuration/seal/static/
 */
const staticSeal = z.strictObject({
  type: z.literal('static'),
  currentKeyId: keyId,
  currentKey: secretReference,
  /** The key before, until everything is sealed with the current one. @default none */
  previous: z.strictObject({ keyId, key: secretReference }).optional(),
});

/**
 * Unseals a server without a person and without keys in Kubernetes.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal
 */
export const sealSchema = z.discriminatedUnion('type', [
  azurekeyvault,
  awskms,
  gcpckms,
  ocikms,
  transit,
  pkcs11,
  staticSeal,
]);

/** A seal with every default filled in. */
export type Seal = z.output<typeof sealSchema>;
export type SealType = Seal['type'];
/** A seal as a profile writes it. */
export type SealInput<T extends SealType = SealType> = Extract<z.input<typeof sealSchema>, { readonly type: T }>;
