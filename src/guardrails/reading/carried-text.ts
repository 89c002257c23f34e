import { TextMemo } from '../manifest/text-memo.ts';
import { propertyTree } from './property-text.ts';
import { readDocuments, type TextDocument, type TextProblem } from './read-documents.ts';
import { type SyntaxNode, treeOffset, treeValue } from './syntax-tree.ts';

const yamlName = /\.ya?ml$/i;
const jsonName = /\.json$/i;
const propertyName = /(?:\.(?:properties|env|ini|cfg|cnf|conf|toml)|(?:^|\/)\.?env(?:\.[^/]*)?)$/i;
/** Programs and files of fields without names are judged by line. */
const otherName =
  /(?:\.(?:py|[mc]?[jt]sx?|go|java|rs|cs|rb|php|pl|lua|sh|bash|sql|html?|css|md|rego|groovy)|pgpass|netrc)$/i;
const yamlStart = /^(?:---|- |["']?[\w][\w.\-/]*["']?[ \t]*:(?:[ \t]|\r?\n|$)|#)/;

export interface CarriedText {
  readonly documents: readonly TextDocument[];
  readonly problems: readonly TextProblem[];
}

/**
 * A carried text is read when its carrier is opened and again when it is judged, and what is rendered for one
 * environment comes again in the others.
 */
const readings = new TextMemo<CarriedText>(4_000_000);

/** What a name says of the text, the first that fits. */
const formats: readonly (readonly [name: RegExp, read: (text: string) => CarriedText])[] = [
  [jsonName, (text) => readDocuments(text, 'json')],
  [yamlName, (text) => readDocuments(text)],
  [propertyName, (text) => properties(text, 'any')],
];

const nothing: CarriedText = { documents: [], problems: [] };

/**
 * Reads the documents in a string that another document carries.
 *
 * A name says what the text should be, and text that is not is then read line by line and reported; without
 * a name only text that is wholly YAML, JSON or `key=value` lines counts, since most strings are prose or
 * scripts.
 *
 * @param name the key or file name of the text, where it has one
 */
export function readCarriedText(text: string, name = ''): CarriedText {
  if (text.trim() === '') return nothing;
  const format = formats.findIndex(([form]) => form.test(name));
  if (format < 0 && otherName.test(name)) return nothing;
  const read = formats[format]?.[1] ?? readUnnamed;
  return readings.of(String(format), text, () => read(text));
}

function readUnnamed(text: string): CarriedText {
  const trimmed = text.trimStart();
  const first = trimmed.charAt(0);
  if (first === '{' || first === '[') return structured(text, 'json') ?? properties(text, 'all');
  if (!text.includes('\n')) return nothing;
  return (yamlStart.test(trimmed) && structured(text, 'yaml')) || properties(text, 'all');
}

/** Reads `key=value` text, under any name, as kustomize reads the files under `envs`. */
export const readProperties = (text: string): CarriedText => properties(text, 'any');

function structured(text: string, format: 'yaml' | 'json'): CarriedText | undefined {
  const reading = readDocuments(text, format);
  const isWhole = reading.problems.length === 0 && reading.documents.some(({ value }) => typeof value === 'object');
  return isWhole ? reading : undefined;
}

function properties(text: string, tolerance: 'all' | 'any'): CarriedText {
  const tree = propertyTree(text, tolerance);
  return tree ? { documents: [treeDocument(tree)], problems: [] } : nothing;
}

const treeDocument = (tree: SyntaxNode): TextDocument => ({
  value: treeValue(tree, 0),
  reading: 0,
  isDegraded: false,
  isTemplate: false,
  offset: (path, inside) => treeOffset(tree, path, 0, inside),
});
