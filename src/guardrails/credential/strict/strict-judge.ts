import { looksRandom } from '../../manifest/field-path.ts';
import { contentHits, isBasicLogin } from '../content.ts';
import { wordsOf } from '../key-name.ts';
import type { Verdict } from '../verdict.ts';
import { isStoreReference, type Stripped, stripReferences } from './references.ts';
import { isAboutCredential, mayDenoteCredential, strictDenotation } from './strict-names.ts';

/** What is known where only references pass. */
export interface StrictContext {
  /** Recognises the name of a Secret that the manifests hold, alone or behind its namespace and a slash. */
  isSecretName(text: string): boolean;
  /** Recognises the name of a data key of such a Secret. */
  isDataKey(text: string): boolean;
  /** True below fields whose texts name data keys: `secretKeys`, `keyMapping`. */
  readonly isNaming?: boolean;
  /** Recognises a path below a mount of a container. */
  isMounted(path: string): boolean;
  /** True in a sentence, in which a word behind a name is seldom its value. */
  readonly isProse?: boolean;
  /** True in scripts and command lines. */
  readonly isProgram?: boolean;
}

/** How much a name says about a text below it. */
export type Reach =
  /** The text is the credential. */
  | 'value'
  /** The text is about the credential: a literal only where it looks made by a generator. */
  | 'about';

/** A header that carries a credential after the name of its scheme. */
const isAuthorization = /(?:^|[-_.])authorization$/i;
const scheme = /^(?:Basic|Bearer|Token|ApiKey|Negotiate)(?:\s+|$)/i;
/**
 * A user name, or the prefix of an encoding, before a reference: `neo4j/$(PASSWORD)`, `base64:{{ .key }}`.
 */
