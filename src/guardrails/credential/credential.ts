import { contentHits, isBasicLogin } from './content.ts';
import { isExcusedByVariable } from './excused-by-variable.ts';
import { isHarmless, isPasswordHash, isPlaceOfStore } from './harmless.ts';
import { denotationOf, wordsOf } from './key-name.ts';
import { isPlaceholder } from './placeholder.ts';
import { type StrictContext, strictVerdicts } from './strict/strict-judge.ts';
import type { Surroundings } from './surroundings.ts';
import {
  isCall,
  isMadeUp,
  isNameInParts,
  isNameOfCredential,
  isNameOfHolder,
  isObjectName,
  namesKey,
} from './value-shape.ts';
import { hole, maskVariables } from './variables.ts';
import type { Doubt, Verdict } from './verdict.ts';

/** How a text is used, where that changes what its key means. */
export interface JudgementContext {
  /**
   * True in configuration trees, where `secretKey: admin-password` names a key of a Secret rather than
   * holding one.
   */
  readonly mayBeName?: boolean;
  /** True in a list: `tokens: [api, web]` names tokens. */
  readonly isListItem?: boolean;
  /** True in a program, where only texts in quotes are literals. */
  readonly isCode?: boolean;
  /**
   * Set where everything comes from declarations, so that a literal under a credential name is one however
   * it looks like.
   */
  readonly strict?: StrictContext;
  /** True on a command line and in scripts, where a variable often holds the name of a Secret. */
  readonly isCommand?: boolean;
  /** What the map says in which the field stands. */
  readonly says?: Surroundings;
  /**
   * True for what constructs render: there a text is a reference or a literal, and nobody has to be guessed
   * at.
   */
  readonly isRendered?: boolean;
}

/** A header that carries a credential after the name of its scheme. */
export const isAuthorization = /(?:^|[-_.])authorization$/i;

const none: readonly Verdict[] = [];

/**
 * Judges a key and its value together: literals under credential-like keys, and credentials by content under
 * any key.
 *
 * Variables, templates, references, paths, quantities, URLs without credentials, ciphertext and empty texts
 * are none; a literal inside a variable is one.
 */
