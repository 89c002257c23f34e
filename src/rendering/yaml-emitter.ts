import { DEFAULT_SCALAR_STYLE_RULES, type DumpOptions, dump, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';
import type { JsonValue } from '../guardrails/manifest.ts';

/**
 * Texts that some YAML reader takes for something else than text: quoted, wherever js-yaml would leave them plain.
 *
 * js-yaml quotes what its own YAML 1.1 and 1.2 schemas misread. Readers differ beyond both (Go takes `1e3` for a number and `y`
 * for true, others `1_000`, `e3`, `1:30` or `=`), and js-yaml writes a key `--- a` plain. So whatever starts as a number does is
 * quoted, except for flags (`--name`), quantities and durations (`10Mi`, `1h`) and file names (`.dockerconfigjson`).
 */
const ambiguous =
  /^(?:(?!--[a-z])[-+]|(?!\d+(?:[smh]|[KMGT]i)$)\.?\d|\.(?![a-z])|\.?e[\d+-]|_\d|(?:\.?inf(?:inity)?|\.?nan|y|n|yes|no|on|off|true|false|null|=|~|<<)$)/i;

/** What readers disagree about in a literal block: old line breaks, leading blanks and tabs, several empty lines at the end. */
const unsafeInBlock = /[\r\u0085\u2028\u2029]|^[ \n]|(?:^|\n) *\t|\n\n$/;

/** A text of several lines stands as a literal block wherever every reader agrees on it, otherwise in double quotes. */
function chooseStyle(layout: ScalarLayout): void {
  const { value, tag } = layout.node;
  if (layout.style !== SCALAR_STYLE.PLAIN || tag !== 'tag:yaml.org,2002:str') return;
  if (value.includes('\n')) {
    layout.style = layout.isKey || unsafeInBlock.test(value) ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.LITERAL_BLOCK;
  } else if (ambiguous.test(value)) {
    layout.style = SCALAR_STYLE.SINGLE_QUOTED;
  }
}

const { doubleQuoteForInvisibles, doubleQuoteWhitespaceOnly, quoteInvalidPlain, fallbackToDoubleQuoted } =
  DEFAULT_SCALAR_STYLE_RULES;

const options: DumpOptions = {
  // A folded line or an alias is valid YAML, yet a diff of it says nothing, and some tools refuse aliases.
  lineWidth: -1,
  noRefs: true,
  scalarStyleRules: [
    chooseStyle,
    doubleQuoteForInvisibles,
    doubleQuoteWhitespaceOnly,
    quoteInvalidPlain,
    fallbackToDoubleQuoted,
  ],
};

/**
 * Writes values as YAML documents, parted by `---`, that every YAML 1.1 and 1.2 reader takes for exactly these values.
 *
 * The same values always give the same text; keys stay in the order that they have.
 */
export function emitYaml(documents: Iterable<JsonValue>): string {
  return Array.from(documents, (document) => dump(document, options)).join('---\n');
}
