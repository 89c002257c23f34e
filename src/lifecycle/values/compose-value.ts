import { compare, hash, truncates } from 'bcryptjs';
import { type FixturePart, type FixtureRecipe, pathsOfPart } from '../../model/documents/fixture-map.ts';

type Compose = Extract<FixtureRecipe, { type: 'compose' }>;

/** Cost that Argo CD and most web servers use. */
const bcryptCost = 10;
/** Characters of a hash, at any cost. */
const hashLength = 60;

/** Why a value cannot be composed: the keys that are missing, or the key that is too long to be hashed. */
export type ComposeDefect = { readonly missing: readonly string[] } | { readonly tooLong: string };

/** A composed value, or a test of it where it holds a hash that differs each time it is made. */
export interface Composed {
  /** Makes the value. */
  make(): Promise<string>;
  /** Returns whether a value is one that the recipe makes now. */
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
  const keys = parts.flatMap(pathsOfPart);
  const missing = [...new Set(keys.filter((key) => valueAt(key) === undefined))].sort();
  if (missing.length > 0) return { missing };
  const text = (key: string): string => valueAt(key) ?? '';
  const tooLong = parts.find((part) => isHashed(part) && truncates(text(part.key)));
  // bcrypt would silently leave out what comes after 72 bytes.
  if (tooLong && 'key' in tooLong) return { tooLong: tooLong.key };
  return {
    make: async () => (await Promise.all(parts.map((part) => encodePart(part, text)))).join(''),
    isMadeFrom: (current) => isMadeFrom(current, parts, text),
  };
}

type KeyPart = Extract<FixturePart, { key: string }>;
type Text = (key: string) => string;

const isHashed = (part: FixturePart): part is KeyPart => 'key' in part && part.encode === 'bcrypt';

/** A hash differs each time it is made, so each is compared where it stands. */
async function isMadeFrom(current: string, parts: readonly FixturePart[], text: Text): Promise<boolean> {
  let rest = current;
  for (const part of parts) {
    const made = isHashed(part) ? rest.slice(0, hashLength) : await encodePart(part, text);
    if (!rest.startsWith(made)) return false;
    if (isHashed(part) && !(await compare(text(part.key), made).catch(() => false))) return false;
    rest = rest.slice(made.length);
  }
  return rest === '';
}

/** Encodes the values of a part for the place into which they are inserted. */
async function encodePart(part: FixturePart, text: Text): Promise<string> {
  if ('text' in part) return part.text;
  if ('basicAuth' in part) return toBase64(part.basicAuth.map(text).join(':'));
  const value = text(part.key);
  switch (part.encode) {
    case 'none':
      return value;
    case 'url':
      return encodeForUrl(value);
    case 'base64':
      return toBase64(value);
    case 'json':
      return JSON.stringify(value);
    case 'bcrypt':
      return hash(value, bcryptCost);
  }
}

const toBase64 = (value: string): string => Buffer.from(value).toString('base64');

/**
 * Percent-encodes everything but the unreserved characters of RFC 3986, so that a value fits into any part of
 * a URL.
 */
export const encodeForUrl = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
