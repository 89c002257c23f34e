import { isHarmless, isPasswordHash } from './harmless.ts';
import { tokenForms } from './token-forms.ts';
import { hole } from './variables.ts';

/** What a text holds that is a credential under any key. */
export type ContentForm = 'private-key' | 'url' | 'registry-login' | 'token' | 'access-key-id';

export interface ContentHit {
  readonly form: ContentForm;
  readonly offset: number;
}

const mayHold =
  /:\/\/|-----BEGIN|"auths?"|[Bb]earer |[Bb]asic |eyJ|gh[pousr]_|github_pat_|glpat-|gldt-|xox[abprs]-|AKIA|ASIA|sk[-_]|rk_live|AIza|hvs\.|hvb\.|npm_|pypi-|SG\.|AGE-SECRET|dop_v1|shpat_|lin_api_|@(?:tcp|unix)\(|[?&;](?:[\w-]*(?:password|token|secret|sig|key))=|AccountKey=|SharedAccessKey=|LS0tLS1CRUdJTi|PASSWORD\s+'|IDENTIFIED\s+BY/i;

const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----([\s\S]*?)(?:-----END|$)/;
const credentialUrl = new RegExp(
  String.raw`\b([a-zA-Z][a-zA-Z0-9+.-]{0,40}):\/\/([^\s/?#"'<>@:\\]{0,200}):([^\s"'<>@]{0,500}(?:@[^\s"'<>@/?#:]{0,200}){0,4}?)@(?=[\w[${hole}*-])`,
  'g',
);
const queryCredential =
  /(?:[?&]|(?<=\S);)(?!var-)((?:[\w-]*[_-])?(?:password|passwd|pwd|token|secret|apikey|api_key|accountkey|sharedaccesskey|sig))=([^&;\s"'<>]+)/gi;
const authorization = /\bBearer\s+([A-Za-z0-9._~+/-]{16,}=*)/g;
/** A private key in base64, as kubeconfig files carry it. */
const encodedKey = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{32,}={0,2}/;
const sqlPassword = /\b(?:PASSWORD|IDENTIFIED\s+BY(?:\s+PASSWORD)?)\s+'([^'\n]{1,500})'/gi;
const basicLogin = /\bBasic\s+([A-Za-z0-9+/]{4,}={0,2})/g;
const goDsn = /(?:^|["'=\s])[\w.-]{1,200}:([^@\s"']{1,500})@(?:tcp|unix)\(/g;

/**
 * Finds credential content in a text whose variables are masked: keys, URLs with a password, registry logins,
 * tokens of known services.
 *
 * @param isIdentifier true where the key says that the text only identifies a credential, as `accessKeyId`
 * does
 * @param isStrict true where the text comes from declarations, so that forms count which elsewhere are as
 * often something else
 */
export function contentHits(masked: string, isIdentifier = false, isStrict = false): ContentHit[] {
  if (masked.length < 8) return [];
  if (!mayHold.test(masked)) return isStrict ? tokenHits(masked, isIdentifier, true) : [];
  const key = privateKey.exec(masked);
  if (key && hasKeyMaterial(key[1] ?? '')) return [{ form: 'private-key', offset: key.index }];
  const encoded = encodedKey.exec(masked);
  if (encoded && privateKey.test(decoded(encoded[0]))) return [{ form: 'private-key', offset: encoded.index }];
  if (isRegistryLogin(masked))
    return [{ form: 'registry-login', offset: Math.max(0, masked.search(/"auth"|"password"/)) }];
  const hits: ContentHit[] = [];
  for (const match of masked.matchAll(credentialUrl))
    if (isLiteral(match[3]) && !isPort(match[2], match[3]) && !isForm(masked, match))
      hits.push({ form: 'url', offset: match.index });
  for (const match of masked.matchAll(queryCredential))
    if (isLiteral(match[2]) && !isInComment(masked, match.index)) hits.push({ form: 'url', offset: match.index });
  for (const match of masked.matchAll(goDsn)) if (isLiteral(match[1])) hits.push({ form: 'url', offset: match.index });
  for (const match of masked.matchAll(authorization))
    if (isLiteral(match[1]) && !/^[A-Z]+(?:_[A-Z]+)+$/.test(match[1] ?? ''))
      hits.push({ form: 'token', offset: match.index });
  for (const match of masked.matchAll(sqlPassword))
    if (isLiteral(match[1]) && !isPasswordHash(match[1] ?? '')) hits.push({ form: 'token', offset: match.index });
  for (const match of masked.matchAll(basicLogin))
    if (isBasicLogin(match[1] ?? '')) hits.push({ form: 'token', offset: match.index });
  return [...hits, ...tokenHits(masked, isIdentifier, isStrict)];
}

/** What a token stands in: a run of what none of them goes without, of more than one kind of sign. */
const longRun = /[A-Za-z0-9_.~+/=:@-]{16,2000}/g;
const isMixed = (run: string): boolean => /\d/.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run));
/** One expression, so that nearly every run is looked through once. */
const anyToken = new RegExp(tokenForms.map(({ form }) => form.source).join('|'));

function tokenHits(text: string, isIdentifier: boolean, isStrict: boolean): ContentHit[] {
  const hits: ContentHit[] = [];
  const seen = new Set<RegExp>();
  for (const { 0: run, index } of text.matchAll(longRun)) {
    if (!isMixed(run) || !anyToken.test(run)) continue;
    for (const { form, isStrict: onlyStrict } of tokenForms) {
      const match = (onlyStrict && !isStrict) || (!isStrict && seen.has(form)) ? null : form.exec(run);
      if (match && !isRepetition(match[0]) && !isWordy(match[0])) {
        seen.add(form);
        hits.push({
          form: isIdentifier && /^A[KS]IA/.test(match[0]) ? 'access-key-id' : 'token',
          offset: index + match.index,
        });
      }
    }
  }
  return hits;
}

/** A query in a comment is an example of one. */
const isInComment = (text: string, offset: number): boolean =>
  /^\s*#/.test(text.slice(text.lastIndexOf('\n', offset) + 1, offset));

/** Recognises base64 of `user:password`. */
export const isBasicLogin = (text: string): boolean =>
  /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text) && isLoginText(decoded(text));

