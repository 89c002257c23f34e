import { type KeyDenotation, wordsOf } from '../credential/key-name.ts';
import type { Reach } from '../credential/strict/strict-judge.ts';
import { isAboutCredential, mayDenoteCredential, strictDenotation } from '../credential/strict/strict-names.ts';
import type { JsonObject, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject, normalise } from '../manifest/normalise.ts';

/** The name that a value stands under, whether its own or that of a map around it. */
export interface Name {
  readonly text: string;
  readonly reach: Reach;
  /**
   * `each` where every text below is a credential, `login` where a text below is a user and a password,
   * `given` where another field of the same map gave it, so that it ends at a list.
   */
  readonly scope?: 'each' | 'login' | 'given';
}

/**
 * Fields that hold the value of what the map around them names: `password: { value: x }`, a default of a
 * parameter, a file's content.
 */
const values = new Set(
  (
    'value values default defaults defaultvalue text content contents literal literals plain plaintext raw string stringvalue data ' +
    'stringdata binarydata current initial initialvalue inline const constant example examples fallback override body payload is ' +
    'val valuestring tostring set to equals exact inlinestring inline_string inlinebytes inline_bytes fmt second right rhs item2'
  ).split(' '),
);

/** Fields whose text names what another field of the same map holds. */
const identities = new Set(
  'name key id type path variable property option field header label param parameter setting env var title fieldpath tofieldpath attribute k envname identifier filename file subpath first left lhs item1'.split(
    ' ',
  ),
);

/** Fields whose texts name data keys and Secrets, never hold them. */
const naming =
  /^(?:secretkeys|existingsecretkeys|secretkeymapping|keymapping|keys|keynames|secretkeyref|secretkeyselector|remoteref|imagepullsecrets|valuefrom)$|secret(?:key)?ref$|^existingsecret/;

/** What a field's own name says; fields are few, and each is asked about in every object. */
export interface FieldTraits {
  readonly normal: string;
  /** True where the name denotes a credential. */
  readonly isNamed: boolean;
  /** True where it holds the value of what the map around it names. */
  readonly isValue: boolean;
  /** True where what is below names data keys. */
  readonly isNaming: boolean;
  /** True where its text may name what another field of the same map holds. */
  readonly isIdentity: boolean;
  /** True where it says more about what another field names, and holds nothing of it. */
  readonly isDetail: boolean;
  readonly isHeading: boolean;
  readonly isEnvironment: boolean;
  /** What every text below it is, where its name says so: `secureJsonData`, `basicAuth`. */
  readonly scope: 'each' | 'login' | undefined;
}

/** Maps whose texts are credentials under any name. */
const secure =
  /^(?:secure|sensitive)(?:json)?(?:data|settings|values|config|fields|env(?:ironment)?|vars|variables|parameters|headers)$/;
/** Maps and lists of users with what they log in with. */
const logins = /^(?:(?:basic|digest|http)[-_]?auth|htpasswd|basicauthusers|chpasswd|userlist|logins)$/;

const traits = new Map<string, FieldTraits>();

export function traitsOf(field: string): FieldTraits {
  let found = traits.get(field);
  if (found === undefined) {
    const normal = normalise(field);
    const isNamed = strictDenotation(field) !== undefined || isAuthorization.test(field);
    found = {
      normal,
      isNamed,
      isValue: values.has(normal) || isShort.test(field),
      isNaming: naming.test(normal),
      isIdentity: identities.has(normal),
      isDetail: details.test(normal),
      isHeading: heading.test(field),
      isEnvironment: /env/i.test(field),
      scope: secure.test(normal) ? 'each' : logins.test(normal) ? 'login' : undefined,
    };
    if (traits.size > 20_000) traits.clear();
    if (field.length < 254) traits.set(field, found);
  }
  return found;
}

/** `passwords: { admin: x }`: whoever has it, what stands there is one. */
const ofEach = /(?:^|[a-z_-])(?:passwords|passphrases|tokens|pwds)$/i;

const denotes = (text: string): KeyDenotation | undefined =>
  text.length > 200 ? undefined : strictDenotation(lastStep(text));

/** The last field of a path: `/spec/auth/password`, `spec.users[0].password`. */
const lastStep = (text: string): string => {
  const steps = text.startsWith('/') ? text.split('/').filter((step) => !/^(?:\d+|-|value)$/.test(step)) : [];
  return steps.at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~') ?? text;
};

const details =
  /^(?:property|namespace|kind|apiversion|type|version|mode|group|protocol|port|optional|metadatapolicy|decodingstrategy)$/;

/** What the fields of a map say at first sight, so that few maps are looked at again. */
export interface Survey {
  /** The kind of an object, however its field is written; empty for any other map. */
  readonly kind: string;
  readonly hasEnvironment: boolean;
  readonly hasHeading: boolean;
  /** True where one field may name what another one holds. */
  readonly mayName: boolean;
}

export function surveyOf(map: JsonObject): Survey {
  let kind = '';
  let hasEnvironment = false;
  let hasHeading = false;
  let hasIdentity = false;
  let hasValue = false;
  let fields = 0;
  let others = 0;
  for (const field in map) {
    const of = traitsOf(field);
    fields++;
    if (of.isValue || of.normal === 'transforms') hasValue = true;
    else if (of.isIdentity) hasIdentity = true;
    if (of.isEnvironment) hasEnvironment = true;
    else if (of.normal === 'kind' && typeof map[field] === 'string') kind = normalise(map[field]);
    if (of.isHeading) hasHeading = true;
    if (!of.isDetail) others++;
  }
  const mayName = (hasIdentity && hasValue) || (fields === 2 && others === 2);
  return { kind, hasEnvironment, hasHeading, mayName };
}

