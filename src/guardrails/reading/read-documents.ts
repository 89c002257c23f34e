import { YAMLException } from 'js-yaml';
import type { FieldPath, JsonObject, JsonValue } from '../manifest/manifest.ts';
import { AliasExpansionError } from './alias-budget.ts';
import { composeYaml } from './compose-yaml.ts';
import { maskTemplates } from './mask-templates.ts';
import { recoverLines } from './recover-lines.ts';
import { mayRepeatKeys } from './repeated-keys.ts';
import { countReadings, type SyntaxNode, treeOffset, treeValue } from './syntax-tree.ts';
import { maximumDepth } from './yaml-events.ts';
import { yamlTrees } from './yaml-tree.ts';

/** One document of a text, with a way back to the offsets of its fields. */
export interface TextDocument {
  readonly value: JsonValue;
  /** Which of several equal keys it shows; 0 is what a lenient parser takes. */
  readonly reading: number;
  readonly isDegraded: boolean;
  readonly isTemplate: boolean;
  /** Offset of a field in the text, or of a character inside its string. */
  offset(path: FieldPath, inside?: number): number;
}

/** Why a part of a text could not be parsed; the reason quotes nothing of the text. */
export interface TextProblem {
  readonly kind: 'syntax' | 'expansion';
  readonly offset: number;
  readonly reason: string;
}

export interface TextReading {
  readonly documents: readonly TextDocument[];
  readonly problems: readonly TextProblem[];
}

type Trees = () => readonly SyntaxNode[];

/** A statement or comment of Jinja: where it stands alone, its line is blank in the result. */
const statement = /\{%[\s\S]{0,10000}?%\}|\{#[\s\S]{0,10000}?#\}/g;
const blanked = (text: string): string => '\n'.repeat(text.length);

const documentMark = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;

/**
 * Reads every document of a YAML or JSON text; one that does not parse is read line by line and reported.
 *
 * @param isTemplate whether the text is known to hold template actions; without that, `{{ … }}` inside
 * strings makes no template
 */
export function readDocuments(text: string, format: 'yaml' | 'json' = 'yaml', isTemplate = false): TextReading {
  if (format === 'json') {
    const json = readJson(text);
    if (json) return json;
  }
  const source = isTemplate && text.includes('{%') ? text.replace(statement, blanked) : text;
  if (!source.includes('{{')) return readYaml(source, text, isTemplate);
  return (isTemplate ? undefined : readUnmasked(text)) ?? readYaml(maskTemplates(source), text, true);
}

// Alerts, ExternalSecret templates and workflows keep their actions inside strings, so they are YAML as they
// stand.
function readUnmasked(text: string): TextReading | undefined {
  try {
    const { values, hasDuplicates, hasCollectionKeys } = composeYaml(text);
    return hasDuplicates || hasCollectionKeys ? undefined : plainReading(values, false, () => yamlTrees(text));
  } catch {
    return undefined;
  }
}

function readYaml(masked: string, text: string, isTemplate: boolean): TextReading {
  try {
    const { values, hasDuplicates } = composeYaml(masked, text);
    if (!hasDuplicates) return plainReading(values, isTemplate, () => yamlTrees(masked, text));
  } catch {
    // Parsed again piece by piece, so that one broken document does not take its neighbours along.
  }
  return readPieces(masked, text, isTemplate);
}

function plainReading(values: readonly JsonValue[], isTemplate: boolean, make: Trees): TextReading {
  const trees = once(make);
  const documents = values.flatMap((value, index): TextDocument[] => {
    if (value === null || value === '') return [];
    const offset = (path: FieldPath, inside?: number): number => {
      const tree = trees()[index];
      return tree ? treeOffset(tree, path, 0, inside) : 0;
    };
    return [{ value, reading: 0, isDegraded: false, isTemplate, offset }];
  });
  return { documents, problems: [] };
}

function readPieces(masked: string, original: string, isTemplate: boolean): TextReading {
  const documents: TextDocument[] = [];
  const problems: TextProblem[] = [];
  const starts = [0, ...[...masked.matchAll(documentMark)].map(({ index }) => index)];
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? masked.length;
    const piece = masked.slice(start, end);
    if (piece.trim() === '') continue;
    const raw = original === masked ? piece : original.slice(start, end);
    const { trees, problem } = pieceTrees(piece, raw);
    if (problem) problems.push({ ...problem, offset: start + problem.offset });
    for (const tree of trees) documents.push(...readings(tree, start, isTemplate, problem !== undefined));
  }
  return { documents, problems };
}