const isLoginText = (login: string): boolean => /^[\x20-\x7e]+$/.test(login) && login.slice(0, -1).includes(':');

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('latin1');

/** A script that puts a key together holds none: a variable stands where the material would. */
const hasKeyMaterial = (body: string): boolean =>
  !body.slice(0, 40).includes('$') && /[A-Za-z0-9+/=]{16}/.test(body.replace(/\\n|\s+/g, ''));

/** A password of a URL or query: any text that is neither masked nor a mere mask such as `***`. */
function isLiteral(text: string | undefined): boolean {
  if (text === undefined || text === '' || text.includes(hole)) return false;
  if (/^\$\d|^\\+\$\{?[A-Za-z_]|^[*.x…]+$/i.test(text) || text.includes('{{')) return false;
  // `'{3}'`: where a program puts what it formats.
  return !/^%s$|^\.\.\.$|^\{\d{0,2}\}$/.test(text) && !isMaskOnly(text);
}

/** `https://host:8443/path@version` and `http://[::1]:8080/@x` have a port there. */
const isPort = (user: string | undefined, password: string | undefined): boolean =>
  /^\d{1,5}[/+#&?\\]/.test(password ?? '') || user?.startsWith('[') === true;

/** `postgresql://user:pass@host:port/dbname`: the form of a URL, as a documentation shows it. */
const isForm = (text: string, { index = 0, 0: whole, 2: user = '', 3: password = '' }: RegExpMatchArray): boolean =>
  /^[\w-]+$/.test(user) &&
  /^(?:pass|password|passwd|pwd|secret|token)$/i.test(password) &&
  new RegExp(`^(?:(?:host|hostname|server|address|ip|domain)\\b|${hole})`, 'i').test(text.slice(index + whole.length));

const isMaskOnly = (text: string): boolean => isHarmless(text) && !/[A-Za-z0-9]/.test(text);

/** `ghp_xxxxxxxx…` and `AKIA0000…` in documentation are masks, not tokens. */
const isRepetition = (text: string): boolean => new Set(text.slice(text.search(/[-_.]/) + 1).toLowerCase()).size <= 2;

/** `pypi-sync-job-chat-notification-success`: a name that begins as tokens do. */
function isWordy(text: string): boolean {
  const words = text.split(/[-_]/);
  return words.length > 3 && words.every((word) => /^[a-z]{2,12}$/.test(word));
}

/** @see https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets */
function isRegistryLogin(text: string): boolean {
  const isCurrent = text.includes('"auths"');
  if (!isCurrent && !/"(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/[^"]*)?"\s*:\s*\{[^{}]*"auth"\s*:/.test(text))
    return false;
  const [, auth] = /"(?:auth|password|identitytoken)"\s*:\s*"([^"]+)"/.exec(text) ?? [];
  return auth !== undefined && isLiteral(auth);
}
