import { type KeyDenotation, wordsOf } from '../credential/key-name.ts';
import type { Reach } from '../credential/strict/strict-judge.ts';
import { strictDenotation } from '../credential/strict/strict-names.ts';
import type { JsonObject, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject, normalise } from '../manifest/normalise.ts';

/** The name that a value stands under, whether its own or that of a map around it. */
export interface Name {
  readonly text: string;
  readonly reach: Reach;
}

/** Fields that hold the value of what the map around them names: `password: { value: x }`, a default of a parameter, a file's content. */
const values = new Set(
  (
    'value values default defaults defaultvalue text content contents literal literals plain plaintext raw string stringvalue data ' +
    'stringdata binarydata current initial initialvalue inline const constant example examples fallback override body payload is ' +
    'val valuestring tostring set to equals exact'
  ).split(' '),
);

/** Fields whose text names what another field of the same map holds. */
const identities = [
  'name',
  'key',
  'id',
  'type',
  'path',
  'variable',
  'property',
  'option',
  'field',
  'header',
  'label',
  'param',
  'parameter',
  'setting',
  'env',
  'var',
  'title',
  'fieldpath',
  'tofieldpath',
  'attribute',
  'k',
  'envname',
  'identifier',
];

/** Fields whose texts name data keys and Secrets, never hold them. */
const naming =
  /^(?:secretkeys|existingsecretkeys|secretkeymapping|keymapping|keys|keynames|secretkeyref|secretkeyselector|remoteref|imagepullsecrets|valuefrom)$|secret(?:key)?ref$|^existingsecret/;

export const isNamingField = (field: string): boolean => naming.test(normalise(field));

/** `passwords: { admin: x }`: whoever has it, what stands there is one. */
const ofEach = /(?:^|[a-z_-])(?:passwords|passphrases|tokens|pwds)$/i;

const denotes = (text: string): KeyDenotation | undefined =>
  text.length > 200 ? undefined : strictDenotation(lastStep(text));

/** The last field of a path: `/spec/auth/password`, `spec.users[0].password`. */
const lastStep = (text: string): string => {
  const steps = text.startsWith('/') ? text.split('/').filter((step) => !/^(?:\d+|-|value)$/.test(step)) : [];
  return steps.at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~') ?? text;
};

/** The credential-like name that a map gives by one of its fields: `{ name: PASSWORD, value: x }`, an operation of a JSON patch. */
export function nameGivenBy(map: JsonObject): string | undefined {
  // A selector compares labels.
  if ('operator' in map) return undefined;
  for (const field in map) {
    const value = map[field];
    if (typeof value !== 'string' || value.length > 200 || !identities.includes(normalise(field))) continue;
    if (denotes(value) !== undefined || isAuthorization.test(value)) return lastStep(value);
  }
  const fields = Object.keys(map);
  const [first, second] = fields.map((field) => map[field]);
  // `{ n: password, v: x }`: of two texts, one names the other.
  if (fields.length === 2 && typeof first === 'string' && typeof second === 'string' && first.length < 60)
    return denotes(first) === 'credential' && /^[\w.-]+$/.test(first) ? first : undefined;
  return undefined;
}

/** The names that a list of texts gives to the items of another one beside it: `{ names: [user, password], values: [app, x] }`. */
export function namesBeside(map: JsonObject): ReadonlyMap<string, readonly (string | undefined)[]> {
  const found = new Map<string, readonly (string | undefined)[]>();
  const lists = Object.entries(map).filter(
    ([, value]) => isList(value) && value.every((item) => typeof item === 'string'),
  );
  const [names, others] = [
    lists.filter(([field]) => heading.test(field)),
    lists.filter(([field]) => !heading.test(field)),
  ];
  for (const [, list] of names)
    for (const [field, beside] of others)
      if (isList(list) && isList(beside) && list.length === beside.length && list.length > 1)
        found.set(
          field,
          list.map((item) => (strictDenotation(String(item)) === 'credential' ? String(item) : undefined)),
        );
  return found;
}

const heading = /^(?:names?|keys?|headers?|columns?|fields?|labels?|variables)$/i;

const isAuthorization = /(?:^|[-_.])authorization$/i;

/** The name under which a field's value is judged, given the one around the map and the one that the map gives. */
export function nameBelow(
  field: string,
  value: JsonValue,
  outer: Name | undefined,
  given: string | undefined,
): Name | undefined {
  const isNested = isObject(value) || isList(value);
  if (strictDenotation(field) !== undefined || isAuthorization.test(field)) return { text: field, reach: 'value' };
  if (values.has(normalise(field))) {
    if (given !== undefined) return { text: given, reach: 'value' };
    return outer === undefined ? undefined : { text: outer.text, reach: 'value' };
  }
  if (given !== undefined && given !== value && typeof value === 'string' && isShort.test(field))
    return { text: given, reach: 'value' };
  if (outer === undefined) return undefined;
  if (ofEach.test(outer.text) && typeof value === 'string' && !isAbout(field))
    return { text: outer.text, reach: 'value' };
  // What is beside a value is about it; `secret: { … }` is often a whole object.
  return strictDenotation(outer.text) === 'credential' || isNested ? { text: outer.text, reach: 'about' } : undefined;
}

/** One letter, or a word of which nobody knows more. */
const isShort = /^(?:[a-z]|val|arg|argument|v\d?)$/i;

const isAbout = (field: string): boolean =>
  wordsOf(field).some((word) =>
    /^(?:name|key|ref|secret|file|path|type|policy|length|algorithm|hash|mode|kind|source|create|enabled?|ttl|max|min|count|namespace)$/.test(
      word,
    ),
  );
