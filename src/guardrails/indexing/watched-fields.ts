import { servingCertificate } from '../knowledge/writers-of-certificates.ts';
import type { JsonObject, JsonValue } from '../manifest/manifest.ts';
import { normalise } from '../manifest/normalise.ts';
import type { Site } from './site.ts';

/** A field that rules ask for by name, wherever it stands. */
export interface WatchedField {
  readonly name: string;
  readonly value: JsonValue;
  /** The map that holds it. */
  readonly map: JsonObject;
  readonly site: Site;
  /** Namespace of the object, or into which Helm values go. */
  readonly namespace?: string;
  readonly scope: string;
}

const watched = new Set(
  (
    'token_reviewer_jwt tokenreviewerjwt kubernetes_ca_cert kubernetescacert createsecret create existingsecret existingsecretname secretextraction ' +
    'storageclassname storageclass serviceaccountname secretproviderclass readinessprobe vault_addr addr ' +
    servingCertificate.annotations.join(' ')
  ).split(' '),
);

/** Returns whether rules ask for a field of this name. */
export const isWatched = (normalised: string): boolean => watched.has(normalised);

/** Finds the watched fields of a walk by name. */
export class WatchedFields {
  readonly #byName = new Map<string, WatchedField[]>();

  add(field: WatchedField): void {
    const list = this.#byName.get(field.name);
    if (list) list.push(field);
    else this.#byName.set(field.name, [field]);
  }

  /** Returns the fields of some names, however they are cased. */
  named(...names: readonly string[]): readonly WatchedField[] {
    return names.flatMap((name) => this.#byName.get(normalise(name)) ?? []);
  }
}