export function judge(key: string, value: unknown, context: JudgementContext = {}): readonly Verdict[] {
  if (context.strict) return strictVerdicts(key, value, context.strict, context.strict.isProse ? 'about' : 'value');
  if (typeof value === 'number' || typeof value === 'bigint') return judgeNumber(key, value);
  if (typeof value !== 'string') return none;
  const text = value;
  if (text === '' || text.startsWith('ENC[AES256_GCM,') || isPlaceOfStore(text)) return none;
  // `arn:aws:s3:::${jwt:sub}-*`: what follows the colon is no default.
  if (text.startsWith('arn:aws')) return none;
  const denotation = denotationOf(key);
  if (denotation === undefined && text.length < 8) return none;
  if (isPasswordHash(text)) return [{ form: 'hash', offset: 0 }];
  const masked = maskVariables(text);
  const found: Verdict[] = contentHits(masked.text, /id$/i.test(key));
  for (const literal of masked.literals) {
    const name = denotation === undefined ? (literal.variable ?? '') : key;
    const [hit] = contentHits(literal.text.replace(/%(?:\[\d\])?[sqvd]/g, (verb) => hole.repeat(verb.length)));
    if (hit) found.push({ form: hit.form, offset: literal.offset });
    else if (
      denotationOf(name) !== undefined &&
      !literal.text.includes('%') &&
      isLiteral(name, literal.text, context)
    ) {
      // `key: {{ .Values.secretKey | default "file.bin" }}` names a key.
      const isNamed =
        isPathAround(masked.text) ||
        namingKey.test(key) ||
        isFileName(literal.text) ||
        isName(name, literal.text, context) ||
        (context.mayBeName === true && /secret$/i.test(name) && isObjectName(literal.text));
      if (context.isRendered === true || !isNamed) found.push({ form: 'default', offset: literal.offset });
    }
  }
  if (found.length > 0) return found;
  if (isAuthorization.test(key) && isLogin(masked.text)) return [{ form: 'token', offset: 0 }];
  if (/^_?auth$/i.test(key) && isBasicLogin(text)) return [{ form: 'registry-login', offset: 0 }];
  if (denotation === undefined || isLookingStructured(text)) return none;
  if (masked.hasVariable && isExcusedByVariable(text, masked.text)) return none;
  // `tokens = tokens - 1`, `tokens = 10 -- the least`: a count.
  if (/tokens$/i.test(key) && /^(?:\d+[kM]?\b|\w+ [-+*/] \d)/.test(text)) return none;
  const own = isNeo4jLogin(key) ? text.replace(/^neo4j\//, '') : text;
  const offset = text.length - text.trimStart().length;
  if (context.says === 'holds')
    return isHarmless(own) ? none : [{ form: 'literal', offset, ...(isPlaceholder(own) && { doubt: 'placeholder' }) }];
  if (!isLiteral(key, own, context)) return none;
  if (context.isRendered === true) return [{ form: 'literal', offset }];
  if (isVariable(key) || isCall(own) || isFileName(own) || isName(key, own, context)) return none;
  const doubt = doubtOf(key, own, context);
  return [{ form: 'literal', offset, ...(doubt && { doubt }) }];
}

function doubtOf(key: string, text: string, { mayBeName, isCommand }: JudgementContext): Doubt | undefined {
  if (isPlaceholder(text) || isOwnName(key, text)) return 'placeholder';
  if (mayBeName !== true && isCommand !== true) return undefined;
  // `webhook-secret: team-slack-webhook`: of all that is called a secret, this may be a Secret of the
  // cluster.
  const isSecretName =
    mayNameSecret.test(key) && (isObjectName(text) || (isNameInParts(text) && !wordsOf(text).some(isMadeUp)));
  return isSecretName || isNameOfCredential(text) ? 'name' : undefined;
}

/** Not a `cookieSecret` or a `clientSecret`: those are what they say. */
const mayNameSecret = /(?<!(?:cookie|client|jwt|session|csrf|hmac|shared|nextauth|signing|rpc)[-_]?)secret$/i;

/** `API_TOKEN: UPDATE_API_TOKEN`, `SMTP_PASS: @REP_SMTP_PASS_REP`: the field's own name, to be replaced. */
function isOwnName(key: string, text: string): boolean {
  if (!/^(?:[\W_]{0,2}[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+[\W_]{0,2}|[\W_]{1,2}[A-Z]{3,}[\W_]{1,2})$/.test(text)) return false;
  const [own, named] = [` ${wordsOf(text).join(' ')} `, ` ${wordsOf(key).join(' ')} `];
  if (named === '  ') return false;
  if (own.replaceAll(' ', '') === named.replaceAll(' ', '')) return true;
  return own.endsWith(named) || (named.trim().includes(' ') && own.includes(named)) || /^ (\w+) .* \1 $/.test(own);
}

/** `/etc/storage/{{ default "config" .key }}`: what stands in a path is a part of it. */
const isPathAround = (masked: string): boolean => /^\/[\w.-]+\/\S*$/.test(masked);

/** Fields whose text is a name. */
const namingKey = /^(?:key|name|secretname)$/i;
const isFileName = (text: string): boolean =>
  /^[\w-]+(?:\.[\w-]+)*\.(?:bin|json|ya?ml|pem|crt|key|txt|jks|p12|pfx|conf|properties|lic|env)$/.test(text);

/** `"${ADMIN_TOKEN}": default-client`: the key is the credential, and its text says whose it is. */
const isVariable = (key: string): boolean => maskVariables(key).text.replaceAll(hole, '') === '';

/** A key of such a kind is itself the credential; an `authKey` or `adminKey` may be that of a Secret. */
const ownKeys = new Set('access secret private api encryption signing ssh license licence shared account'.split(' '));

/** Recognises a text that names what holds the credential, by its shape and by what stands around it. */
function isName(key: string, text: string, { says, mayBeName, isListItem, isCommand }: JudgementContext): boolean {
  if (says === 'names') return true;
  // `crypto_key: unseal`: a key that a service keeps, by its name.
  if (/crypto_?key$/i.test(key) && /^[a-z]+(?:[-_][a-z0-9]+)*$/.test(text)) return true;
  // `"admin:token": [operators]`: who has the scope.
  if (isListItem === true && key.includes(':') && /^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*$/.test(text)) return true;
  const isNameable = denotationOf(key) === 'credential-or-name';
  // `--secret-id app-reader`: an entry of a store; those of an AppRole are UUIDs.
  if (isCommand === true && /secret-?id$/i.test(key) && isObjectName(text)) return true;
  if (isCommand === true && (isNameOfHolder(text) || (isNameable && isObjectName(text)))) return true;
  // `swift_access_key: updates:live`: the account, and who uses it.
  if (/access[-_]?key$/i.test(key) && !/secret/i.test(key) && /^[a-z]+(?:-[a-z]+)*:[a-z]+(?:-[a-z]+)*$/.test(text))
    return true;
  // `GPG_PASSPHRASE=signing-key:passphrase`: an entry of a store, and its key.
  const [, entry = '', field = ''] = /^([\w./-]+):([\w.-]+)$/.exec(text) ?? [];
  if (isObjectName(entry) && namesKey(field)) return true;
  // `mc alias set a b ACCESS_KEY_ID SECRET_ACCESS_KEY`: what a log line shows in place of them.
  if (key === 'password' && isConstantOfCredential(text)) return true;
  // `serviceAccountKey: serviceAccount`: the key under which it lies.
  if (/[a-z]Key$/.test(key) && key.slice(0, -3) === text) return true;
  if (namesOwnEntry(key, text) || namesKeyOfSecret(key, text)) return true;
  if (mayBeName !== true) return false;
  // `cnpg.io/pluginClientSecret: app-client-tls`, `webhook_secret: APP_WEBHOOK_SECRET_ARM64`.
  if (key.includes('/') && /secret$/i.test(key) && isObjectName(text)) return true;
  if (namesVariable(key, text)) return true;
  const [own, named] = [wordsOf(text), wordsOf(key)];
  // `authKey: auth`, `passwordKey: redis-password`: the field names a key of a Secret.
  if (named.at(-1) === 'key' && !ownKeys.has(named.at(-2) ?? '') && own.at(-1) !== 'key' && namesKey(text)) return true;
  // `vaultKeyPassword: gitToken`: the key of an entry of a store.
  if (named.slice(0, -1).includes('key') && own.length > 1 && keyNames.test(text)) return true;
  // `tokens: app-tokens`, `secret: r27-users`.
  if (/tokens$|passwords$|keys$/i.test(key) && isObjectName(text)) return true;
  if (isNameable && isObjectName(text)) return true;
  // `sessionKey: hook:app:default`: an identifier in parts.
  if (/^[a-z]+(?:[-_][a-z]+)*(?::[a-z]+(?:[-_][a-z]+)*){2,}$/.test(text)) return true;
  return own.length > 2 && isNameOfCredential(text);
}

/**
 * `GARAGE_TOKEN: 7c0…:prod:/vps/garage/GARAGE_TOKEN`, `app_init_output_secret: app-init-output`: what holds
 * it is called as the field is.
 */
function namesOwnEntry(key: string, text: string): boolean {
  const named = wordsOf(key).join(' ');
  const parts = text.split(/[/#:]+/);
  if (parts.length > 2 && named.includes(' ') && wordsOf(parts.at(-1) ?? '').join(' ') === named) return true;
  const own = wordsOf(text).join(' ');
  return own.includes(' ') && /^(?:secret|credentials?)$/.test(named.slice(own.length + 1)) && named.startsWith(own);
}

/** `clientSecretKey: OIDC_CLIENT_SECRET`: the key of a Secret. */
const namesKeyOfSecret = (key: string, text: string): boolean =>
  /[a-z]_?secret_?keys?$/i.test(key) && isConstantOfCredential(text);

/** `Bearer x`, not `Bearer .*`, `Bearer token` or `Basic auth`. */
function isLogin(text: string): boolean {
  const [, secret] = /^(?:Basic|Bearer|Token|ApiKey) +([^\s\uE000]+)$/i.exec(text.trim()) ?? [];
  return secret !== undefined && !/^(?:token|auth\w*)$/i.test(secret) && !isHarmless(secret);
}

/** @see https://neo4j.com/docs/operations-manual/current/docker/introduction/#docker-auth */
const isNeo4jLogin = (key: string): boolean => /neo4j_?auth$/i.test(key);

function isLiteral(key: string, text: string, { mayBeName = false, isListItem = false }: JudgementContext): boolean {
  if (text.includes(hole) || isHarmless(text)) return false;
  const masked = maskVariables(text);
  if (masked.hasVariable && isExcusedByVariable(text, masked.text)) return false;
  // `token: g`: an abbreviation, such as the shortcut of a search; `access_token: jwt`: the kind of token.
  if (/token$/i.test(key) && (text.length <= 2 || tokenKinds.test(text))) return false;
  if (/-----BEGIN (?:CERTIFICATE|PUBLIC KEY|[A-Z ]*PUBLIC KEY)/.test(text)) return false;
  if (mayBeName && isNameOfKey(key, text)) return false;
  if ((mayBeName || /\s/.test(text)) && isLabel(key, text)) return false;
  if (mayBeName && /\/[\w.-]*-secret$/.test(key) && isNameLike(key, text.slice(text.lastIndexOf('/') + 1)))
    return false;
  if (isListItem && /s$/i.test(key) && isNameLike(key, text)) return false;
  // `generate_secret_keys: [root, app]`: keys of a Secret.
  if (isListItem && /secret_?keys$/i.test(key) && /^[a-z]+(?:[-_][a-z]+)*$/.test(text)) return false;
  // `tokens: ["he'll", going to, '\bI\b']`: what a checker of texts looks for.
  if (isListItem && /tokens$/i.test(key) && /\s|^[a-z]+'[a-z]+$|\\[a-z]/i.test(text)) return false;
  if (denotationOf(key) === 'credential') return true;
  // `credentials: dangerously-allow-unauthenticated`: a choice.
  if (/^credentials$/i.test(key) && /^[a-z]+(?:-[a-z]+){2,}$/.test(text) && !text.split('-').some(isMadeUp))
    return false;
  // Beside anything, a name that says so is one: `--sops-age-secret=sops-age`,
  // `ENCRYPT_SECRET: app-secret`.
  if (
    /^[a-z]+(?:-[a-z]+)*-secrets?$/.test(text) ||
    (/-secret$|token_?secret$/i.test(key) && /^[a-z]+(?:-[a-z]+)+$/.test(text) && !wellKnown.has(text))
  )
    return false;
  if (!mayBeName) return true;
  return !isNameLike(key, text);
}

const tokenKinds = /^(?:simple|jwt|jws|jwe|opaque|paseto|bearer|reference)$/i;

/** `api_key: !env_var SONARR_API_KEY`: the name of a variable that ends as the key does. */
const isNameOfKey = (key: string, text: string): boolean =>
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text) && wordsOf(text).join('').endsWith(wordsOf(key).join(''));

/** A constant of several words, the last of the key's among them. */
const namesVariable = (key: string, text: string): boolean =>
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+){2,}$/.test(text) &&
  wordsOf(text).includes(wordsOf(key).at(-1) ?? '') &&
  !/CHANGE|REPLACE|UPDATE|PLACEHOLDER|YOUR|DUMMY|EXAMPLE/.test(text);

const keyNames = /^[a-z]+(?:[A-Z][a-z]+)*(?:Token|Password|Secret|Key|Credentials?)$/;

/** A constant of three words or more that itself names a credential. */
const isConstantOfCredential = (text: string): boolean =>
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+){2,}$/.test(text) && denotationOf(text) !== undefined && isNameOfCredential(text);

/**
 * `password: Password`, `apiKey: API key`, `passwordNew=New Password`: what a form shows beside the field.
 */
const isLabel = (key: string, text: string): boolean =>
  /^[A-Z]/.test(text) && wordsOf(text).sort().join(' ') === wordsOf(key).sort().join(' ');

const wellKnown = new Set(
  'changeme change-me hunter minioadmin letmein qwerty admin root test example dummy foobar'.split(' '),
);

/**
 * A DNS name, a variable's name or a file name without digits, such as stand where a Secret or one of its
 * keys is named.
 */
function isNameLike(key: string, text: string): boolean {
  if (wellKnown.has(text.toLowerCase())) return false;
  if (
    /^[a-z]+(?:[-.][a-z0-9]+)*$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]+$|^[a-z]+(?:[A-Z][a-z]+)*$|^[a-z]+(?:_[a-z]+)*$|^[A-Z][a-z]+(?: [A-Z][a-z]+)+$/.test(
      text,
    )
  )
    return true;
  // `credentials: ServiceCredentials`: one of the words that a program knows.
  if (/^[A-Z][a-z]+(?:[A-Z][a-z]+)+$/.test(text) && !wordsOf(text).some(isMadeUp)) return true;
  return wordsOf(text).join(' ') === wordsOf(key).join(' ');
}

/** Several lines of settings are read line by line instead. */
const isLookingStructured = (text: string): boolean =>
  (text.trim().includes('\n') && /[:=>{[]/.test(text)) || /^\s*(?:\{[\s\S]*[}\n]|\[)/.test(text);

/** Six or more digits under a name that denotes the secret itself are a credential, quoted or not. */
function judgeNumber(key: string, value: number | bigint): readonly Verdict[] {
  if (!/^\d{6,}$/.test(String(value)) || denotationOf(key) === undefined) return none;
  const last = wordsOf(key).at(-1) ?? '';
  return /s$/.test(last) && !/pass$/.test(last) ? none : [{ form: 'literal', offset: 0 }];
}
