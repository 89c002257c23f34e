import type { StrictContext } from '../credential/strict/strict-judge.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { mountPathsOf } from './object-kinds.ts';
import type { KnownNames } from './strict-site.ts';

/** What is known where a text of one document after the other is judged. */
export class StrictContexts {
  readonly #known: KnownNames;
  readonly #contexts = new Map<string, StrictContext>();
  #document: JsonValue = null;
  #mounts: ReadonlySet<string> | undefined;

  constructor(known: KnownNames) {
    this.#known = known;
  }

  /** Goes on to the next document. */
  enter(document: JsonValue): void {
    this.#document = document;
    this.#mounts = undefined;
  }

  /**
   * @param isNaming true below fields whose texts name data keys
   * @param isProgram true in scripts and command lines
   */
  of(isNaming: boolean, isProgram: boolean): StrictContext {
    const key = `${isNaming}${isProgram}`;
    let context = this.#contexts.get(key);
    if (context === undefined) {
      const { secrets, dataKeys } = this.#known;
      context = {
        isSecretName: (text) =>
          secrets.has(text.slice(text.lastIndexOf('/') + 1)) && /^(?:[a-z0-9.-]+\/)?[a-z0-9.-]+$/.test(text),
        isDataKey: (text) => dataKeys.has(text),
        isMounted: (path) => this.#isMounted(path),
        isNaming,
        isProgram,
      };
      this.#contexts.set(key, context);
    }
    return context;
  }

  #isMounted(path: string): boolean {
    this.#mounts ??= mountPathsOf(this.#document);
    for (const mount of this.#mounts) if (path.startsWith(`${mount.replace(/\/$/, '')}/`)) return true;
    return false;
  }
}
