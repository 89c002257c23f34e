import { hkdfSync, randomBytes } from 'node:crypto';
import type { FixtureRecipe } from '../../model/documents/fixture-map.ts';

type Generate = Extract<FixtureRecipe, { type: 'generate' }>;

const alphabets: Readonly<Record<Generate['alphabet'], string>> = {
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
};

/** Bytes that HKDF-SHA256 gives for one `info` are limited to 255 blocks of 32. */
const longestBlock = 4096;
const salt = 'vaultwright';

/** Where a generated value belongs: each place has a value of its own, however the seed is shared. */
export interface ValuePlace {
  readonly environment: string;
  readonly mount: string;
  readonly path: string;
}

/**
 * Derives a value from a seed: the same seed gives the same value for the same place, length and alphabet,
 * for ever.
 *
 * HKDF-SHA256, characters by rejection so that each is equally likely. @see
 * https://www.rfc-editor.org/rfc/rfc5869
 */
export function deriveValue(seed: string, place: ValuePlace, recipe: Generate): string {
  const { environment, mount, path } = place;
  const label = JSON.stringify(['value', 1, environment, mount, path, recipe.alphabet, recipe.length]);
  let block = 0;
  return draw(recipe, (bytes) => expand(seed, `${label}${block++}`, bytes));
}

/** Draws a random value, where nothing may be repeatable. */
export const drawValue = (recipe: Generate): string => draw(recipe, randomBytes);

/** Makes a seed: 32 random bytes. */
export const makeSeed = (): string => randomBytes(32).toString('base64url');

const expand = (seed: string, info: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', seed, salt, info, bytes));

function draw({ length, alphabet }: Generate, more: (bytes: number) => Buffer): string {
  const characters = alphabets[alphabet];
  const fair = 256 - (256 % characters.length);
  // Few bytes are rejected, so one block mostly does; each byte more costs time for every key of an
  // environment.
  const bytes = Math.min(longestBlock, 2 * length);
  let value = '';
  while (value.length < length)
    for (const byte of more(bytes)) {
      if (byte < fair) value += characters[byte % characters.length];
      if (value.length === length) break;
    }
  return value;
}
