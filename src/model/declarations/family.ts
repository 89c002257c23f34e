/** Contracts or keys of one kind, numbered: an index outside the declared ones does not compile. */
export class Family<I extends number, T> implements Iterable<T> {
  readonly #members: ReadonlyMap<I, T>;

  /** @internal */
  constructor(members: ReadonlyMap<I, T>) {
    this.#members = members;
  }

  /**
   * Returns the member of one index.
   * @throws RangeError where a cast asked for another
   */
  at(index: I): T {
    const member = this.#members.get(index);
    if (member === undefined) throw new RangeError(`family has no member ${index}`);
    return member;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#members.values();
  }
}

/** Declares one member for each index; the indices are literals, since any index could be asked of others. */
export function family<const I extends number, T>(
  indices: readonly I[] & (number extends I ? never : unknown),
  declare: (index: I) => T,
): Family<I, T> {
  return new Family(new Map(indices.map((index) => [index, declare(index)])));
}
