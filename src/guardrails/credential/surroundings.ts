import { areLabels, isLabel } from './texts-about-credentials.ts';
import { isNameInParts, isNameOfCredential, isObjectName, namesKey } from './value-shape.ts';

/** What stands around a field says of its text: it holds the credential, or it names what does. */
export type Surroundings = 'holds' | 'names' | undefined;

type Fields = Readonly<Record<string, unknown>>;

/** Beside it a text names a Secret, so that its neighbours name keys. */
const secretNames =
  /^(?:(?:existing)?secret(?:name|ref)?|\w*secretname|existingsecret\w*|remoteref|remotekey|secretstoreref)$/i;

/** Fields of the clients of an identity provider; their `secret` is the client's own. */
const clientFields =
  /^(?:redirecturis?|publicclient|clientauthenticatortype|standardflowenabled|serviceaccountsenabled|trustedpeers)$/i;

/** Maps whose texts name keys of one Secret. */
const keyMap = /(?:secrets|secretkeys|secretrefs|fromsecret|(?:key|env|secret)_?mappings?)$/i;

/** What the fields of a map say of each other. */
interface Siblings {
  readonly hasClientField: boolean;
  readonly hasKeyRing: boolean;
  readonly hasReference: boolean;
  /** Fields whose text names a Secret. */
  readonly naming: readonly string[];
}

/** Each field of a map asks for them: found once, or a large map would take the square of its size. */
const known = new WeakMap<Fields, Siblings>();
/** Up to so many fields, looking again costs less than remembering. */
const fewFields = 8;

/** What the name of a field says to its neighbours. */
interface Meaning {
  readonly isClientField: boolean;
  readonly isKeyRing: boolean;
  readonly isReference: boolean;
  readonly namesSecret: boolean;
}

/** Names are few and maps many. */
const meanings = new Map<string, Meaning>();

function meaningOf(name: string): Meaning {
  const before = meanings.get(name);
  if (before !== undefined) return before;
  const meaning = {
    isClientField: clientFields.test(name),
    isKeyRing: /^key_?ring$/i.test(name),
    isReference: /^remote(?:ref|key)$/i.test(name),
    namesSecret: secretNames.test(name.replace(/[-_]/g, '')),
  };
  if (meanings.size > 10_000) meanings.clear();
  if (name.length <= 253) meanings.set(name, meaning);
  return meaning;
}

function siblingsIn(fields: Fields): Siblings {
  // Asked first: to list the names of a large map for each of its fields takes the square of its size.
  const found = known.get(fields);
  if (found !== undefined) return found;
  const names = Object.keys(fields);
  const siblings = { hasClientField: false, hasKeyRing: false, hasReference: false, naming: [] as string[] };
  for (const name of names) {
    const { isClientField, isKeyRing, isReference, namesSecret } = meaningOf(name);
    siblings.hasClientField ||= isClientField;
    siblings.hasKeyRing ||= isKeyRing;
    siblings.hasReference ||= isReference;
    if (namesSecret && siblings.naming.length < 2 && typeof fields[name] === 'string' && fields[name] !== '')
      siblings.naming.push(name);
  }
  if (names.length > fewFields) known.set(fields, siblings);
  return siblings;
}

/** Maps whose every text is one that an interface shows; such a map is large. */
const interfaces = new WeakMap<Fields, boolean>();

function isInterface(fields: Fields): boolean {
  let answer = interfaces.get(fields);
  if (answer === undefined) {
    answer = areLabels(
      Object.entries(fields).flatMap(([key, own]) =>
        typeof own === 'string' && own !== '' ? [[key, own] as const] : [],
      ),
    );
    interfaces.set(fields, answer);
  }
  return answer;
}

const isNameOfEntry = (text: string): boolean => isNameInParts(text) || isObjectName(text) || isNameOfCredential(text);

/** `{ secret: github_bot_pusher, env: GH_TOKEN }`: where what the entry holds is put. */
const hasDestination = (fields: Fields): boolean =>
  Object.entries(fields).some(
    ([name, text]) =>
      typeof text === 'string' &&
      ((/^env(?:_?(?:var|name|variable))?$/i.test(name) && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(text)) ||
        (/^(?:file|path|mount_?path|destination|target)$/i.test(name) && /^(?:\/|~\/)[\w./-]+$/.test(text))),
  );

const isCountry = (key: string): boolean => /^[A-Z]{2}$/.test(key);

/** Returns what the map says of one of its fields. */
export function surroundingsOf(fields: Fields, field: string, text: unknown): Surroundings {
  if (typeof text !== 'string') return undefined;
  // `{ PT: Portugal, PW: Palau }`
  if (/^[A-Z]{2}$/.test(field) && Object.keys(fields).length > 4 && Object.keys(fields).every(isCountry))
    return 'names';
  if (/^secrets?$/i.test(field) && isNameOfEntry(text) && hasDestination(fields)) return 'names';
  const siblings = siblingsIn(fields);
  if (isLabel(text) && isInterface(fields)) return 'names';
  if (/secret$/i.test(field) && siblings.hasClientField) return 'holds';
  if (/^crypto_?key$/i.test(field) && siblings.hasKeyRing) return 'names';
  const isBesideSecret = siblings.naming.some((sibling) => sibling !== field);
  return (siblings.hasReference && /^secretkey$/i.test(field)) || (isBesideSecret && namesKey(text))
    ? 'names'
    : undefined;
}

/**
 * Recognises a map such as `envSecrets: { DB_PASS: db-pass }`: every text of it is shaped as a name, so none
 * is a credential.
 */
export function isMapOfKeyNames(field: string, map: unknown): boolean {
  if (!keyMap.test(field) || typeof map !== 'object' || map === null || Array.isArray(map)) return false;
  const texts = Object.values(map);
  return (
    texts.length > 0 &&
    texts.every(
      (text) =>
        typeof text === 'string' &&
        (isNameOfCredential(text) || isObjectName(text) || (/mappings?$/i.test(field) && Object.hasOwn(map, text))),
    )
  );
}
