import { z } from 'zod';
import { authoritySchema, loginSchema, mountPath, secretReference } from './logins.ts';
import { objectName } from './object-name.ts';

const shared = {
  /** `metadata.name` of the store. @default `<store of the platform>-<its name here>` */
  name: objectName.optional(),
};

/**
 * A further engine. Without `server` it is one of the environment's own Vault, reached and logged in to as
 * the platform's own engine is; with `server` it is in a Vault that somebody else runs, and read only.
 * @see https://external-secrets.io/latest/provider/hashicorp-vault/
 */
const vaultStore = z
  .strictObject({
    ...shared,
    provider: z.literal('vault'),
    mount: mountPath,
    /** Version 1 of kv has no check-and-set: it is read only. @default 'v2' */
    version: z.enum(['v1', 'v2']).default('v2'),
    server: z.url({ protocol: /^https?$/ }).optional(),
    /** Vault namespace; for a store with `server` only. */
    namespace: z.string().min(1).optional(),
    /** For a store with `server` only, and there without a default. */
    login: loginSchema.optional(),
    /** Role of its login at `server`. */
    role: z.string().min(1).optional(),
    ca: authoritySchema.optional(),
  })
  .superRefine(({ server, namespace, login, role, ca }, { addIssue }) => {
    if (server === undefined) {
      for (const [field, value] of Object.entries({ namespace, login, role, ca }))
        if (value !== undefined)
          addIssue({ code: 'custom', path: [field], message: 'belongs to a store with a server of its own' });
      return;
    }
    if (login === undefined) addIssue({ code: 'custom', path: ['login'], message: 'a store with a server needs one' });
    const needsRole = login?.method === 'kubernetes' || login?.method === 'jwt';
    if (needsRole && role === undefined)
      addIssue({ code: 'custom', path: ['role'], message: `a login by ${login.method} needs one` });
  });

/** @see https://external-secrets.io/latest/provider/aws-secrets-manager/ */
const awsStore = z.strictObject({
  ...shared,
  provider: z.literal('aws'),
  service: z.enum(['SecretsManager', 'ParameterStore']),
  region: z.string().min(1),
  /** ARN of a role that is assumed. */
  role: z.string().startsWith('arn:').optional(),
  /** @default the identity of the operator itself */
  login: z
    .union([
      z.strictObject({ serviceAccount: objectName }),
      z.strictObject({ accessKeyId: secretReference, secretAccessKey: secretReference }),
    ])
    .optional(),
});

/** @see https://external-secrets.io/latest/provider/google-secrets-manager/ */
const gcpStore = z.strictObject({
  ...shared,
  provider: z.literal('gcp'),
  projectId: z.string().min(1),
  /** @default the identity of the operator itself */
  login: z
    .union([
      z.strictObject({
        serviceAccount: objectName,
        clusterLocation: z.string().optional(),
        clusterName: z.string().optional(),
        clusterProjectId: z.string().optional(),
      }),
      z.strictObject({ accessKey: secretReference }),
    ])
    .optional(),
});

/** @see https://external-secrets.io/latest/provider/azure-key-vault/ */
const azureStore = z.strictObject({
  ...shared,
  provider: z.literal('azure'),
  vaultUrl: z.url({ protocol: /^https$/ }),
  tenantId: z.string().optional(),
  login: z.union([
    /** Workload identity. @default the ServiceAccount of the operator */
    z.strictObject({ workloadIdentity: z.strictObject({ serviceAccount: objectName.optional() }) }),
    z.strictObject({ managedIdentity: z.strictObject({ identityId: z.string().optional() }) }),
    z.strictObject({ clientId: secretReference, clientSecret: secretReference }),
  ]),
});

/** Schema of a store besides the platform's own. */
export const storeSchema = z.union([vaultStore, awsStore, gcpStore, azureStore]);

const schemas = { vault: vaultStore, aws: awsStore, gcp: gcpStore, azure: azureStore } as const;

/**
 * Returns the schema of the provider that a store names, whose messages name fields; a union would name none.
 */
export function storeSchemaOf(store: unknown): z.ZodType<ResolvedStore> {
  const provider = typeof store === 'object' && store !== null && 'provider' in store ? store.provider : undefined;
  const own = Object.entries(schemas).find(([name]) => name === provider)?.[1];
  return own ?? z.looseObject({ provider: z.enum(['vault', 'aws', 'gcp', 'azure']) }).pipe(z.never());
}
/** What a platform writes for one further store. */
export type StoreDefinition = z.input<typeof storeSchema>;
/** A further store with every default filled in. */
export type ResolvedStore = z.output<typeof storeSchema>;
export type VaultStore = z.output<typeof vaultStore>;

/** Name of a store in the platform's definition: it stands in ids of keys. */
export const storeId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and "-"');

/** Whether a store is an engine of the environment's own Vault. */
export const isOwnEngine = (store: ResolvedStore | undefined): store is VaultStore =>
  store?.provider === 'vault' && store.server === undefined;

/** Returns why no key behind a store can have a recipe, or `undefined` where it can. */
export function readOnlyReason(store: ResolvedStore): string | undefined {
  if (store.provider !== 'vault') return `it belongs to provider ${store.provider}, which is read only`;
  if (store.server !== undefined) return 'it is in a Vault that somebody else runs';
  if (store.version === 'v1') return 'version 1 of kv has no check-and-set';
  return undefined;
}

/** The stores of `S` whose keys can have recipes: engines of version 2 in the environment's own Vault. */
export type EngineIn<S> = {
  [K in keyof S]: S[K] extends { readonly provider: 'vault' }
    ? S[K] extends { readonly server: string } | { readonly version: 'v1' }
      ? never
      : K
    : never;
}[keyof S] &
  string;
