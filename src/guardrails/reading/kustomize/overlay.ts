import type { FieldPath, JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import type { KustomizationFile } from './build-tree.ts';

/** What a Flux Kustomization or an Application of Argo CD changes in the folder that it applies. */
export interface Overlay {
  /** The document that says so. */
  readonly manifest: Manifest;
  /** The folder, as a path of its repository. */
  readonly folder: string;
  /** Fields of a kustomization. */
  readonly fields: JsonObject;
  /** Finds where a field stands in the document. */
  pathOf(field: string): FieldPath;
  /** Into which it applies what has no namespace. */
  readonly namespace?: string;
}

/** Returns whether an overlay is for a folder; its path is that of a repository whose root may lie above. */
export const appliesTo = ({ folder }: Overlay, path: string): boolean => path === folder || path.endsWith(`/${folder}`);

/** Writes an overlay into the kustomization of its folder, as its controller does. */
export function withOverlay({ path, manifest: inner }: KustomizationFile, overlay: Overlay): KustomizationFile {
  const { manifest, fields, pathOf, namespace } = overlay;
  const value: { [field: string]: JsonValue } = { ...inner.value };
  const own = new Map<string, number>();
  for (const [field, given] of Object.entries(fields)) {
    if (given === null) continue;
    const known = value[field];
    const isJoined = isList(given) && isList(known);
    own.set(field, isJoined ? known.length : 0);
    value[field] = isJoined
      ? [...known, ...given]
      : isObject(given) && isObject(known)
        ? { ...known, ...given }
        : given;
  }
  const locate = (at: FieldPath, offset?: number) => {
    const [field, index, ...rest] = at;
    const from = own.get(String(field));
    if (from === undefined) return inner.locate?.(at, offset);
    if (typeof index !== 'number') return manifest.locate?.(pathOf(String(field)), offset);
    return index < from
      ? inner.locate?.(at, offset)
      : manifest.locate?.([...pathOf(String(field)), index - from, ...rest], offset);
  };
  return { path, manifest: { ...inner, value, locate }, ...(namespace !== undefined && { namespace }) };
}
