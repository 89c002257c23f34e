import type { FieldPath, JsonValue, Manifest } from '../manifest/manifest.ts';
import type { IndexedObject } from './indexed-object.ts';
import { isOpenName } from './open-name.ts';
import { isControllerNamed } from './reference-conventions.ts';
import type { SecretReference } from './secret-reference.ts';

/** Where a map stands, as far as references care. */
export interface MapContext {
  readonly manifest: Manifest;
  readonly object: IndexedObject | undefined;
  readonly namespace: string | undefined;
  readonly scope: string;
  readonly isValues: boolean;
}

/** The references to Secrets that were found, each in the fields that a rule needs. */
export class FoundReferences {
  readonly references: SecretReference[] = [];
  /** Fields of documents that the table of kinds knows for names. */
  readonly #named = new Map<Manifest, Set<string>>();

  /** Says that the table of kinds knows a field for a name, so that no convention is asked about it. */
  markNamed(manifest: Manifest, path: FieldPath): void {
    const named = this.#named.get(manifest) ?? new Set();
    this.#named.set(manifest, named.add(path.join('\0')));
  }

  isNamed(manifest: Manifest, path: FieldPath): boolean {
    return this.#named.get(manifest)?.has(path.join('\0')) ?? false;
  }

  /** Adds a reference, unless the text is no name that a Secret of the cluster can have, or stands open. */
  add(
    context: MapContext,
    path: FieldPath,
    via: string,
    name: JsonValue | undefined,
    rest: {
      key?: JsonValue | undefined;
      keyField?: string | undefined;
      oneOf?: readonly string[] | undefined;
      namespace?: JsonValue | undefined;
      isOptional?: boolean;
      isPart?: boolean;
      isSure?: boolean;
      /** True for what the table of kinds found, which wins over the conventions. */
      isRow?: boolean;
    } = {},
  ): void {
    if (typeof name !== 'string' || name.trim() === '' || isOpenName(name) || isControllerNamed(name)) return;
    // `secretName: REGISTRY_TOKEN`: what another store calls it; no Secret of Kubernetes has such a name.
    if (context.isValues && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name)) return;
    const { manifest, object, scope } = context;
    // `shared/wildcard`: the form of proxies and gateways for a Secret of another namespace.
    const [own = '', within] = name.trim().split('/').reverse();
    const given = within ?? rest.namespace;
    const namespace = typeof given === 'string' && given !== '' ? given : context.namespace;
    if (namespace !== undefined && isOpenName(namespace)) return;
    if (rest.isRow !== true && this.isNamed(manifest, path)) return;
    this.references.push({
      site: { manifest, path: [...path], ...(object && { object }) },
      name: own,
      isOptional: rest.isOptional ?? false,
      isPart: rest.isPart ?? false,
      isSure: rest.isSure ?? true,
      via,
      scope,
      ...(namespace !== undefined && { namespace }),
      ...(typeof rest.key === 'string' && rest.key !== '' && !isOpenName(rest.key) && { key: rest.key }),
      ...(rest.keyField !== undefined && { keyField: rest.keyField }),
      ...(rest.oneOf && { oneOf: rest.oneOf }),
      ...(manifest.environment !== undefined && { environment: manifest.environment }),
    });
  }
}
