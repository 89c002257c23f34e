import type { Deadline } from '../../run/deadline.ts';

/** A value as the store outside of the cluster holds it. */
export interface UpstreamValue {
  readonly value: string;
  /** What changes whenever the value does, where the store has it; no digest of the value. */
  readonly version?: string;
}

/** A value that stands in the store, but may not be used now and so does not count as there. */
export interface UpstreamNote {
  /** As it was asked for. */
  readonly name: string;
  readonly reason: 'disabled' | 'expired' | 'not yet valid';
}

/** A store outside of the cluster that is the authority of external values. */
export interface Upstream {
  /** How messages name the store; never holds a credential. */
  readonly label: string;

  /**
   * Reads those of `names` that the store holds; a name that it does not hold is left out of the result.
   *
   * "Not there" is only what the store itself says: where it cannot be read, nothing is known and the read
   * fails.
   * @param note is told of each name that is left out although something stands there
   * @throws VW5013 where it refuses or cannot be understood, VW5014 where it does not answer before the
   * deadline, VW5020 where the run is stopped
   */
  read(
    names: readonly string[],
    deadline: Deadline,
    note?: (note: UpstreamNote) => void,
  ): Promise<ReadonlyMap<string, UpstreamValue>>;
}
