import { foldConfusables } from '../confusables.ts';
import { denotationOf, type KeyDenotation, wordsOf } from '../key-name.ts';

/** What a password is called where English is not spoken. */
const words =
  'passwort|kennwort|geheimnis|losungswort|motdepasse|motpasse|mdp|contrasen[yi]?a|clave|senha|parola|heslo|haslo|wachtwoord|losenord|adgangskode|' +
  'salasana|jelszo|sifre|parool|lozinka|geslo|slaptazodis|zaporka';
const elsewhere = new RegExp(`(?:${words})$`);
const otherScripts = /пароль|密码|密碼|口令|パスワード|비밀번호|סיסמה|رمز/;
/** How people write it by mistake or in short. */
const misspelled =
  /(?:psw|pswd|psswd|passw|passwrd|pasword|passord|pwrd|userpw|loginpw|secretword|tkn|authtok|accesstok|apitok|bearertok)$/;
/** Words of a label: what a page shows beside a field, in its language. */
const labelled = new RegExp(
  `${words}|passw|password|passphrase|token|secret|credential|schlussel|jeton|cle|llave|chiave|code|пароль|密码|密碼|パスワード|비밀번호`,
);

/** Returns whether a text says in a language what a field is called, and nothing that could be its value. */
export const isLabelText = (text: string): boolean =>
  text.length < 200 &&
  /^[\p{L}\s.,?!:;'’()…-]+$/u.test(text) &&
  labelled.test(
    foldConfusables(text.replaceAll('ß', 'ss'))
      .toLowerCase()
      .replace(/[^a-z\u0400-\uffff]+/g, ''),
  );

const digitLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/** `PASSWORD_FOR_DB`: what follows says whose it is. */
const whose = /[\s_.-](?:for|of|to|from|in|at|on)[\s_.-].*$/i;
/** `passwordOfApp` */
const whoseInCamelCase = /(?<=[a-z])(?:For|Of)[A-Z].*$/;

/** Whose it is, behind it without a word between: `token_github`, `PASSWORD_POSTGRES`. */
const owners = new Set(
  (
    'db database admin administrator root superuser postgres postgresql mysql mariadb mongo mongodb redis rabbitmq kafka cassandra elastic ' +
    'elasticsearch opensearch clickhouse neo4j influxdb github gitlab bitbucket gitea slack discord telegram aws gcp azure docker dockerhub ' +
    'npm pypi nexus artifactory harbor keycloak grafana prometheus vault consul minio s3 smtp mail imap ldap ad ssh ftp sftp vpn django rails ' +
    'laravel flask spring jenkins sonar sonarqube argocd sentry stripe twilio sendgrid openai str strings clear cleartxt plaintxt val vals txt'
  ).split(' '),
);

/** What every such name has a part of, so that few pay for a look at their words. */
const mayDenote =
  /pass|pas[sw]|pw|psw|tok|tkn|gehei|losung|mdp|clave|lozin|geslo|slapt|zapor|psswd|id_|docker|pem$|jwt|bear|psk|mnemo|cred|sec|salt|pepp|key|auth|cookie|phrase|code|kennw|mot.?de|contrase|senha|parola|heslo|haslo|wacht|losen|adgang|salasana|jelszo|sifre|parool|p[a4@][s5$]|t[o0]k|s[e3]c|[^\x20-\x7e]/i;

/** Words that name a credential as often as something else. */
const hints = new Set(
  (
    'psw passe otp totp hmac fernet pat keyphrase joinkey privkey clientsec oldpass pgpw losungswort auth dsn unseal webhook ' +
    'secretaccess cookie'
  ).split(' '),
);
/** Keys that find, sort or show something, and such that everybody may see. */
const otherKeys = new Set(
  (
    'public pub verify verification primary foreign sort partition routing row cache map object s3 index label annotation group ' +
    'issue project data config configmap file image bucket idempotency shard hash range lookup message translation i18n id host ' +
    'known site recaptcha publishable anon'
  ).split(' '),
);

/**
 * Returns whether a name may be that of a credential: `STRIPE_KEY`, `otp`. Only what looks made by a
 * generator is taken for one under it.
 */
export function mayDenoteCredential(key: string): boolean {
  if (key.length > 100) return false;
  const before = hinted.get(key);
  if (before !== undefined) return before;
  const isHint = hintsAt(wordsOf(key));
  if (hinted.size > 20_000) hinted.clear();
  hinted.set(key, isHint);
  return isHint;
}

const hinted = new Map<string, boolean>();

/** What a name is about that has such a word: the name of one, a hint at it, where it is. */
const nouns = new Set(
  'password passwords passwd passphrase passcode pwd token tokens secret secrets credential credentials apikey passwort kennwort'.split(
    ' ',
  ),
);
/** What of a credential everybody may see, and no person writes. */
const derived = new Set(
  (
    'checksum digest hash hashes fingerprint sha sha1 sha256 sha512 md5 etag version revision uid uuid serial ' +
    'arn thumbprint size length count ttl expiry expires max min encryption'
  ).split(' '),
);

/** Returns whether a name is about a credential, so that what a generator made under it is one. */
export function isAboutCredential(key: string): boolean {
  if (key.length > 100) return false;
  const parts = wordsOf(key);
  const isOfKey =
    /api_?key/i.test(key) || (parts.includes('key') && /^(?:name|hint|example)$/.test(parts.at(-1) ?? ''));
  return (isOfKey || parts.some((part) => nouns.has(part))) && !parts.some((part) => derived.has(part));
}

function hintsAt(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (last === 'key') return words.length > 1 && !otherKeys.has(words.at(-2) ?? '');
  return hints.has(last) || hints.has(words.slice(-2).join(''));
}

const known = new Map<string, KeyDenotation | undefined>();

/**
 * Returns what a name denotes to whoever wants to hide it: also in other languages, with digits for letters,
 * and with words behind.
 */
export function strictDenotation(key: string): KeyDenotation | undefined {
  if (!mayDenote.test(key)) return undefined;
  // `fromConnectionSecretKey`: what is read, by the name of its key.
  const plain = /^(?:from|to)[A-Z_]\w*[kK]ey$/.test(key) ? undefined : denotationOf(key);
  if (plain !== undefined || key.length > 100) return plain;
  if (known.has(key)) return known.get(key);
  const denotation = judgeName(key);
  if (known.size > 20_000) known.clear();
  known.set(key, denotation);
  return denotation;
}

/** Endings of a file that say how it is written, not what it holds. */
const ending = /\.(?:txt|b64|enc|asc|md|log|ya?ml|json|properties|env|ini|cfg|conf|toml|xml|cookie)$/i;
const keyFile =
  /^(?:tls|ssl|server|client|private|ca|cert|app|admin|root|signing|encryption|secret|host|ssh|jwt|service|user)[\w-]{0,30}\.key$/i;

/** A file that is called after what it holds: `password.txt`, `id_rsa`, `.dockercfg`. */
function fileDenotation(name: string): KeyDenotation | undefined {
  const file = name.slice(name.lastIndexOf('/') + 1).replace(/^\./, '');
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|^docker(?:cfg|configjson)$/i.test(file)) return 'credential';
  if (keyFile.test(file)) return 'credential-or-name';
  return ending.test(file) || name.startsWith('.') ? strictDenotation(file.replace(ending, '')) : undefined;
}

