import type { Position } from '../diagnostics/diagnostic.ts';

/**
 * A program other than bootstrap that writes Vault keys: an extraction job, a rotator, a reconciler.
 *
 * Only a platform makes one; a `VaultWriter` construct announces in which component it runs and what it
 * writes.
 */
export class Producer {
  readonly #brand = true;
  /** Name under which the fixture map knows the writer. */
  readonly name: string;
  readonly declaredAt: Position | undefined;

  /** @internal */
  constructor(name: string, declaredAt: Position | undefined) {
    this.name = name;
    this.declaredAt = declaredAt;
  }

  static is(candidate: unknown): candidate is Producer {
    return typeof candidate === 'object' && candidate !== null && #brand in candidate && candidate.#brand;
  }
}
