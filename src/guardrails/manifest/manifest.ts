import type { Position } from '../../model/diagnostics/diagnostic.ts';
import type { FilePurpose } from './file-purpose.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Steps from the root of a document to a field: keys and list indices. */
export type FieldPath = readonly (string | number)[];

/** What a document is, which decides how its fields are read. */
export type ManifestRole =
  /** A Kubernetes object (or anything with `apiVersion` and `kind`). */
  | 'object'
  /**
   * Helm values: a tree whose conventions (`existingSecret`, `createSecret`, …) are read instead of a schema.
   */
  | 'values'
  /** A kustomization file. */
  | 'kustomization'
  /** Any other structured text. */
  | 'data';

/** Where a carried document stands in the one that carries it. */
export interface Carrier {
  readonly manifest: Manifest;
  /**
   * The field that holds the document, as text or as a tree; what is inside is judged in the carried
   * manifest, not again in the carrier.
   */
  readonly path: FieldPath;
}

/**
 * What one kustomization builds by itself (an overlay, or one that no other includes), or one release of a
 * chart.
 */
export interface Rendering {
  /**
   * Folder of the kustomization or chart as it is shown; an Application or a Flux Kustomization names it as
   * its `path`.
   */
  readonly folder: string;
  /**
   * True where it brings what the tree does not hold, such as a remote base: what is missing may be in there.
   */
  readonly isOpen?: boolean;
  /** Charts that it renders, and their releases, by name: Secrets of such names may be theirs. */
  readonly charts?: readonly string[];
  /** The chart of the tree that helm rendered. */
  readonly chart?: RenderedChart;
}

/** A chart of the tree that helm rendered: what it renders is judged in place of its templates. */
export interface RenderedChart {
  /** As it is shown. */
  readonly folder: string;
  /**
   * True where the tree says who installs it; else its release and the last word on its values are unknown.
   */
  readonly isInstalled: boolean;
  /** Every text of what it renders. */
  readonly texts: ReadonlySet<string>;
}

/**
 * One parsed document, wherever it came from: a file, a rendered chart, the construct tree, a string inside
 * another document.
 */
export interface Manifest {
  readonly role: ManifestRole;
  readonly value: JsonObject;
  /**
   * The file as it is shown to people: relative to the folder that was checked, or to the output folder, with
   * `/`.
   */
  readonly file: string;
  /** Index of the document inside the file, from 0. */
  readonly document: number;
  /** Environment whose output this is; absent outside the generator and where no configuration says so. */
  readonly environment?: string;
  /**
   * Namespace into which the document is applied where it does not say so itself, e.g. the release namespace
   * of Helm values.
   */
  readonly namespace?: string;
  /** True where `namespace` has the last word, as that of a kustomization has. */
  readonly isPlaced?: boolean;
  /**
   * The rendering that holds the object; absent for what no kustomization builds. Objects of two renderings
   * are never deployed together, unless an Application or a Flux Kustomization applies both to one cluster.
   */
  readonly rendering?: Rendering;
  /**
   * True for a file that renderings are built from: its literals are judged here, its objects and references
   * in each rendering.
   */
  readonly isInput?: boolean;
  /**
   * True for the only rendering of a document that no patch changes: its literals are judged there, and the
   * document not again.
   */
  readonly isOnlyRendering?: boolean;
  /** True for a document whose only rendering stands for it. */
  readonly isReplaced?: boolean;
  /**
   * Name that the object was written with, where a kustomization gives it another: readers that are not
   * followed still use it.
   */
  readonly formerName?: string;
  /** True for a ConfigMap or Secret of a generator or template that has keys which the tree does not show. */
  readonly hasUnknownKeys?: boolean;
  /** The chart that a template or its values belong to, where helm rendered it. */
  readonly chart?: RenderedChart;
  /** The template that a rendered object comes from. */
  readonly template?: Manifest;
  /** True for a file beside a kustomization that does not list it: it is not applied from there. */
  readonly isLeftOut?: boolean;
  /** Path of the construct that rendered it; only from the generator. */
  readonly constructPath?: string;
  /** Where a person declared it in TypeScript; only from the generator. */
  readonly declaredAt?: Position;
  /**
   * The document that carries this one: a ConfigMap key, Helm values in an Application, an object inside
   * values.
   */
  readonly carrier?: Carrier;
  /**
   * True for a further reading of a document that has duplicate keys, as both branches of an if/else template
   * leave them: its scalars are judged, but it owns nothing that its first reading does not own. It shares
   * `file` and `document` with that one.
   */
  readonly isAlternative?: boolean;
  /** What the file is for where its place shows that nothing is deployed from it. */
  readonly purpose?: FilePurpose;
  /**
   * True for a kustomize patch: it changes an object that another document holds, so it owns nothing, and may
   * show only a part of it.
   */
  readonly isPatch?: boolean;
  /**
   * True where the text could not be parsed and was read line by line: literals are as sure as ever,
   * references are not.
   */
  readonly isDegraded?: boolean;
  /**
   * True for an unrendered template: names may hold `{{ … }}`, and whether the object exists depends on
   * values.
   */
  readonly isTemplate?: boolean;
  /**
   * Variables of a template that hold a random value or what a Secret of the cluster holds, and the function
   * that gave it.
   */
  readonly randomVariables?: ReadonlyMap<string, string>;
  /**
   * Finds the line of a field; computed only when a finding needs it, since it re-reads the text.
   *
   * A field that does not exist gives the place of its nearest ancestor that does.
   *
   * @param offset index into the string at `path`, where a finding is about one line inside it; for base64 it
   * is ignored
   */
  locate?(path: FieldPath, offset?: number): Position | undefined;
}
