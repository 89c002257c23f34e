import type { Manifest } from '../../manifest/manifest.ts';

/** A kustomization file of the tree. */
export interface KustomizationFile {
  readonly path: string;
  readonly manifest: Manifest;
  /** Into which what it builds is applied where it does not say so. */
  readonly namespace?: string;
}

/** The tree that a build reads. */
export interface BuildTree {
  /** Returns the kustomization of a folder. */
  kustomizationIn(folder: string): KustomizationFile | undefined;
  /** Returns the documents of a file, without what they carry; `undefined` where it was not read. */
  documentsOf(path: string): readonly Manifest[] | undefined;
  /** Reads any file; `undefined` where it is not there. */
  bytesOf(path: string): Buffer | undefined;
  /** Recognises a path that is outside of what is checked, or left out of it. */
  mayBeElsewhere(path: string): boolean;
}
