import { isNameOfCredential, isObjectName, namesKey } from './value-shape.ts';

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
const keyMap = /(?:secrets|secretkeys|secretrefs|fromsecret|keymapping)$/i;

/** Tells what the map says of one of its fields. */
export function surroundingsOf(fields: Fields, field: string, text: unknown): Surroundings {
  if (typeof text !== 'string') return undefined;
  const siblings = Object.keys(fields);
  if (/secret$/i.test(field) && siblings.some((sibling) => clientFields.test(sibling))) return 'holds';
  if (/^crypto_?key$/i.test(field) && siblings.some((sibling) => /^key_?ring$/i.test(sibling))) return 'names';
  const isBesideSecret = siblings.some(
    (sibling) => sibling !== field && secretNames.test(sibling) && typeof fields[sibling] === 'string',
  );
  const isBesideReference = siblings.some((sibling) => /^remote(?:ref|key)$/i.test(sibling));
  return (isBesideReference && /^secretkey$/i.test(field)) || (isBesideSecret && namesKey(text)) ? 'names' : undefined;
}

/** Tells a map such as `envSecrets: { DB_PASS: db-pass }`: every text of it is shaped as a name, so none is a credential. */
export function isMapOfKeyNames(field: string, map: unknown): boolean {
  if (!keyMap.test(field) || typeof map !== 'object' || map === null || Array.isArray(map)) return false;
  const texts = Object.values(map);
  return (
    texts.length > 0 &&
    texts.every((text) => typeof text === 'string' && (isNameOfCredential(text) || isObjectName(text)))
  );
}
