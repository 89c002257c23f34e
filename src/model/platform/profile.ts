import { z } from 'zod';
import { isDnsLabel } from '../kubernetes-names.ts';
import { argoCdSchema } from './argo-cd.ts';
import { authoritySchema, loginSchema, mountPath } from './logins.ts';
import { objectName } from './object-name.ts';
import { isPreviewNamespaces, type PreviewNamespaces } from './preview-namespaces.ts';
import { sealSchema } from './server/seals.ts';
import { serverSchema } from './server/server.ts';
import type { EphemeralServer, RegulatedServer } from './server/server-profile.ts';

const namespace = z.string().refine(isDnsLabel, 'must be a DNS label of at most 63 characters');
const httpUrl = z.url({ protocol: /^https?$/ });

/** Where bootstrap finds the values of external keys. */
const upstream = z.discriminatedUnion('type', [
  /** A Secret that a developer's seed script wrote before anything else ran. */
  z.strictObject({ type: z.literal('local'), secret: objectName, key: z.string() }),
  /** @see https://learn.microsoft.com/azure/key-vault/secrets/ */
  z.strictObject({
    type: z.literal('azure-key-vault'),
    uri: z.url(),
    /** Prepended to each name; the empty string means no prefix. */
    secretPrefix: z.string().default(''),
    /** Client id of the workload identity. */
    clientId: z.string().optional(),
  }),
]);

/**
 * Namespaces of previews, which come and go while the environment runs: `vaultwright preview` renders what
 * they get. Vault admits them by their name alone, so whoever may create such a namespace reads what previews
 * read.
 */
const previews = z.strictObject({
  /** Their names, such as `pr-shop-*`; none of them may be a namespace of the cluster that is rendered. */
  namespaces: z.custom<PreviewNamespaces>(
    isPreviewNamespaces,
    'must be a prefix of lower-case letters, digits and "-" that ends in "-", and then "*", such as "pr-shop-*"',
  ),
  /**
   * Components whose ExternalSecrets in the namespace of the environment every preview gets; its Vault role
   * reads exactly what they read.
   */
  components: z.array(z.string()).min(1).readonly(),
});

/** How the environment reaches its Vault. */
const reach = {
  address: httpUrl,
  /**
   * Vault namespace of everything that the platform declares.
   * @default none
   * @see https://developer.hashicorp.com/vault/docs/enterprise/namespaces
   */
  namespace: z
    .string()
    .regex(/^[^/\s](?:[^\s]*[^/\s])?$/, 'must not begin or end with a slash')
    .optional(),
  /** How stores and programs log in. @default the Kubernetes auth method at the platform's `authMount` */
  login: loginSchema.optional(),
  /** Who signed the certificate of an https address. @default an authority that every system knows */
  ca: authoritySchema.optional(),
  /** Mount of the platform's own engine, where it differs here. @default the platform's `mount` */
  mount: mountPath.optional(),
  /**
   * Declares that somebody else runs Vault and writes what the environment declares, so that neither a
   * bootstrap nor a seal belongs here.
   */
  managed: z.literal(true).optional(),
  /** Mounts of the engines among the platform's stores, where they differ here. @default none */
  engines: z.record(z.string(), z.strictObject({ mount: mountPath })).optional(),
};

/** What the environment runs, where it runs its Vault itself. */
const own = {
  /**
   * Product, version and shape of the server.
   * @default Vault of the current chart; regulated on three nodes with two audit devices, else on one
   */
  server: serverSchema.optional(),
  /**
   * What unseals the server. Absent in a regulated environment only where somebody else runs Vault
   * (`managed`); in an ephemeral one where its bootstrap does.
   */
  autoUnseal: sealSchema.optional(),
};

/** Demands that an environment says who operates Vault, and one of both. */
const operatedBy =
  (field: string) =>
  (vault: object, context: z.core.$RefinementCtx<unknown>): void => {
    const { [field]: own, managed } = vault as Readonly<Record<string, unknown>>;
    const missing = 'is missing; say `managed: true` where somebody else runs Vault';
    if (own === undefined && managed === undefined)
      context.addIssue({ code: 'custom', path: [field], message: missing });
    if (managed === undefined) return;
    for (const name of new Set([field, 'autoUnseal', 'server']))
      if ((vault as Readonly<Record<string, unknown>>)[name] !== undefined)
        context.addIssue({ code: 'custom', path: ['managed'], message: `cannot stand beside ${name}` });
  };

const common = {
  /** Cluster that the environment runs in, one of the platform's clusters. */
  cluster: z.string(),
  /** Namespace of the environment; no other environment of the same cluster may use it. */
  namespace,
  /**
   * Further namespaces of the environment, which no other environment of the cluster may use.
   * @default none
   */
  namespaces: z.array(namespace).readonly().optional(),
  /** Where external values come from. @default nowhere, so that no key may be external */
  upstream: upstream.optional(),
};

/**
 * An environment that may be thrown away: its bootstrap initialises and unseals Vault, keeps the keys in a
 * Secret, and derives generated values from a seed, so that runs repeat.
 */
