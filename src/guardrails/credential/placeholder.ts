import { wordsOf } from './key-name.ts';

/** `DEFINED-IN-REGION-SECRETS`, `SET_BY_CI`, `from-external-vault`: says where the value comes from. */
const elsewhere =
  /^(?:(?:is |to be |will be |must be )?(?:defin\w*|set|provided|supplied|injected|filled|configured|stored|kept|overrid\w*|overwrit\w*|replaced|patched|generated|managed|created) (?:in|by|via|from|with|at|through|me if|during|on|manually|elsewhere|externally)\b|from (?:the |a )?(?:file|external|vault|secrets?|env|environment|values|region|sops|sealed)\b|(?:see|look in) )/;

/** `unused`, `no-key-required`, `sk-not-needed`: says that nothing checks it. */
const idle =
  /^(?:sk |ignored )?(?:un(?:used|needed)|ignored?|dummy$|no ?auth|no (?:api )?(?:key|token|password|secret|auth)(?: (?:is )?(?:required|needed))?|not (?:used|needed|required|applicable|relevant|a (?:real )?(?:secret|password|key|token))|do not use|none needed)(?: |$)/;
const idleAtEnd = / (?:no ?auth|no key required|not (?:used|needed|required)|unused)$/;

/**
 * `your-api-key-here`, `insert-token-here`, `placeholder-client-secret`: says that it is to be replaced by a
 * person.
 */
const form =
  /^(?:<|your |insert |enter |paste |put |(?:dummy|fake) (?:api |auth )?(?:token|key)(?: |$))|\bplaceholder\b| here$|^(?:to be )?replaced$|^(?:override|overwrite) (?:me|this|it)$|^replace (?:with|by|this with) /;

/** A word in one case, with few digits. */
const spelled = /^(?:\d{0,2}[a-z]+\d{0,2}|[A-Z]?[a-z]+\d{0,2}|[a-z]{3,}(?:[A-Z][a-z]{2,})+|[A-Z]+\d{0,2}|\d{1,2})?$/;

/**
 * Recognises a text that says of itself that it is no credential: it names the place where the value is set,
 * is not used, or is the form of one. `changeme` and `secret` are none of them: both work as they stand.
 */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < 5 || trimmed.length > 120) return false;
  if (/^X{4,}\w?$/i.test(trimmed)) return true;
  // What nobody writes holds more than the words say.
  if (!trimmed.split(/[^A-Za-z0-9]+/).every((part) => spelled.test(part))) return false;
  const said = wordsOf(trimmed).join(' ');
  return elsewhere.test(said) || idle.test(said) || idleAtEnd.test(said) || form.test(said);
}