const login = /^[a-z][a-z0-9]{0,15}[:/]$/;
const word = /[\p{L}\p{N}]/u;
/** A password of a URL in angle brackets, which elsewhere stand for what is to be filled in. */
const bracketed = /:<([^<>\s"'@/]{1,200})>@/g;
const mask = /^\*+$/;
/** One or more of them, each of which begins as DER does, and nothing else. */
const publicPem =
  /^(?:-----BEGIN (CERTIFICATE|(?:[A-Z]{1,10} )?PUBLIC KEY)-----\s{1,4}M[A-Za-z0-9+/=\s]{1,20000}-----END (?:CERTIFICATE|(?:[A-Z]{1,10} )?PUBLIC KEY)-----\s{0,8}){1,50}$/;

/**
 * Judges a text where everything comes from declarations: under a name that denotes a credential nothing
 * passes but references, what is empty, and `true` and `false`; under any other name, content decides.
 */
export function strictVerdicts(
  key: string,
  value: unknown,
  context: StrictContext,
  reach: Reach = 'value',
): readonly Verdict[] {
  if (typeof value === 'number' || typeof value === 'bigint') return numberVerdicts(key, value, reach);
  if (typeof value !== 'string' || value === '') return [];
  const denotation = isAuthorization.test(key) ? 'credential' : strictDenotation(key);
  if (denotation === undefined && value.length < 8)
    return isLoginOf(key, value) ? [{ form: 'literal', offset: 0 }] : [];
  const stripped = stripReferences(value, context.isProgram);
  const hits = contentHits(stripped.masked.replace(bracketed, ':_$1_@'), /id$/i.test(key), true);
  const [literal] = stripped.literals.flatMap((text) => contentHits(text, false, true));
  if (literal !== undefined) return [...hits, { form: literal.form, offset: 0 }];
  if (hits.length > 0) return hits;
  if (isGeneratedUser(stripped.masked)) return [{ form: 'token', offset: 0 }];
  if (isLoginOf(key, stripped.residue)) return [{ form: 'literal', offset: 0 }];
  if (/^_?auth$/i.test(key) && isBasicLogin(value)) return [{ form: 'registry-login', offset: 0 }];
  if (denotation === undefined)
    return (looksGenerated(stripped.residue) && mayDenoteCredential(key)) ||
      (isRandomText(stripped.residue) && isAboutCredential(key) && !isStoreReference(value))
      ? [{ form: 'literal', offset: 0 }]
      : [];
  if (reach === 'about')
    return [stripped.residue, ...stripped.literals].some(looksGenerated) ? [{ form: 'literal', offset: 0 }] : [];
  if (stripped.literals.length > 0) return [{ form: 'default', offset: 0 }];
  if (isName(key, value.trim(), denotation, context)) return [];
  return isLiteral(value.trim(), stripped, denotation, context, isAuthorization.test(key))
    ? [{ form: 'literal', offset: value.length - value.trimStart().length }]
    : [];
}

function isLiteral(
  text: string,
  { residue, hasReference }: Stripped,
  denotation: 'credential' | 'credential-or-name',
  context: StrictContext,
  isHeader: boolean,
): boolean {
  if (text === '' || text === 'true' || text === 'false' || mask.test(text) || isStoreReference(text)) return false;
  if (publicPem.test(text) || isSecretFile(text, context)) return false;
  if (!hasReference) return !(denotation === 'credential-or-name' && isFile(text)) && !(isHeader && isHeaderName(text));
  const rest = residue.trim().replace(scheme, '');
  return word.test(rest) && !login.test(rest);
}

/** `https://<token>@host`: a token in the place of a user. */
const isGeneratedUser = (text: string): boolean => {
  if (!text.includes('@')) return false;
  const [, user] = /:\/\/([^\s/:@"'<>]{20,300})@/.exec(text) ?? [];
  return user !== undefined && looksGenerated(user);
};

/** `basicAuth: admin:x` and `pin: 4711`, whose names say that a credential is a part, or is short. */
function isLoginOf(key: string, text: string): boolean {
  if (!/auth|pass|login|pin$/i.test(key)) return false;
  const last = wordsOf(key).slice(-2).join('');
  if (/(?:basicauth|userpass|authbasic|httpauth|login)(?:users)?$/.test(last)) {
    const [, password = ''] = /^[\w.@-]{1,60}:([^\s:/]{3,300})$/.exec(text) ?? [];
    return /\D/.test(password);
  }
  return /(?:^|[a-z])pin$/.test(last) && /^\d{4,8}$/.test(text);
}

/**
 * Under a name that may name a Secret or a key of one, the name of one that exists is a reference; under
 * `password` it is a password.
 */
function isName(
  key: string,
  text: string,
  denotation: 'credential' | 'credential-or-name',
  context: StrictContext,
): boolean {
  if (context.isNaming || denotation === 'credential-or-name')
    return context.isSecretName(text) || context.isDataKey(text);
  return /secrets?$/i.test(wordsOf(key).at(-1) ?? '') && context.isSecretName(text);
}

/** Two or more segments, none of which a generator made. */
const isFile = (text: string): boolean =>
  /^(?:\/[A-Za-z][\w.-]*){2,12}$/.test(text) && !text.split('/').some(looksGenerated);

/** Where Kubernetes, agents and the volumes of the same object put files. */
const isSecretFile = (text: string, { isMounted }: StrictContext): boolean =>
  isFile(text) && (/^\/(?:var\/)?run\/secrets\/|^\/vault\/secrets\//.test(text) || isMounted(text));

/** `authorization: Bearer`: how, not with what. */
const isHeaderName = (text: string): boolean => /^(?:[A-Za-z]{1,12}|[a-z]+(?:-[a-z]+)+)$/.test(text);

/** Letters of both cases and digits in one word, or a long run of both: no name, no path, no quantity. */
export function looksGenerated(text: string): boolean {
  const plain = text.trim();
  if (plain.length < 8 || plain.length > 4_000 || /\s/.test(plain)) return false;
  if (/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*\d{1,2}[a-z]{0,2}$|^v?\d+(?:\.\d+)+|^[\w.+-]+:\/\/|^\d{4}-\d\d-\d\d/.test(plain))
    return false;
  if (/^[./~^]|\[[^[\]]*\]|^[a-z][\w-]*(?:[./][\w-]+){2,}$/.test(plain)) return false;
  const isMixed = /[a-z]/.test(plain) && /[A-Z]/.test(plain) && /\d/.test(plain);
  return isMixed || (/^[0-9a-f]{20,}$/.test(plain) && /[a-f]/.test(plain));
}

/** What stands in the place of a name, a hint or a path, and can be none of them. */
const isRandomText = (text: string): boolean => {
  const plain = text.trim();
  return looksRandom(plain) && !/[\s/:]|\.\w+\./.test(plain);
};

/** `tokens: 4096` counts; a number under the singular is the credential. */
function numberVerdicts(key: string, value: number | bigint, reach: Reach): readonly Verdict[] {
  if (reach === 'about' || strictDenotation(key) !== 'credential') return [];
  const last = wordsOf(key).at(-1) ?? '';
  return (/s$/.test(last) && !/pass$/.test(last)) || String(value).replace(/\D/g, '').length < 3
    ? []
    : [{ form: 'literal', offset: 0 }];
}
