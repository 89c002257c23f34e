import { foldConfusables } from './confusables.ts';

/** How surely a key's name says that its value is a credential. */
export type KeyDenotation =
  /** `password`, `clientSecret`: the value is the credential. */
  | 'credential'
  /** `secretKey`, `secret`: the credential, or in configuration trees the name of one. */
  | 'credential-or-name';

/** Splits a key into lower-case words: camel case, kebab, snake, dots, slashes and spaces are one. */
export function wordsOf(key: string): string[] {
  return foldConfusables(key)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Words after the noun that leave its meaning alone: `PASSWORD_VALUE`, `token-prod`, `password2`. */
const trailing = new Set(
  (
    'value literal plain plaintext cleartext text string raw b64 base64 enc current old new previous initial default ' +
    'prod production dev development staging stage test testing local primary secondary main backup ro rw live'
  ).split(' '),
);

const nouns = new Set(
  (
    'password passwords passwd passwds passphrase passphrases passcode pwd pwds pw token tokens jwt bearer psk mnemonic ' +
    'htpasswd credential credentials creds apikey apikeys secretkey accesskey privatekey authkey signingkey encryptionkey ' +
    'masterkey accountkey sharedkey sessionkey clientsecret appsecret authsecret jwtsecret cookiesecret sharedsecret ' +
    'authtoken accesstoken refreshtoken bearertoken apitoken bottoken requirepass masterauth userpass dbpass rootpass ' +
    'adminpass smtppass ldappass mysqlpass redispass sudopass bindpw adminpw rootpw dbpw pass secret salt pepper keystorepass ' +
    'sharedaccesskey secretaccesskey passkey identitytoken registrytoken'
  ).split(' '),
);

/** What a `…key` must be to be one: a public, primary, routing or partition key is none. */
const keyQualifiers = new Set(
  (
    'api secret access private encryption encrypt decryption decrypt signing sign signature master auth session shared ' +
    'account storage jwt hmac license licence root unseal recovery app application cookie csrf crypto cipher aes deploy ' +
    'admin service preshared psk salt join agent integration subscription write sas fernet nextauth oauth webhook client'
  ).split(' '),
);

/** Words before a noun that make it a count, a step, a Kubernetes object or a verb. */
const disqualifiers: Readonly<Record<string, ReadonlySet<string>>> = {
  token: new Set(
    (
      'next continuation page cancellation id max min num count total limit per budget context stop start end ' +
      'prompt completion output input cached reasoning llm'
    ).split(' '),
  ),
  tokens: new Set('max min num count total limit per budget context stop prompt completion output input of'.split(' ')),
  secret: new Set(
    (
      'existing pull tls ca cert certs certificate kubernetes k8s kube image external sealed use create enable enabled has is no ' +
      'credentials credential password passwords passwd key name target source registry docker from in generate ' +
      'config envfrom env user username extra ssl keystore truststore backup s3 regcred ingress issuer manage managed per'
    ).split(' '),
  ),
  pass: new Set(
    'proxy fastcgi uwsgi scgi grpc by first second one multi all must should will fail or and could can'.split(' '),
  ),
  password: new Set('forgot forget reset update without'.split(' ')),
  salt: new Set(),
};

/** Keys whose value is a credential or, in configuration trees, the name of what holds one. */
const nameable = new Set(
  'secret credential credentials creds secretkey accesskey privatekey salt pepper authkey'.split(' '),
);
const strongSecrets = new Set(
  'client cookie jwt session shared webhook auth app api consumer hmac signing encryption oauth nextauth oidc gateway rpc csrf'.split(
    ' ',
  ),
);

/** `checksum/secret`: what a pod is annotated with so that it restarts. */
const digests = new Set('checksum digest fingerprint sha256sum'.split(' '));

/**
 * Fields that hold a text and say nothing of it.
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/base.proto#config-core-v3-datasource
 */
const holder = /^(?:value|string_?value|inline_?(?:string|bytes)|plain_?text|clear_?text|literal)$/i;

/** Returns the name under which a field is judged: `secret: { inline_string: x }` holds a secret. */
export const heldUnder = (outer: string, field: string): string =>
  holder.test(field) && denotationOf(outer) !== undefined ? outer : field;

const known = new Map<string, KeyDenotation | undefined>();

/**
 * Returns whether a key's name denotes the credential itself: `password`, `DB_PASSWORD_2`, `clientSecret`,
 * `PassWord`, not `passwordLength`, `secretName`, `tokenUrl`.
 */
export function denotationOf(key: string): KeyDenotation | undefined {
  const cached = known.get(key);
  if (cached !== undefined || known.has(key)) return cached;
  const denotation = key.length > 253 ? undefined : judgeName(key);
  if (known.size > 50_000) known.clear();
  known.set(key, denotation);
  return denotation;
}

function judgeName(key: string): KeyDenotation | undefined {
  // A pattern, and a comment that accepts a finding, which a text without a language of its own made a key
  // of.
  if (key.includes('*') || key.includes('vaultwright-ignore')) return undefined;
  // What a catalogue of charts shows: `artifacthub.io/signKey` is a public one.
  if (key.startsWith('artifacthub.io/')) return undefined;
  // `@aws-amplify/backend-secret`: a package.
  if (/^@[a-z0-9][\w.-]*\/[\w./-]+$/.test(key)) return undefined;
  const words = wordsOf(key);
  // `existingAuthSecret`: with anything between, a Secret that exists is named.
  if (words.length > 2 && words[0] === 'existing' && words.at(-1) === 'secret') return undefined;
  while (words.length > 1 && (trailing.has(words.at(-1) ?? '') || /^\d+$/.test(words.at(-1) ?? ''))) words.pop();
  const last = (words.pop() ?? '').replace(/(?<!\d)\d+$/, '');
  const before = words.at(-1) ?? '';
  const squashed = [...words, last].join('');
  if (last === 'id') return before === 'secret' ? 'credential' : undefined;
  if (last === 'key' || last === 'keys') return keyDenotation(words, before);
  if (last === 'string' || words.some((word) => digests.has(word))) return undefined;
  if (squashed.endsWith('secretkeybase')) return 'credential';
  if (last === 'token' && words.includes('initial') && before === 'cluster') return undefined;
  if (last === 'cookie') return before === 'erlang' ? 'credential' : undefined;
  if (last === 'auth') return squashed === 'neo4jauth' ? 'credential' : undefined;
  if (last === 'phrase' || last === 'word' || last === 'code') return ending(squashed);
  if (Object.hasOwn(disqualifiers, last) && disqualifiers[last]?.has(before)) return undefined;
  if (last === 'secret' && words.length > 0) return strongSecrets.has(before) ? 'credential' : 'credential-or-name';
  if (nouns.has(last)) return nameable.has(last) ? 'credential-or-name' : 'credential';
  return nouns.has(squashed) && !nameable.has(squashed) ? 'credential' : ending(squashed);
}

const ending = (squashed: string): KeyDenotation | undefined =>
  // `NOPASSWD` of sudoers.
  !/no(?:passwd|password|pass)$/.test(squashed) &&
  /(?:password|passwd|passphrase|clientsecret|secretaccesskey|accesstoken|authtoken|apitoken)$/.test(squashed)
    ? 'credential'
    : undefined;

function keyDenotation(words: readonly string[], before: string): KeyDenotation | undefined {
  if (!keyQualifiers.has(before)) return undefined;
  if (['secret', 'private', 'client'].includes(before)) return 'credential-or-name';
  if (before === 'access')
    return words.at(-2) === 'secret' || words.at(-2) === 'shared' ? 'credential' : 'credential-or-name';
  return before === 'service' || before === 'app' || before === 'application' ? 'credential-or-name' : 'credential';
}
