import type { JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isObject } from '../../manifest/normalise.ts';
import { type Origin, type Sourced, withEntry, withoutEntry } from './origins.ts';

/** What distinguishes one resource of a build from another. */
export interface ResourceId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A part of an id: what is empty or absent fits everything. */
export type Gvk = Partial<Pick<ResourceId, 'group' | 'version' | 'kind'>>;

/** How a generator meets a resource of its name. */
export type Behavior = 'create' | 'merge' | 'replace';

/** An object while a kustomization is built, with the names that it had. */
export class Resource {
  value: JsonObject;
  readonly origin: Origin;
  /** The document of the tree that it was read from; absent for what a generator makes. */
  readonly manifest: Manifest | undefined;
  /** Its ids before each change, the oldest first. */
  previous: ResourceId[] = [];
  prefixes: string[] = [];
  suffixes: string[] = [];
  variables: string[] = [];
  behavior: Behavior = 'create';
  needsHash = false;
  /**
   * True where a file that a generator reads is not there, so that only the running system knows all keys.
   */
  hasUnknownKeys = false;
  /** True where a patch or a replacement changed more than names. */
  isPatched = false;
  #gvk: Required<Gvk> | undefined;
  #apiVersion: JsonValue | undefined;

  constructor(value: JsonObject, origin: Origin, manifest?: Manifest) {
    this.value = value;
    this.origin = origin;
    this.manifest = manifest;
  }

  get sourced(): Sourced<JsonObject> {
    return { value: this.value, origin: this.origin };
  }

  get kind(): string {
    return textOf(this.value.kind);
  }

  get name(): string {
    return textOf(this.metadata.name);
  }

  get namespace(): string {
    return textOf(this.metadata.namespace);
  }

  get metadata(): JsonObject {
    const { metadata } = this.value;
    return isObject(metadata) ? metadata : {};
  }

  get id(): ResourceId {
    const { group, version, kind } = this.gvk;
    return { group, version, kind, name: this.name, namespace: this.namespace };
  }

  /** Its kind, which every field of every transformer asks for. */
  get gvk(): Required<Gvk> {
    const { apiVersion } = this.value;
    if (this.#gvk?.kind !== this.kind || this.#apiVersion !== apiVersion) {
      this.#apiVersion = apiVersion;
      this.#gvk = { ...groupVersion(apiVersion), kind: this.kind };
    }
    return this.#gvk;
  }

  /** The id that it was read with. */
  get firstId(): ResourceId {
    return this.previous[0] ?? this.id;
  }

  get allIds(): readonly ResourceId[] {
    return [...this.previous, this.id];
  }

  /** Keeps the present id, before it changes. */
  remember(): void {
    const { id } = this;
    this.previous.push({ ...id, namespace: effectiveNamespace(id) });
  }

  /** Loses what kustomize knows of its past. */
  forget(): void {
    this.previous = [];
    this.prefixes = [];
    this.suffixes = [];
    this.needsHash = false;
  }

  setMetadata(field: string, value: JsonValue | undefined, origin?: Origin): void {
    const { metadata } = this;
    const next = value === undefined ? withoutEntry(metadata, field) : withEntry(metadata, field, value, origin);
    this.value = withEntry(this.value, 'metadata', next);
  }
}

export const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

export function groupVersion(apiVersion: JsonValue | undefined): { group: string; version: string } {
  const text = textOf(apiVersion);
  const slash = text.indexOf('/');
  return slash === -1 ? { group: '', version: text } : { group: text.slice(0, slash), version: text.slice(slash + 1) };
}

/**
 * Kinds that kustomize knows to have no namespace; custom resources of any scope are none of them.
 */
const clusterScoped = new Set(
  [
    'admissionregistration.k8s.io: MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    'apiextensions.k8s.io: CustomResourceDefinition',
    'apiregistration.k8s.io: APIService',
    'certificates.k8s.io: CertificateSigningRequest',
    'flowcontrol.apiserver.k8s.io: FlowSchema PriorityLevelConfiguration',
    'networking.k8s.io: IngressClass',
    'node.k8s.io: RuntimeClass',
    'policy: PodSecurityPolicy',
    'rbac.authorization.k8s.io: ClusterRole ClusterRoleBinding',
    'scheduling.k8s.io: PriorityClass',
    'storage.k8s.io: CSIDriver CSINode StorageClass VolumeAttachment',
    ': ComponentStatus Namespace Node NodeProxyOptions PersistentVolume',
  ].flatMap((line) => {
    const [group, kinds = ''] = line.split(': ');
    return kinds.split(' ').map((kind) => `${group?.replace(/:$/, '')}/${kind}`);
  }),
);

export const isClusterScoped = ({ group, version, kind }: ResourceId): boolean =>
  clusterScoped.has(`${group}/${kind}`) && /^v1(?:beta1)?$/.test(version);

/** The namespace by which ids are compared. */
export const effectiveNamespace = (id: ResourceId): string =>
  isClusterScoped(id) ? '_non_namespaceable_' : id.namespace === '' ? 'default' : id.namespace;

/** Formats an id so that equal ones are equal texts. */
export const idKey = (id: ResourceId): string =>
  `${id.group}\0${id.version}\0${id.kind}\0${effectiveNamespace(id)}\0${id.name}`;

/** Returns whether a kind is one of those that a selector names. */
export const isSelected = (id: Gvk, selector: Gvk): boolean =>
  (!selector.group || id.group === selector.group) &&
  (!selector.version || id.version === selector.version) &&
  (!selector.kind || id.kind === selector.kind);

/** Returns the id of an object as it stands. */
export const idOf = (value: JsonObject): ResourceId => new Resource(value, { document: {} }).id;
