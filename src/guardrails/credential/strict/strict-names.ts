import { foldConfusables } from '../confusables.ts';
import { denotationOf, type KeyDenotation, wordsOf } from '../key-name.ts';

/** What a password is called where English is not spoken. */
const elsewhere =
  /(?:passwort|kennwort|motdepasse|contrasena|senha|parola|heslo|haslo|wachtwoord|losenord|adgangskode|salasana|jelszo|sifre|parool)$/;
const otherScripts = /пароль|密码|密碼|パスワード|비밀번호|סיסמה|رمز/;

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

/** What every such name has a part of, so that few pay for a look at their words. */
const mayDenote =
  /pass|pw|tok|jwt|bear|psk|mnemo|cred|sec|salt|pepp|key|auth|cookie|phrase|code|kennw|mot.?de|contrase|senha|parola|heslo|haslo|wacht|losen|adgang|salasana|jelszo|sifre|parool|p[a4@][s5$]|t[o0]k|s[e3]c|[^\x20-\x7e]/i;

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
  const plain = denotationOf(key);
  if (plain !== undefined || key.length > 100) return plain;
  if (known.has(key)) return known.get(key);
  const denotation = judgeName(key);
  if (known.size > 20_000) known.clear();
  known.set(key, denotation);
  return denotation;
}

function judgeName(key: string): KeyDenotation | undefined {
  if (otherScripts.test(key)) return 'credential';
  const letters = foldConfusables(key);
  if (elsewhere.test(letters.toLowerCase().replace(/[^a-z]+/g, ''))) return 'credential';
  if (whose.test(letters)) return denotationOf(letters.replace(whose, ''));
  if (!/[013457@$]/.test(letters) || !/[A-Za-z]/.test(letters)) return undefined;
  const spelled = letters.replace(/[013457@$]/g, (sign) => digitLetters[sign] ?? sign);
  return /pass(?:word|wd|phrase)|secret|token/i.test(spelled) ? denotationOf(spelled) : undefined;
}
