import { templateActions } from '../../model/template-actions.ts';
import { hole } from './variables.ts';

/**
 * The names that a Go template reads from its data, and whether it can read others that the text does not
 * name.
 */
export interface TemplateReads {
  readonly names: ReadonlySet<string>;
  /** True where a template ranges over its data or computes a key. */
  readonly isOpen: boolean;
}

/**
 * Finds what a template of an ExternalSecret reads: `.name`, `index . "name"`, `get . "name"`; texts in
 * quotes are no names.
 */
export function templateReads(text: string): TemplateReads {
  const names = new Set<string>();
  let isOpen = text.includes(hole);
  for (const { body } of templateActions(text)) {
    for (const [, name] of body.matchAll(/\b(?:index|get|hasKey)\s+[.$]\s+["`]([^"`]+)["`]/g))
      if (name !== undefined) names.add(name);
    const bare = body.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
    if (
      /\b(?:range|with|template|include|toJson \.(?:\s|$)|pick|omit|dict)\b/.test(bare) ||
      /(?:^|[\s(|])\.(?=[\s)|]|$)(?!\s+"")/.test(bare)
    )
      isOpen = true;
    for (const [, name] of bare.matchAll(/(?<![\w).$\]])\.([A-Za-z_]\w*)/g)) if (name !== undefined) names.add(name);
    for (const [, name] of bare.matchAll(/\$\.([A-Za-z_]\w*)/g)) if (name !== undefined) names.add(name);
  }
  return { names, isOpen };
}

const escaped = /\{\{-? *`([^`]*)` *-?\}\}|\{\{-? *"(\{\{-?|-?\}\})" *-?\}\}/g;

/**
 * Returns a text as Helm leaves it, each character at its place: an escaped action is one, and what Helm
 * itself renders is a hole.
 * @see https://helm.sh/docs/howto/charts_tips_and_tricks/
 */
export function afterHelm(text: string): string {
  const isNested = /\{\{-?\s*(?:with|range)\b/.test(text);
  const parts: string[] = [];
  let from = 0;
  for (const hit of text.matchAll(escaped)) {
    parts.push(withoutHelm(text.slice(from, hit.index), isNested), unescaped(hit));
    from = hit.index + hit[0].length;
  }
  return [...parts, withoutHelm(text.slice(from), isNested)].join('');
}

/** Keeps a place without ending a word, a private-use character as the hole is. */
const filler = '\uE001';

function unescaped([whole, block, brace = '']: RegExpMatchArray): string {
  const inner = block ?? brace;
  const closes = block === undefined && brace.includes('}');
  const before = closes ? whole.length - inner.length : block === undefined ? 0 : whole.indexOf('`') + 1;
  return (filler.repeat(before) + inner).padEnd(whole.length, filler);
}

/**
 * What reads a variable of the operator without an escape is the operator's in intent, though not in fact.
 */
function withoutHelm(text: string, isNested: boolean): string {
  let kept = text;
  for (const { text: action, body, index } of templateActions(text))
    if (isNested || !/^\s*\.[a-z]\w*\s*(?:\||$)/.test(body))
      kept = kept.slice(0, index) + hole.repeat(action.length) + kept.slice(index + action.length);
  return kept;
}

/** A name that no Go template can read after a dot, and where its action begins. */
export interface UnreadableName {
  readonly name: string;
  /** Where the line begins on which it stands. */
  readonly offset: number;
}

/**
 * Finds `.access-key` and `.gradle.properties`: the parser ends a name at the dash, and a fetched value is a
 * text, which has no fields.
 * @see https://pkg.go.dev/text/template#hdr-Arguments
 */
export function unreadableNames(text: string): UnreadableName[] {
  const found: UnreadableName[] = [];
  for (const { body, index } of templateActions(text)) {
    const bare = body.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
    if (/\b(?:range|with|define|template)\b/.test(bare)) return found;
    const [, name] = /(?<![\w).$\]])\.((?:[A-Za-z_]\w*)(?:[-.]\w+)+)/.exec(bare) ?? [];
    if (name !== undefined) found.push({ name, offset: text.lastIndexOf('\n', index) + 1 });
  }
  return found;
}

/**
 * Returns the first variable of each line that is not fetched, by where the line starts; a variable is told
 * where it is read first.
 */
export function missingByLine(text: string, fetched: ReadonlySet<string>): Map<number, string> {
  const known = new Set(fetched);
  const byLine = new Map<number, string>();
  for (const { text: action, index } of templateActions(text)) {
    const line = text.lastIndexOf('\n', index) + 1;
    for (const variable of templateReads(action).names) {
      if (known.has(variable)) continue;
      known.add(variable);
      if (!byLine.has(line)) byLine.set(line, variable);
    }
  }
  return byLine;
}
