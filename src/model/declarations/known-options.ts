/**
 * The options that a declaration takes, as its type has them: one that is forgotten here does not compile.
 */
export type KnownOptions<T> = { readonly [K in keyof T]-?: true };

/**
 * Returns the names in `given` that are no options, sorted. The compiler refuses them in a literal, but not
 * in an object that is passed on, and not in a program that is not compiled; ignored, a misspelled `length`
 * would make a shorter password.
 */
export function unknownOptions(given: unknown, known: Readonly<Record<string, true>>): string[] {
  if (typeof given !== 'object' || given === null) return [];
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .sort();
}

/** Returns which options are unknown, and which there are. */
export const unknownOptionsText = (unknown: readonly string[], known: Readonly<Record<string, true>>): string =>
  `${unknown.map((name) => `"${name}"`).join(' and ')} ${unknown.length === 1 ? 'is no option' : 'are no options'} here; there ${optionsText(Object.keys(known))}`;

const optionsText = (names: readonly string[]): string =>
  names.length === 0 ? 'are none' : `${names.length === 1 ? 'is' : 'are'} ${[...names].sort().join(', ')}`;
