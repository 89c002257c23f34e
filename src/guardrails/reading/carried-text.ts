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
  const trimmed = text.trimStart();
  if (trimmed === '') return nothing;
  if (jsonName.test(name)) return readDocuments(text, 'json');
  if (yamlName.test(name)) return readDocuments(text);
  if (propertyName.test(name)) return properties(text, 'any');
  if (otherName.test(name)) return nothing;
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