function pieceTrees(piece: string, raw: string): { trees: SyntaxNode[]; problem?: TextProblem } {
  try {
    return { trees: yamlTrees(piece, raw) };
  } catch (error) {
    for (const [source, original] of secondReadings(piece, raw)) {
      try {
        return { trees: yamlTrees(source, original) };
      } catch {
        // The first error is the one that fits the text as it stands.
      }
    }
    return { trees: [recoverLines(piece, raw)], problem: problemOf(error) };
  }
}

/** A quoted text after a key or the dash of a list; equally long in the result, so that offsets hold. */
const quotedLines =
  /(^[ \t]{0,100}(?:-[ \t]{1,20}){0,4}(?:[\w./-]{1,200}:[ \t]{1,20})?)("(?:[^"\\]|\\[\s\S]){0,20000}"|'(?:[^']|''){0,20000}')/gm;

function* secondReadings(piece: string, raw: string): Generator<[source: string, original: string]> {
  // YAML wants a closing bracket indented deeper than its key; the parsers of Kubernetes and Helm do not, and
  // people write it.
  const joined = withJoinedBrackets(piece);
  if (joined !== piece) yield [joined, raw];
  // It wants the lines of a quoted text indented as deep, too; as one line it reads alike.
  const oneLine = piece.replace(quotedLines, (_, before: string, text: string) => before + text.replaceAll('\n', ' '));
  if (oneLine !== piece) yield [oneLine, raw];
  if (raw !== piece) yield [raw, raw];
}

/**
 * Puts each line of nothing but closing brackets behind the line before it, unless that ends in a comment.
 */
function withJoinedBrackets(text: string): string {
  const lines = text.split('\n');
  const ends = lines.map((line, index) => {
    const isClosing = /^[^\S\n]*[\]}][\]},\s]*$/.test(lines[index + 1] ?? '');
    return line + (isClosing && !/\s#/.test(line) ? ' ' : '\n');
  });
  return ends.join('').slice(0, -1);
}

function readings(tree: SyntaxNode, base: number, isTemplate: boolean, isDegraded: boolean): TextDocument[] {
  const documents: TextDocument[] = [];
  const count = countReadings(tree);
  for (let reading = 0; reading < count; reading++) {
    const value = treeValue(tree, reading);
    if (value === null || value === '') continue;
    const offset = (path: FieldPath, inside?: number): number => base + treeOffset(tree, path, reading, inside);
    documents.push({ value, reading, isDegraded, isTemplate, offset });
  }
  return documents;
}

function readJson(text: string): TextReading | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (isDeeperThan(value, maximumDepth)) return undefined;
  // Tabs indent JSON and are refused by YAML; inside a JSON string they cannot stand.
  const source = text.replaceAll('\t', ' ');
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value) && 'kind' in value;
  if (isObject && mayRepeatKeys(value, source) && hasDuplicateKeys(source)) return readPieces(source, source, false);
  return plainReading([value], false, () => jsonTrees(source));
}

function hasDuplicateKeys(source: string): boolean {
  try {
    return composeYaml(source).hasDuplicates;
  } catch {
    return false;
  }
}

function jsonTrees(source: string): SyntaxNode[] {
  try {
    return yamlTrees(source);
  } catch {
    return [recoverLines(source)];
  }
}

function isDeeperThan(value: JsonValue, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(item, limit - 1));
  for (const key in value) if (isDeeperThan((value as JsonObject)[key] as JsonValue, limit - 1)) return true;
  return false;
}

function problemOf(error: unknown): TextProblem {
  if (error instanceof AliasExpansionError) return { kind: 'expansion', offset: error.offset, reason: error.message };
  if (error instanceof YAMLException) {
    // What follows a quote or a colon in the parser's sentence may be a piece of the text.
    const own = error.reason.search(/["'`:(]/);
    const reason = (own === -1 ? error.reason : error.reason.slice(0, own)).trimEnd();
    return { kind: 'syntax', offset: error.mark?.position ?? 0, reason };
  }
  if (error instanceof RangeError) return { kind: 'syntax', offset: 0, reason: 'nesting too deep' };
  throw error;
}

// Trees of the last few texts are kept: findings come in runs of one file, and trees of every file would not
// fit in memory.
const kept = new Map<object, readonly SyntaxNode[]>();
const keptTrees = 16;

function once(make: Trees): Trees {
  const key = {};
  return () => {
    const known = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, known);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptTrees) break;
      kept.delete(oldest);
    }
    return known;
  };
}
