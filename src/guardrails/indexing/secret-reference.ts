import type { Site } from './site.ts';

/** One use of a Secret: by a workload, a custom resource or Helm values. */
export interface SecretReference {
  readonly site: Site;
  /** Absent where nothing says into which namespace the document goes. */
  readonly namespace?: string;
  readonly name: string;
  /** The key that is read; absent where the whole Secret is meant. */
  readonly key?: string;
  /** The field beside the name that names the key; absent where nothing names it. */
  readonly keyField?: string;
  /** Keys of which the reader takes one, where it names none. */
  readonly oneOf?: readonly string[];
  readonly isOptional: boolean;
  /** True for a key that is named apart from the Secret: its name is a reference of its own. */
  readonly isPart: boolean;
  /** False where the field may as well name what its object writes. */
  readonly isSure: boolean;
  /** The field that made it a reference, e.g. `secretKeyRef`. */
  readonly via: string;
  readonly scope: string;
  readonly environment?: string;
}
