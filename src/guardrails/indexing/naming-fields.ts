import { denotationOf, wordsOf } from '../credential/key-name.ts';
import type { JsonObject, JsonValue } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';
import { isExisting } from './reference-conventions.ts';

/**
 * The name of a `{ name, value }` pair; some spell it `key`, and Keycloak's credentials
 * `{ type: password, value }`.
 */
export function pairNameOf({ name, key, type, value }: JsonObject): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (typeof name === 'string') return name;
  return [key, type].find((text): text is string => typeof text === 'string' && denotationOf(text) !== undefined);
}

/**
 * The name under which a default is judged: of a parameter, `{ name: token, default: x }`, or of a property
 * of a schema, `token: { type: string, default: x }`. A default of words only is what it is called, or what
 * holds it.
 */
export function presetNameOf({ name, type, default: preset }: JsonObject, property: string): string | undefined {
  if (typeof preset !== 'string' || /^[A-Za-z]+(?:[-_. ][A-Za-z]+)*$/.test(preset)) return undefined;
  if (typeof name === 'string') return name;
  return type === 'string' && denotationOf(property) !== undefined ? property : undefined;
}

/** `passwords: { admin: x }`: a password under the name of who has it, not a setting about passwords. */
export const passwordList = /(?:^|[a-z_-])passwords$/i;
export const isPasswordOf = (field: string, value: JsonValue): boolean =>
  typeof value === 'string' &&
  denotationOf(field) === undefined &&
  !/policy|type|length|algorithm|hash|secret|ref|name|key|file|path|mode|kind|source|create|enable/i.test(field);

const naming = new Set(
  'remoteref secretkeys existingsecretkeys secretkeymapping keymapping secretkeyref encrypteddata certificaterefs ownerreferences managedfields encrypted'.split(
    ' ',
  ),
);

/** `secret: { name, keys: { clientSecret: secret } }`: under which keys an operator writes. */
const namesOnly = (map: JsonObject): boolean =>
  isObject(map.keys) &&
  Object.keys(map).every((field) => /^(?:name|keys|enabled|create|labels|annotations)$/.test(field));

/** Names are few and fields many. */
const severalWords = new Map<string, boolean>();

function hasSeveralWords(field: string): boolean {
  const before = severalWords.get(field);
  if (before !== undefined) return before;
  const hasSeveral = wordsOf(field).length > 1;
  if (severalWords.size > 10_000) severalWords.clear();
  if (field.length <= 253) severalWords.set(field, hasSeveral);
  return hasSeveral;
}

const isEmpty = (value: JsonValue | undefined): boolean => value === '' || value === null || value === undefined;

/**
 * Recognises a field whose text names a Secret or a key of one: by its own name, or because it stands beside
 * the Secret's name.
 */
export function isNamingField(map: JsonObject, name: string, field: string): boolean {
  if (naming.has(name) || name.endsWith('secretref') || name.endsWith('secretkeyref')) return true;
  if (isExisting(name) || name === 'secretname') return true;
  if (name === 'secret' && isObject(map[field]) && namesOnly(map[field])) return true;
  const isKeyMap = name === 'keys' && isObject(map[field]);
  if (!isKeyMap && (!name.endsWith('key') || !hasSeveralWords(field))) return false;
  // An empty name leaves the values to the chart: `existingSecret: ""` beside `secretKey: x`.
  return Object.keys(map).some(
    (sibling) => /existingsecret|^secretname$|^secretref$|^remoteref$/i.test(sibling) && !isEmpty(map[sibling]),
  );
}