const ephemeral = z.strictObject({
  ...common,
  lifecycle: z.literal('ephemeral'),
  vault: z
    .strictObject({
      ...reach,
      /**
       * What the bootstrap of the environment does; absent only where somebody else runs Vault (`managed`).
       */
      bootstrap: z
        .strictObject({
          initialize: z.boolean(),
          unseal: z.boolean(),
          /** Secret that keeps the root token and the unseal key. */
          credentialsSecret: objectName,
        })
        .optional(),
      ...own,
    })
    .superRefine(operatedBy('bootstrap')),
  /** @default no previews */
  previews: previews.optional(),
});

/**
 * An environment whose Vault is initialised by an audited ceremony and unsealed by a key service; nothing
 * else can be expressed.
 */
const regulated = z.strictObject({
  ...common,
  lifecycle: z.literal('regulated'),
  vault: z
    .strictObject({
      ...reach,
      /** Credentials go there, so never in the clear. */
      address: z.url({ protocol: /^https$/, error: 'must be an https address in a regulated environment' }),
      ...own,
      /**
       * Named so that it cannot come in through a variable either, whose further fields the compiler would
       * not look at.
       */
      bootstrap: z.never('is for ephemeral environments only').optional(),
    })
    .superRefine(operatedBy('autoUnseal')),
  /** Named for the same reason: what runs in a preview is code that nobody has approved yet. */
  previews: z.never('are for ephemeral environments only').optional(),
});

/** Schema of an environment's profile; a platform adds fields of its own. */
export const profileSchema = z.discriminatedUnion('lifecycle', [ephemeral, regulated]);

/** Somebody operates Vault: the environment itself, by what `Own` says, or somebody else. */
type OperatedBy<P extends { readonly vault: object }, Own extends object> = Omit<P, 'vault'> & {
  readonly vault: Omit<P['vault'], 'managed' | 'server' | 'autoUnseal' | keyof Own> &
    (
      | (Own & { readonly managed?: never })
      | ({ readonly managed: true; readonly server?: never; readonly autoUnseal?: never } & {
          readonly [F in keyof Own]?: never;
        })
    );
};
type EphemeralInput = z.input<typeof ephemeral>;
type Bootstrapped = { readonly bootstrap: NonNullable<EphemeralInput['vault']['bootstrap']> };
/** What a platform writes for one environment. */
export type Profile =
  | OperatedBy<EphemeralInput, Bootstrapped & EphemeralServer>
  | OperatedBy<z.input<typeof regulated>, RegulatedServer>;
/** A profile with every default filled in. */
export type ResolvedProfile = z.output<typeof profileSchema>;

/** Adds a platform's own fields to both kinds of profile. */
export const profileSchemaWith = (fields: z.ZodObject) =>
  z.discriminatedUnion('lifecycle', [ephemeral.extend(fields.shape), regulated.extend(fields.shape)]);

/** Schema of a cluster. */
export const clusterSchema = z.strictObject({
  /**
   * Namespaces that belong to no single environment, with the environment that renders what lives there.
   * Where several environments share a cluster this keeps one owner for every object.
   */
  sharedNamespaces: z.record(namespace, z.string()).default({}),
  /**
   * `cluster` serves every namespace from one ClusterSecretStore; `namespaced` renders one SecretStore for
   * each namespace. Several environments in one cluster need `namespaced`, since a cluster-scoped name exists
   * once.
   */
  stores: z.enum(['cluster', 'namespaced']),
});
/** What a platform writes for one cluster. */
export type Cluster = z.input<typeof clusterSchema>;
/** A cluster with every default filled in. */
export type ResolvedCluster = z.output<typeof clusterSchema>;

/** Schema of what holds for every environment of a platform. */
export const platformSchema = z.strictObject({
  /** Name of the store that every ExternalSecret refers to. */
  store: objectName,
  /** @default `<store>-mirror` */
  mirrorStore: objectName.optional(),
  /** Mount of the kv-v2 engine. */
  mount: z
    .string()
    .regex(/^[a-z0-9][a-z0-9/-]*[a-z0-9]$/)
    .default('secret'),
  /** Mount of the Kubernetes auth method. */
  authMount: z
    .string()
    .regex(/^[a-z0-9][a-z0-9/-]*[a-z0-9]$/)
    .default('kubernetes'),
  /** Prefix of the Vault roles and policies that are derived for the operator. */
  role: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('external-secrets'),
  /**
   * ServiceAccount, in the namespace of each ExternalSecret, as which the operator logs in to Vault.
   * Its namespace is never named, since a namespaced store that names one is rejected.
   */
  serviceAccount: objectName.default('default'),
  /**
   * A public image with Node.js 24 for every architecture of the clusters, with tag and digest, for programs
   * that are rendered without one of their own. @default none
   */
  programImage: z.string().optional(),
  /** What bootstrap writes where only a producer knows the value; the producer replaces it. */
  placeholder: z.string().min(1).default('placeholder-until-produced'),
  /**
   * Further values that stand for no credential, such as those of earlier tooling: bootstrap may replace
   * them.
   */
  knownPlaceholders: z
    .strictObject({
      exact: z.array(z.string().min(1)).default([]),
      prefixes: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  /** Address at which Vault reaches the API server to review tokens. */
  kubernetesHost: httpUrl.default('https://kubernetes.default.svc'),
  /** How Argo CD rolls the platform out. @default nothing of Argo CD is rendered */
  argoCd: argoCdSchema.optional(),
});
/** The settings of a platform with every default filled in. */
export type PlatformSettings = z.output<typeof platformSchema>;
