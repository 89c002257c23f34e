import {
  boolYaml11Tag,
  COLLECTION_STYLE,
  DEFAULT_SCALAR_STYLE_RULES,
  DUMP_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  type Node,
  nullYaml11Tag,
  type PresenterOptions,
  present,
  SCALAR_STYLE,
  type ScalarStyle,
} from 'js-yaml';
import type { JsonObject, JsonValue } from '../guardrails/manifest/manifest.ts';
import { TextMemo } from '../guardrails/manifest/text-memo.ts';

/**
 * Texts that some YAML reader takes for something else than text: quoted, wherever js-yaml would leave them
 * plain.
 *
 * js-yaml quotes what its own YAML 1.1 and 1.2 schemas misread. Readers differ beyond both (Go takes `1e3`
 * for a number and `y` for true, others `1_000`, `e3`, `1:30` or `=`), and js-yaml writes a key `--- a`
 * plain. So what starts as a number does is quoted, except for flags (`--name`), quantities and durations
 * (`10Mi`, `1h`) and file names (`.dockerconfigjson`).
 */
const ambiguous =
  /^(?:(?!--[a-z])[-+]|(?!\d+(?:[smh]|[KMGT]i)$)\.?\d|\.(?![a-z])|\.?e[\d+-]|_\d|(?:\.?inf(?:inity)?|\.?nan|y|n|yes|no|on|off|true|false|null|=|~|<<)$)/i;

/**
 * What readers disagree about in a literal block: old line breaks, a first line that starts blank, empty
 * lines at the end.
 */
const unsafeInBlock = /[\r\u0085\u2028\u2029]|^[ \t\n]|\n\n$/;

/** What a person would not see, or would take for a plain space. */
const invisible = /[\t\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]|^\s+$/;

const { DOUBLE_QUOTED, LITERAL_BLOCK, PLAIN, SINGLE_QUOTED } = SCALAR_STYLE;
const mapTag = 'tag:yaml.org,2002:map';
const seqTag = 'tag:yaml.org,2002:seq';
const strTag = 'tag:yaml.org,2002:str';

/**
 * A text of several lines stands as a literal block wherever every reader agrees on it, otherwise in double
 * quotes.
 */
function styleOf(text: string, isKey: boolean): ScalarStyle {
  if (text.includes('\n')) return isKey || unsafeInBlock.test(text) ? DOUBLE_QUOTED : LITERAL_BLOCK;
  if (invisible.test(text)) return DOUBLE_QUOTED;
  return ambiguous.test(text) ? SINGLE_QUOTED : PLAIN;
}

const scalarNode = (tag: string, value: string, style: ScalarStyle): Node => ({
  kind: 'scalar',
  tag,
  tagged: false,
  style,
  value,
});

/** What the nodes of one text have in common. */
interface Sheet {
  /** Few keys are met once: the objects of a file share most of theirs. */
  readonly keys: Map<string, Node>;
  /** Long texts for which a mark stands until all is written. */
  readonly longTexts: string[];
}

/**
 * Builds js-yaml's tree of nodes itself: its own builder asks a dozen YAML types for every value, of which
 * JSON has seven.
 *
 * @param depth maps around the value; none where a list is among them
 */
function nodeOf(value: JsonValue, sheet: Sheet, depth: number | undefined): Node {
  if (typeof value === 'string') {
    if (depth === depthOfData && value.length > shortestLongText)
      return scalarNode(strTag, markOf(sheet.longTexts.push(value) - 1), PLAIN);
    return scalarNode(strTag, value, styleOf(value, false));
  }
  if (value === null) return scalarNode(nullYaml11Tag.tagName, 'null', PLAIN);
  if (typeof value === 'boolean') return scalarNode(boolYaml11Tag.tagName, boolYaml11Tag.represent(value), PLAIN);
  if (typeof value === 'number') {
    const tag = intYaml11Tag.identify(value) ? intYaml11Tag : floatYaml11Tag;
    return scalarNode(tag.tagName, tag.represent(value), PLAIN);
  }
  if (Array.isArray(value))
    return {
      kind: 'sequence',
      tag: seqTag,
      tagged: false,
      style: COLLECTION_STYLE.BLOCK,
      items: value.map((item) => nodeOf(item, sheet, undefined)),
    };
  const object = value as JsonObject;
  const below = depth === undefined ? undefined : depth + 1;
  return {
    kind: 'mapping',
    tag: mapTag,
    tagged: false,
    style: COLLECTION_STYLE.BLOCK,
    items: Object.keys(object).map((key) => ({
      key: keyNode(key, sheet.keys),
      value: nodeOf(object[key] ?? null, sheet, below),
    })),
  };
}

function keyNode(key: string, keys: Map<string, Node>): Node {
  let node = keys.get(key);
  if (node === undefined) {
    node = scalarNode(strTag, key, styleOf(key, true));
    keys.set(key, node);
  }
  return node;
}

const { quoteInvalidPlain, fallbackToDoubleQuoted } = DEFAULT_SCALAR_STYLE_RULES;

const options: PresenterOptions = {
  /** Against which a plain text is checked: what this reads as a number, a date or the like is quoted. */
  schema: DUMP_SCHEMA,
  // A folded line is valid YAML, yet a diff of it says nothing.
  lineWidth: -1,
  scalarStyleRules: [quoteInvalidPlain, fallbackToDoubleQuoted],
};

/** Where a ConfigMap has its texts: `data`, and the name of a file. */
const depthOfData = 2;
const shortestLongText = 2_000;
const sign = '\ue00f';
const markOf = (index: number): string => `${sign}${index}${sign}`;

/**
 * Long texts as js-yaml writes them at their depth: a program stands in a hundred files, and to find the
 * style of one takes a dozen looks at all of it.
 */
const written = new TextMemo<string>(4_000_000);

function writtenText(text: string): string {
  return written.of('', text, () => {
    const map = (value: Node): Node => ({
      kind: 'mapping',
      tag: mapTag,
      tagged: false,
      style: COLLECTION_STYLE.BLOCK,
      items: [{ key: scalarNode(strTag, 'a', PLAIN), value }],
    });
    const contents = map(map(scalarNode(strTag, text, styleOf(text, false))));
    return present([{ contents, directives: [] }], options).slice('a:\n  a: '.length, -1);
  });
}

/**
 * Writes values as YAML documents, parted by `---`, that every YAML 1.1 and 1.2 reader takes for exactly
 * these values.
 *
 * The same values always give the same text; keys stay in the order that they have, and there are no aliases.
 */
export function emitYaml(documents: Iterable<JsonValue>): string {
  const values = [...documents];
  const { pieces, longTexts } = presented(values, 0);
  // Every other piece is the index of a long text, unless somebody else has written the sign as well.
  if (pieces.length !== 2 * longTexts.length + 1) return presented(values, undefined).pieces.join(sign);
  return pieces.map((piece, at) => (at % 2 === 0 ? piece : writtenText(longTexts[Number(piece)] ?? ''))).join('');
}

function presented(values: readonly JsonValue[], depth: number | undefined) {
  const sheet: Sheet = { keys: new Map(), longTexts: [] };
  const nodes = values.map((value) => ({ contents: nodeOf(value, sheet, depth), directives: [] }));
  // js-yaml adds up thousands of pieces. To split the text makes V8 join them, before they pile up over all
  // files.
  return { pieces: present(nodes, options).split(sign), longTexts: sheet.longTexts };
}
