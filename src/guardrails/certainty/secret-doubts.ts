import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { ManifestIndex } from '../indexing/manifest-index.ts';
import { nearestName } from '../indexing/nearest-name.ts';
import { isOpenName } from '../indexing/open-name.ts';
import type { SecretReference } from '../indexing/secret-reference.ts';
import { isOfKnownGroup } from '../knowledge/known-groups.ts';
import { isAllDeclared } from './is-all-declared.ts';
import { NameFamilies, tailsOf } from './name-families.ts';
import { PermittedWriters } from './permitted-writers.ts';
import { ReferenceClasses } from './reference-classes.ts';
import { SpokenNames } from './spoken-names.ts';

/** Why nothing certain can be said about a Secret that nothing is known to make. */
export type Doubt =
  /** A file holds its name, or the end of it, where nothing reads a Secret. */
  | { readonly why: 'spoken'; readonly file: string }
  /** Several Secrets have names of one kind, and none of them is made here. */
  | { readonly why: 'family'; readonly tail: string; readonly count: number }
  /** Several Secrets are named in one kind of field, and none of them is made here. */
  | { readonly why: 'class'; readonly count: number }
  /** Scripts make Secrets of such names. */
  | { readonly why: 'scripted' }
  /** It is read where the platform makes Secrets, and this tree hardly any. */
  | { readonly why: 'platform'; readonly namespace: string }
  /** It is read in several namespaces that do not make it. */
  | { readonly why: 'copied'; readonly count: number }
  /** A role lets a program make it. */
  | { readonly why: 'permitted'; readonly role: string }
  /** No Secret can have such a name. */
  | { readonly why: 'spelling' };

/** In how many namespaces a Secret must be missing before something may copy it there. */
const manyNamespaces = 3;
/** From how many Secrets of a system's namespace on this tree is what fills it. */
const fewMade = 3;
const systemNamespace = /^(?:kube-(?:system|public|node-lease)|gke-managed-[a-z-]+|openshift(?:-[a-z-]+)?)$/;
const secretName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/**
 * What the tree itself shows to be not understood. That a Secret is missing is certain only where its
 * surroundings are: where Secrets named like it are made, and nothing else speaks of it.
 */
export class SecretDoubts {
  readonly #index: ManifestIndex;
  readonly #isOff: boolean;
  #families = new NameFamilies();
  #classes = new ReferenceClasses();
  #spoken: SpokenNames | undefined;
  #roles: PermittedWriters | undefined;
  readonly #namespaces = new Map<string, Set<string>>();

  constructor(index: ManifestIndex, configuration: GuardrailConfiguration) {
    this.#index = index;
    this.#isOff = isAllDeclared(configuration);
  }

  /** Returns the first doubt about a Secret that nothing makes where it is read; asked only for those. */
  about(reference: SecretReference): Doubt | undefined {
    const { site, name, scope, namespace } = reference;
    if (this.#isOff || site.manifest.constructPath !== undefined) return undefined;
    if (this.#spoken === undefined) this.#read();
    if (!secretName.test(name) && !isOpenName(name)) return { why: 'spelling' };
    const role = this.#roles?.roleFor(name, scope, namespace);
    if (role !== undefined) return { why: 'permitted', role: role.name };
    const file = this.#spoken?.fileOf(name, site.manifest) ?? this.#fileOf(name);
    if (file !== undefined) return { why: 'spoken', file };
    const count = this.#namespaces.get(`${scope}\0${name}`)?.size ?? 0;
    if (count >= manyNamespaces) return { why: 'copied', count };
    if (this.#isSlip(reference)) return undefined;
    if (this.#index.spoken?.maker(name) !== undefined) return { why: 'scripted' };
    return this.#ofPlatform(reference) ?? this.#ofItsKind(reference);
  }

  /** The cloud, its drivers and the distribution make Secrets in namespaces of the system. */
  #ofPlatform({ scope, namespace }: SecretReference): Doubt | undefined {
    if (namespace === undefined || !systemNamespace.test(namespace)) return undefined;
    const made = new Set<string>();
    for (const producer of this.#index.producers.all)
      if (producer.scope === scope && producer.namespace === namespace) made.add(producer.name);
    return made.size < fewMade ? { why: 'platform', namespace } : undefined;
  }

  #ofItsKind(reference: SecretReference): Doubt | undefined {
    const family = this.#families.withoutMaker(reference.name);
    if (family !== undefined) return { why: 'family', ...family };
    const count = this.#classes.withoutMaker(reference);
    return count === undefined ? undefined : { why: 'class', count };
  }

  /** A text that is no manifest speaks of it, or ends names as no Secret here ends. */
  #fileOf(name: string): string | undefined {
    const { spoken } = this.#index;
    if (spoken === undefined) return undefined;
    if (/[a-z\d][-.][a-z\d]/.test(name)) {
      const file = spoken.named(name);
      if (file !== undefined) return file;
    }
    for (const tail of tailsOf(name)) {
      const file = this.#families.isUnderstood(tail) ? undefined : spoken.ending(tail);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** One letter from a Secret that is made: who wrote it meant that one. */
  #isSlip({ name, scope, namespace }: SecretReference): boolean {
    return name.length > 4 && nearestName(name, this.#index.producers.namesIn(scope, namespace), 1) !== undefined;
  }

  #read(): void {
    const missing = new Set<string>();
    for (const reference of this.#index.references) {
      const { name, scope, namespace, site, isOptional, isPart } = reference;
      if (isOptional || isPart || isOpenName(name)) continue;
      const isMade = this.#index.producers.resolve(scope, namespace, name, site.object).known;
      this.#families.add(name, isMade);
      this.#classes.add(reference, isMade);
      if (isMade) continue;
      missing.add(name);
      if (namespace === undefined || (site.object && !isOfKnownGroup(site.object.apiVersion))) continue;
      const key = `${scope}\0${name}`;
      this.#namespaces.set(key, (this.#namespaces.get(key) ?? new Set()).add(namespace));
    }
    this.#spoken = new SpokenNames(this.#index, missing);
    this.#roles = new PermittedWriters([...this.#index.ofKind('role'), ...this.#index.ofKind('clusterrole')]);
  }
}