function judgeName(key: string): KeyDenotation | undefined {
  if (otherScripts.test(key)) return 'credential';
  const letters = foldConfusables(key).replace(/[*\d]{1,9}$/, '');
  if (letters !== key && denotationOf(letters) !== undefined) return denotationOf(letters);
  if (whoseInCamelCase.test(letters)) return strictDenotation(letters.replace(whoseInCamelCase, ''));
  const parts = wordsOf(letters);
  if (misspelled.test(parts.join(''))) return 'credential';
  if (/^(?:cred|sec)$/.test(parts.at(-1) ?? '')) return 'credential-or-name';
  const owned =
    parts.length > 1 && owners.has(parts.at(-1) ?? '') ? denotationOf(parts.slice(0, -1).join('_')) : undefined;
  if (owned !== undefined) return owned;
  const file = fileDenotation(foldConfusables(key));
  if (file !== undefined) return file;
  if (elsewhere.test(letters.toLowerCase().replace(/[^a-z]+/g, ''))) return 'credential';
  if (whose.test(letters)) return denotationOf(letters.replace(whose, ''));
  if (!/[013457@$]/.test(letters) || !/[A-Za-z]/.test(letters)) return undefined;
  const spelled = letters.replace(/[013457@$]/g, (sign) => digitLetters[sign] ?? sign);
  return /pass(?:word|wd|phrase)|secret|token/i.test(spelled) ? denotationOf(spelled) : undefined;
}
