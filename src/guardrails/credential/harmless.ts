import { isPattern } from './value-shape.ts';

const words = new Set(
  (
    'true false yes no on off none all any null nil undefined unset disabled enabled required optional auto automatic n/a na tbd ' +
    'str from-env from-secret from-vault read write include omit same-origin redacted masked hidden omitted missing invalid expired string bool boolean int integer generate generated autogenerate secretref secretkeyref configmapref fieldref accept accepted allow allowed deny denied drop reject rejected'
  ).split(' '),
);

const references =
  /^(?:vault:|ref\+[a-z0-9]+:\/\/|secretref:|op:\/\/|aws-?sm:|awssm:|awsssm:|ssm:|arn:aws|gcpsm:|gcp:secretmanager|sm:\/\/|azurekeyvault:|azkv:|akv:|keyvault:|file:|env:|secret:\/\/|k8s:|bao:|infisical:|doppler:|bws:\/\/|projects\/[^/]+\/secrets\/|<[a-z]+:[^<>\s]+>$|!(?:vault|Ref|Sub|GetAtt)\b|![A-Z][A-Za-z]+ ?[[{]|__generate__|ENC\[|>>vault:|rule:|secret:[\w.-]+:[\w.-]+$|(?:pull)?secret:[\w.-]+\/[\w.-]+(?:#[\w.-]+)?$|\{(?:env|file):[\w./~-]+\}$|@(?:\/|\.{1,2}\/|-$|[\w.-]+\/)|\\+\$\{?[A-Z_]|%[A-Z_]+\([^()]*\)%$|\$?(?:\.[A-Za-z_]\w*)+$|\{(?:cipher|noop-ref)\}|path=\{\.|db:[A-Z]\w+(?:,|$)|(?:spec|status|metadata)(?:\.[A-Za-z]\w*)+$|workspace:[\^~*]?)/i;

const quantities: readonly RegExp[] = [
  /^[-+]?(?:\d{1,5}|\d*\.\d+|\d+\.\d*)$/,
  /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|sec|m|min|h|hr|d|w|y))+$/i,
  /^P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?$/,
  /^\d+(?:\.\d+)?\s?(?:[kmgtp]|[kmgtpe]i?b|[kmgtpe]i|b|%)$/i,
  /^(?:[\^~<>=]{1,2} ?)?v?\d{1,9}\.(?:\d{1,9}|x)\.(?:\d{1,9}|x)(?:[-+][\w.]+)?(?: (?:(?:\|\||-) )?(?:[\^~<>=]{1,2} ?)?v?\d{1,9}\.[\dx.]{1,20}){0,5}$/,
  /^\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[-+]\d\d:?\d\d)?)?$/,
];

/**
 * Returns whether a text under a credential-like key is no credential: empty, a word such as `none`, a
 * quantity, a path, a URL, a mask, a reference into a secret store, ciphertext.
 */
export function isHarmless(value: string): boolean {
  const text = value.trim();
  if (text === '') return true;
  if (text.length <= 12 && words.has(text.toLowerCase().replace(/;$/, ''))) return true;
  if (references.test(text) || isPattern(text)) return true;
  // A type of a schema, and the frame of a key without one.
  if (/^(?:string|integer|boolean|number|object) \| \w+=/.test(text)) return true;
  if (/^-----BEGIN [A-Z ]+-----\s+-----END [A-Z ]+-----$/.test(text)) return true;
  if (/^[^A-Za-z0-9]+$/.test(text) && new Set(text).size <= 2) return true;
  if (/^user[ _-]?provided$/i.test(text)) return true;
  if (/^not[ _-]?(?:set|used|needed|required)$/i.test(text)) return true;
  if (/^X{3,}[_-]\w*[_-]X{3,}$/.test(text)) return true;
  if (/^(?:x{3,}(?:-x+){0,6}|\*+|\.{3,})$/i.test(text)) return true;
  // `export TOKEN=ghp_...`: the beginning of one; `tlsClientKey: |' >> file`: a block that a script begins.
  if (/^\w{0,12}(?:\.{3,}|…)$|^[|>][-+]?\d?["']/.test(text)) return true;
  if (
    /^v\d{1,3}$|^\{\d{0,2}\}$|^(?:allow|deny|require|ignore|skip)(?:_[a-z]+){2,6}$|^[a-z]{4,20}(?:Disabled|Enabled)$/.test(
      text,
    )
  )
    return true;
  if (/^%[+#]?[svdqx]$|^\(?(?:\\[A-Za-z]|\.|\[[^\]]+\])[+*]\??\)?$/.test(text)) return true;
  if (text.length <= 40 && quantities.some((quantity) => quantity.test(text))) return true;
  return isPath(text) || isUrl(text) || isProse(text);
}

/**
 * Recognises `<path:secret/data/app#key>` with whatever a template puts into it.
 * @see https://argocd-vault-plugin.readthedocs.io/en/stable/howitworks/
 */
export const isPlaceOfStore = (text: string): boolean => /^<path:[^<>]{1,2000}#[^<>]{1,500}>$/.test(text.trim());

const isUrl = (text: string): boolean => /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/\S*$/.test(text);

/** A path has two or more segments; base64 with slashes is none. */
function isPath(text: string): boolean {
  if (!/^(?:\.{0,2}|~|[A-Za-z]:)?[\\/]|^[A-Za-z0-9._-]+\//.test(text) || /\s/.test(text) || /={1,2}$/.test(text))
    return false;
  // A field of what is at a path of Vault stands behind a colon.
  const segments = withoutField(text)
    .split(/[\\/]+/)
    .filter((segment) => segment !== '' && segment !== '~' && !/^\.{1,2}$/.test(segment));
  const isRooted = /^(?:\.{1,2}|~|[A-Za-z]:)?[\\/]/.test(text);
  if (segments.length < 2)
    return (
      segments.length === 1 &&
      (/^(?:\.{1,2}|~)[\\/]/.test(text) || /^\/[a-z][\w-]*\.(?:pem|key|crt|cert|txt|ya?ml|json|conf)$/.test(text))
    );
  if (segments.some((segment) => !/^[\w.@%~:,-]+$/.test(segment) || isRandom(segment))) return false;
  return (
    isRooted ||
    segments.every(
      (segment, index) =>
        segment === segment.toLowerCase() ||
        /^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/.test(segment) ||
        (index > 0 && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(segment)),
    )
  );
}

function withoutField(path: string): string {
  const colon = path.lastIndexOf(':');
  const before = path.slice(0, Math.max(0, colon));
  return before.split('/').length > 2 && /^[\w-]+$/.test(path.slice(colon + 1)) ? before : path;
}

const isRandom = (segment: string): boolean =>
  segment.length >= 8 && /[a-z]/.test(segment) && /[A-Z]/.test(segment) && /\d/.test(segment) && !/[._-]/.test(segment);

/**
 * A sentence in a schema or a help text: several words that start with a capital letter or end with a full
 * stop.
 */
const isProse = (text: string): boolean => {
  const count = text.split(/\s+/).length;
  return (
    (count >= 3 && /^(?:the|an?|your|this|must|is|are) [\w\s.,:;'"`()/-]+$/i.test(text)) ||
    /^[A-Z][a-z]+(?: [a-z]+)+ (?:password|token|secret|key)s?\.?$/.test(text) ||
    /^(?:[A-Z][A-Za-z]* ){2,}(?:Password|Token|Secret|Key)s?$/.test(text) ||
    // `signingKey: Self-signed Certificate`: by its title.
    (count >= 2 && /^[\w-]+(?: [\w-]+){0,5} (?:Certificate|Keypair|Key Pair)$/i.test(text)) ||
    (count >= 4 && /^[A-Z][a-z]* /.test(text) && /^[\w\s.,:;'"`()/-]+$/.test(text)) ||
    (count >= 6 && /[a-z]\.$/.test(text))
  );
};

const hashes =
  /^(?:[\w.-]+:)?(?:\$(?:2[abxy]?|1|5|6|7|y|apr1|pbkdf2[\w-]*|argon2(?:id|i|d)|scrypt|shiro1|s0)\$[^\s]{6,}|\{S?SHA(?:256|512)?\}\S{8,}|pbkdf2[:_][^\s$]+\$\S+|bcrypt_?\w*\$\S+|SCRAM-SHA-\d+\$\S+|md5[0-9a-f]{32})$/;

/** What every form of hash holds, so that few texts pay for the long pattern. */
const mayBeHash = /[$}:]|^\s*md5/;

/** Recognises a password hash: no credential, and yet offline attacks on it are cheap. */
export const isPasswordHash = (value: string): boolean => mayBeHash.test(value) && hashes.test(value.trim());
