import { compare, hash, truncates } from 'bcryptjs';
import type { FixtureRecipe } from '../../model/fixture-map.ts';

type Compose = Extract<FixtureRecipe, { type: 'compose' }>;

/** Cost that Argo CD and most web servers use. */
const bcryptCost = 10;

/** Why a value cannot be composed: the keys that are missing, or the key that is too long to be hashed. */
export type ComposeDefect = { readonly missing: readonly string[] } | { readonly tooLong: string };

/** A composed value, or a test of it where it holds a hash that differs each time it is made. */
export interface Composed {
  /** Makes the value. */
  make(): Promise<string>;
  /** Tells whether a value is one that the recipe makes now. */
  isMadeFrom(current: string): Promise<boolean>;
}

/**
 * Composes the value of a key from text and the values of other keys.
 * @param valueAt the value of another key as it stands in Vault
 */
export function composeValue(
  { parts }: Compose,
  valueAt: (path: string) => string | undefined,
): Composed | ComposeDefect {
  const keys = parts.flatMap((part) => ('key' in part ? [part.key] : []));
  const missing = [...new Set(keys.filter((key) => valueAt(key) === undefined))].sort();
  if (missing.length > 0) return { missing };
  const text = (key: string): string => valueAt(key) ?? '';
  const tooLong = parts.find((part) => 'key' in part && part.encode === 'bcrypt' && truncates(text(part.key)));
  // bcrypt would silently leave out what comes after 72 bytes.
  if (tooLong && 'key' in tooLong) return { tooLong: tooLong.key };
  const make = async (): Promise<string> => {
    const made = parts.map((part) => ('text' in part ? part.text : encodePart(text(part.key), part.encode)));
    return (await Promise.all(made)).join('');
  };
  const [only] = parts;
  if (parts.length === 1 && only && 'key' in only && only.encode === 'bcrypt')
    return { make, isMadeFrom: (current) => compare(text(only.key), current).catch(() => false) };
  return { make, isMadeFrom: async (current) => (await make()) === current };
}

type Encode = Extract<Compose['parts'][number], { key: string }>['encode'];

/** Encodes a value for the place into which it is inserted. */
function encodePart(value: string, encode: Encode): string | Promise<string> {
  switch (encode) {
    case 'none':
      return value;
    case 'url':
      return encodeForUrl(value);
    case 'base64':
      return Buffer.from(value).toString('base64');
    case 'json':
      return JSON.stringify(value);
    case 'bcrypt':
      return hash(value, bcryptCost);
  }
}

/** Percent-encodes everything but the unreserved characters of RFC 3986, so that a value fits into any part of a URL. */
export const encodeForUrl = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
