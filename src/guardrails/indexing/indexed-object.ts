import type { FieldPath, JsonObject, Manifest } from '../manifest/manifest.ts';

/**
 * A Kubernetes object of the checked manifests, wherever it stood: alone, in a `List`, in a template's list,
 * inside values.
 */
export interface IndexedObject {
  readonly manifest: Manifest;
  /** Where the object starts in its document; empty for the document itself. */
  readonly path: FieldPath;
  readonly value: JsonObject;
  readonly apiVersion: string;
  /** As it is written, trimmed. */
  readonly kind: string;
  /** Kind in lower case, by which rules ask. */
  readonly kindKey: string;
  readonly name: string;
  /** Absent for cluster-scoped objects and where nothing says. */
  readonly namespace?: string;
  readonly annotations: JsonObject;
  readonly labels: JsonObject;
  readonly environment?: string;
  /** What shares one set of names: the cluster of the environment; the empty text where nothing says. */
  readonly scope: string;
}