/**
 * The credential-like name that a map gives by one of its fields: `{ name: PASSWORD, value: x }`, an
 * operation of a JSON patch.
 */
export function nameGivenBy(map: JsonObject): string | undefined {
  // A selector compares labels.
  if ('operator' in map) return undefined;
  let fields = 0;
  let texts = 0;
  let first: string | undefined;
  for (const field in map) {
    const value = map[field];
    fields++;
    if (typeof value !== 'string') continue;
    texts++;
    first ??= value;
    if (value.length > 200 || !traitsOf(field).isIdentity) continue;
    if (denotes(value) !== undefined || isAuthorization.test(value)) return lastStep(value);
    if (mayDenoteCredential(value) || isAboutCredential(value)) return lastStep(value);
  }
  // `{ n: password, v: x }`: of two texts, one names the other.
  const isPair = fields === 2 && texts === 2 && first !== undefined && first.length < 60 && /^[\w.-]+$/.test(first);
  return isPair && first !== undefined && denotes(first) === 'credential' ? first : undefined;
}

/**
 * The names that a list of texts gives to the items of another one beside it:
 * `{ names: [user, password], values: [app, x] }`, `{ columns: [user, password], rows: [[app, x]] }`.
 */
export function namesBeside(map: JsonObject): ReadonlyMap<string, readonly (string | undefined)[]> {
  const found = new Map<string, readonly (string | undefined)[]>();
  const fields = Object.entries(map);
  for (const [field, list] of fields) {
    const names = isHeading(field, list) ? headings(list) : [];
    if (!names.some((name) => name !== undefined)) continue;
    for (const [beside, other] of fields)
      if (
        !heading.test(beside) &&
        isList(other) &&
        other.length > 0 &&
        (other.length === names.length || other.every(isList))
      )
        found.set(beside, names);
  }
  return found;
}

const isHeading = (field: string, list: JsonValue): list is readonly JsonValue[] =>
  heading.test(field) && isList(list) && list.length > 1;

/** The credential-like names of a heading, in their places: texts, or maps with a name. */
export const headings = (list: readonly JsonValue[]): readonly (string | undefined)[] =>
  list.map((item) => {
    const text = isObject(item) ? (item.name ?? item.header ?? item.field ?? item.text ?? item.title) : item;
    return typeof text === 'string' && strictDenotation(text) === 'credential' ? text : undefined;
  });

const heading = /^(?:names?|keys?|headers?|columns?|fields?|labels?|variables|head|heading)$/i;

const isAuthorization = /(?:^|[-_.])authorization$/i;

/**
 * The name under which a field's value is judged, given the one around the map and the one that the map
 * gives.
 */
export function nameBelow(
  field: string,
  of: FieldTraits,
  value: JsonValue,
  outer: Name | undefined,
  given: string | undefined,
): Name | undefined {
  const { isNamed, isValue } = of;
  // `app-password.yaml` is a document about it where it has lines.
  if (isNamed) return { text: field, reach: isDocumentFile.test(field) && isManyLines(value) ? 'about' : 'value' };
  if (of.scope !== undefined) return { text: field, reach: 'value', scope: of.scope };
  if (outer?.scope === 'each') return isAbout(field) ? undefined : outer;
  if (outer?.scope === 'login') return isValue || isList(value) || isObject(value) ? outer : undefined;
  if (given !== undefined && of.normal === 'transforms' && strictDenotation(given) === 'credential')
    return { text: given, reach: 'value', scope: 'each' };
  if (given !== undefined && isExpressionOfText(of.normal, value)) return { text: given, reach: 'value' };
  if (
    given !== undefined &&
    outer === undefined &&
    !isValue &&
    isObject(value) &&
    holdsValue(value) &&
    strictDenotation(given) === 'credential'
  )
    return { text: given, reach: 'about', scope: 'given' };
  if (isValue) {
    if (given !== undefined && given !== value) return { text: given, reach: 'value' };
    return outer === undefined ? undefined : { text: outer.text, reach: 'value' };
  }
  if (outer === undefined) return undefined;
  if (ofEach.test(outer.text) && typeof value === 'string' && !isAbout(field))
    return { text: outer.text, reach: 'value' };
  // What is beside a value is about it; `secret: { … }` is often a whole object.
  return strictDenotation(outer.text) === 'credential' || isObject(value) || isList(value)
    ? { text: outer.text, reach: 'about' }
    : undefined;
}

const isDocumentFile = /\.(?:ya?ml|json|properties|env|ini|cfg|conf|toml|xml|cfg)$|docker(?:cfg|configjson)$/i;
const isManyLines = (value: JsonValue): boolean =>
  typeof value === 'string' && (value.trim().includes('\n') || /^\s*[[{<]/.test(value));

const holdsValue = (map: JsonObject): boolean => Object.keys(map).some((field) => traitsOf(field).isValue);

/** `expression: '"x"'`: a text of CEL. */
const isExpressionOfText = (normal: string, value: JsonValue): boolean =>
  normal === 'expression' && typeof value === 'string' && /^\s{0,8}(?:"[^"]{1,300}"|'[^']{1,300}')\s{0,8}$/.test(value);

/** One letter, or a word of which nobody knows more. */
const isShort = /^(?:[a-z]|val|arg|argument|v\d?)$/i;

const isAbout = (field: string): boolean =>
  wordsOf(field).some((word) =>
    /^(?:name|key|ref|secret|file|path|type|policy|length|algorithm|hash|mode|kind|source|create|enabled?|ttl|max|min|count|namespace)$/.test(
      word,
    ),
  );
