import * as z from 'zod/mini';
import { accessMapSchema } from './access-map.ts';
import { applicationPartSchema } from './application-part.ts';
import { upstreamSchema } from './bootstrap-settings.ts';
import { configuratorSchema } from './configurator.ts';
import { deliveredSecretSchema } from './delivered-secrets.ts';
import { fixtureEntrySchema } from './fixture-map.ts';
import { authSchema } from './logins/login-methods.ts';
import { placeholderDigestSchema } from './placeholder-digest.ts';

/** File of the document, in the folder of its environment. */
export const environmentFile = 'environment.json';

const names = z.array(z.string());

/** A store as ExternalSecrets refer to it. */
const store = z.strictObject({
  /** Name in the platform's definition; absent for the platform's own store. */
  id: z.optional(z.string()),
  /** `metadata.name`. */
  name: z.string(),
  kind: z.enum(['ClusterSecretStore', 'SecretStore']),
  namespace: z.optional(z.string()),
  use: z.enum(['read', 'mirror']),
  provider: z.enum(['vault', 'aws', 'gcp', 'azure']),
  /** Role under which it logs in to the environment's Vault; absent elsewhere. */
  role: z.optional(z.string()),
  component: z.string(),
});

/** An engine of a store: where it is, and whose. */
const engine = z.strictObject({
  mount: z.string(),
  version: z.literal([1, 2]),
  /** Whether it is in the environment's own Vault, so that its keys may have recipes. */
  isOwn: z.boolean(),
});

const component = z.strictObject({
  name: z.string(),
  owner: z.string(),
  phase: z.int(),
  secretsPhase: z.int(),
  /** Folder of its manifests, below that of the environment. */
  folder: z.string(),
  namespace: z.string(),
  /**
   * Secrets of its namespace that it reads, sorted, each with the data keys that it asks for: all of them
   * where it names none, and none where nobody knows them.
   */
  reads: z.array(z.strictObject({ secret: z.string(), keys: names })),
  /** The decision that allows a shared bundle; absent for other components. */
  approval: z.optional(
    z.strictObject({ owner: z.string(), date: z.string(), reason: z.string(), backlog: z.string() }),
  ),
  /** What it says of its Application; absent where it says nothing. */
  argoCd: z.optional(applicationPartSchema),
});

/** A program other than bootstrap that writes Vault keys: those whose `writer` is its name. */
const producer = z.strictObject({ name: z.string(), component: z.string(), role: z.string() });

/** The server that the environment runs, as far as it must be known to those who configure or open it. */
const server = z.strictObject({
  product: z.enum(['vault', 'openbao']),
  version: z.string(),
  edition: z.enum(['community', 'enterprise']),
  /** Nodes of raft; 1 where the storage is of one node. */
  replicas: z.int(),
  storage: z.enum(['raft', 'file']),
  /**
   * Who makes the audit devices: the program that configures the server by its interface, or the server from
   * its own configuration.
   */
  auditBy: z.enum(['api', 'configuration']),
  /** Audit devices, sorted by path, as the interface of the server has them. */
  audit: z.array(
    z.strictObject({
      path: z.string(),
      type: z.enum(['file', 'socket']),
      options: z.record(z.string(), z.string()),
    }),
  ),
});

/** A Secret that the operator writes. */
const placement = z.strictObject({
  component: z.string(),
  secret: z.string(),
  externalSecret: z.string(),
  /** Absent where a ClusterExternalSecret makes it in namespaces that come later. */
  namespace: z.optional(z.string()),
  /** Label selector of these namespaces. */
  namespaceSelector: z.optional(z.record(z.string(), z.string())),
  /** How often the operator reads it again, in Go's notation; `0s` is once. Absent in earlier documents. */
  refreshInterval: z.optional(z.string()),
  /**
   * Data keys, sorted, each with the ids of the Vault keys of which it is made. Where an entry of unknown
   * properties is taken, one has the name `*`. They are values, since a scanner takes what stands under a key
   * like `password` for a credential.
   */
  keys: z.array(z.strictObject({ name: z.string(), from: names })),
});

/**
 * Schema of `environment.json`, version 1: one environment of a platform as it was rendered, without a value.
 *
 * Rendering writes it beside the manifests; lifecycle commands, exports and documents read it, so that
 * nothing is guessed from what else was rendered. What programs in the cluster need are projections of it.
 */
export const environmentDocumentSchema = z.strictObject({
  kind: z.literal('Environment'),
  version: z.literal(1),
  name: z.string(),
  lifecycle: z.enum(['ephemeral', 'regulated']),
  namespace: z.string(),
  cluster: z.strictObject({
    name: z.string(),
    /** Environments that run in it, sorted. */
    environments: names,
    stores: z.enum(['cluster', 'namespaced']),
    /** Namespaces of it that belong to no single environment, sorted. */
    sharedNamespaces: names,
    /** Whether the cluster has only this environment and may be thrown away with it. */
    isDisposable: z.boolean(),
  }),
  vault: z.strictObject({
    address: z.string(),
    namespace: z.optional(z.string()),
    /** PEM of the authorities behind an https address, where the profile gives it. */
    ca: z.optional(z.string()),
    /**
     * `bootstrap`: a Job of the environment; `ceremony`: initialised by people, unsealed by a key service;
     * `others`: somebody else runs it.
     */
    operatedBy: z.enum(['bootstrap', 'ceremony', 'others']),
    authMount: z.string(),
    auth: authSchema,
    /** Type of the seal that unseals it by itself. */
    seal: z.optional(z.string()),
    /** The server, where the profile or a regulated lifecycle says what it is. */
    server: z.optional(server),
  }),
  kubernetesHost: z.string(),
  upstream: upstreamSchema,
  /** Values that stand for no credential. */
  placeholders: z.array(placeholderDigestSchema),
  /** The Job that brings Vault to this state, where the environment renders one. */
  bootstrap: z.optional(
    z.strictObject({
      component: z.string(),
      name: z.string(),
      namespace: z.string(),
      credentialsSecret: z.string(),
      /** Seconds without a success after which it counts as failed; absent where nobody says. */
      succeedsWithinSeconds: z.optional(z.int()),
    }),
  ),
  /** The Job that does so in a regulated environment, and what it may do in Vault. */
  configurator: z.optional(configuratorSchema),
  /** Engines by name of the store in the platform's definition; the platform's own is `""`. */
  engines: z.record(z.string(), engine),
  stores: z.array(store),
  components: z.array(component),
  /** Components that are off in this environment. */
  disabled: z.array(z.extend(z.omit(component, { reads: true }), { reason: z.string() })),
  placements: z.array(placement),
  producers: z.array(producer),
  /** Vault keys by id. */
  keys: z.record(z.string(), fixtureEntrySchema),
  previews: accessMapSchema.shape.previews,
  roles: accessMapSchema.shape.roles,
  policies: accessMapSchema.shape.policies,
  /** Secrets that something other than Vault writes, with the component that brings it. */
  delivered: z.array(z.extend(deliveredSecretSchema, { component: z.string() })),
});
/** One environment of a platform as it was rendered. */
export type EnvironmentDocument = z.output<typeof environmentDocumentSchema>;
