import type { Producer } from '../../model/declarations/producer.ts';
import type { DeliveredSecret, VaultSecret } from '../../model/declarations/secret-contract.ts';
import type { VaultKey } from '../../model/declarations/vault-key.ts';
import type { Position } from '../../model/diagnostics/diagnostic.ts';
import type { SecretRead } from '../derive/helm-values.ts';
import type { NamespacePattern } from '../derive/namespace-pattern.ts';
import type { ComponentRecord } from './component-record.ts';
import type { PublishedDigests, SmokeDeployment, SmokeProbe } from './smoke-subjects.ts';

/** Where something was found in the tree. */
export interface Provenance {
  readonly component: ComponentRecord;
  readonly constructPath: string;
  readonly declaredAt: Position | undefined;
}

/** A Secret that the operator writes, in one namespace. */
export interface Placement extends Provenance {
  readonly contract: VaultSecret<string>;
  readonly namespace: string;
  readonly externalSecret: string;
}

/** A Secret that the operator writes into namespaces which are created later. */
export interface ClusterPlacement extends Provenance {
  readonly contract: VaultSecret<string>;
  readonly externalSecret: string;
  readonly pattern: NamespacePattern;
}

/** A Secret that something other than Vault writes. */
export interface Delivery extends Provenance {
  readonly contract: DeliveredSecret<string>;
  readonly namespace: string;
}

/** An audit copy of a delivered Secret. */
export interface Mirror extends Provenance {
  readonly contract: DeliveredSecret<string>;
  readonly namespace: string;
  readonly keys: readonly VaultKey[];
}

/** A producer that runs in a component. */
export interface Writer extends Provenance {
  readonly producer: Producer;
  readonly role: string;
  readonly serviceAccounts: readonly string[];
}

/** Keys that are kept without a reader. */
export interface Unread extends Provenance {
  readonly keys: readonly VaultKey[];
  readonly reason: string;
}

/** A store, and the role under which it logs in. */
export interface Store extends Provenance {
  /** Name among the platform's stores, `undefined` for the platform's own. */
  readonly id: string | undefined;
  /** `undefined` where somebody else runs what is behind it. */
  readonly role: string | undefined;
  readonly use: 'read' | 'mirror';
  /**
   * The namespaces that it serves; for a cluster store the ones its conditions name, which may follow from
   * the tree.
   */
  readonly serves:
    | { readonly kind: 'namespace'; readonly namespace: string }
    | { readonly kind: 'where-read' }
    | { readonly kind: 'patterns'; readonly patterns: readonly NamespacePattern[] };
}

/** The Job that brings the Vault of its environment to what is declared. */
export interface Bootstrap extends Provenance {
  readonly name: string;
  readonly namespace: string;
  /** Secret that keeps the root token and the unseal key. */
  readonly credentialsSecret: string;
  /** Seconds without a success after which it counts as failed. */
  readonly succeedsWithinSeconds: number | undefined;
}

/** The Job that brings the Vault of a regulated environment to what is declared. */
export interface DeclaredConfigurator extends Provenance {
  /** Also that of its ServiceAccount, and of its role and policy in Vault. */
  readonly name: string;
  readonly namespace: string;
  /** Seconds that a run may take. */
  readonly deadlineSeconds: number;
}

/** A smoke, and what it inspects. */
export interface SmokeCheck extends Provenance {
  readonly name: string;
  /** Secrets that it names, `undefined` where its phase says it. */
  readonly secrets: readonly VaultSecret[] | undefined;
  readonly deployments: readonly SmokeDeployment[];
  readonly digests: PublishedDigests | undefined;
  readonly probes: readonly SmokeProbe[];
}

/** A preflight, and what it waits for. */
export interface DeclaredPreflight extends Provenance {
  readonly name: string;
  readonly hook: 'PreSync' | 'Sync';
  /** `undefined` for everything that the component reads. */
  readonly secrets: readonly SecretRead[] | undefined;
}

/** The program that takes snapshots of Vault, and the role under which it does. */
export interface Snapshotter extends Provenance {
  readonly role: string;
  readonly serviceAccount: string;
  readonly namespace: string;
}

/** What one construct brings into its environment. */
export interface Contribution {
  readonly components?: readonly ComponentRecord[];
  /** Components that are off, and why. */
  readonly disabled?: readonly { readonly component: ComponentRecord; readonly reason: string }[];
  readonly placements?: readonly Placement[];
  readonly clusterPlacements?: readonly ClusterPlacement[];
  readonly deliveries?: readonly Delivery[];
  readonly mirrors?: readonly Mirror[];
  readonly writers?: readonly Writer[];
  readonly unread?: readonly Unread[];
  readonly stores?: readonly Store[];
  readonly fixtures?: readonly Provenance[];
  readonly bootstraps?: readonly Bootstrap[];
  readonly snapshotters?: readonly Snapshotter[];
  readonly configurators?: readonly DeclaredConfigurator[];
  readonly smokes?: readonly SmokeCheck[];
  readonly preflights?: readonly DeclaredPreflight[];
}

/** Key of the property by which a construct says what it brings. */
export const contribution: unique symbol = Symbol('vaultwright.contribution');

/** A construct that brings something into its environment. */
export interface Contributing {
  readonly [contribution]: Contribution;
}
