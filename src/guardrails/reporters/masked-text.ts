import { contentHits } from '../credential/content.ts';
import { maskTemplates } from '../reading/mask-templates.ts';
import type { SourceText } from '../reading/source-texts.ts';
import type { SyntaxNode } from '../reading/syntax-tree.ts';
import { yamlTrees } from '../reading/yaml-tree.ts';

const mask = '••••••';
const longestIndent = 120;
const key = /^(\s{0,120}(?:- {1,20}){0,20}["']?)([A-Za-z_.][\w./-]{0,80})(["']?\s{0,20}:)(?:\s([\s\S]*))?$/;
/** What can be read off without knowing a value: the shape of an API group, a CamelCase kind. */
const shownValues: Readonly<Record<string, RegExp>> = {
  apiVersion: /^["']?(?:[a-z][a-z.-]{0,80}\/)?v\d{1,2}(?:(?:alpha|beta)\d{1,2})?["']?,?$/,
  kind: /^["']?[A-Z][A-Za-z]{1,62}["']?,?$/,
};
const blockHeader = /^[|>][-+\d]{0,2}$/;

const nothing: ReadonlySet<string> = new Set();

/** A text without its quotes and the comma behind it; a comment makes it another. */
const textOf = (value: string): string => value.trim().replace(/^(["']?)(.*?)\1,?$/, '$2');

/**
 * Shows lines of a text without anything that could be a value.
 *
 * A line keeps its indentation and the key with which it begins, where a parser takes that for a key; the
 * rest of it is masked. The lines of a scalar, the items of a list and every line of a text that does not
 * parse are masked whole, since each may be a credential.
 */
export class MaskedText {
  readonly #lines: readonly string[];
  readonly #keyStarts: ReadonlySet<number>;
  readonly #lineStarts: readonly number[];

  constructor({ text, hasKeys }: SourceText) {
    this.#lines = text.split('\n');
    let start = 0;
    this.#lineStarts = this.#lines.map((line) => {
      const own = start;
      start += line.length + 1;
      return own;
    });
    this.#keyStarts = hasKeys ? keyStarts(text) : new Set();
  }

  /**
   * Returns a masked line, `undefined` where the text has none of that number.
   *
   * @param number from 1
   * @param said names that the finding itself shows: they hide nothing, in a text that does not parse either
   */
  line(number: number, said: ReadonlySet<string> = nothing): string | undefined {
    const line = this.#lines[number - 1]?.replace(/\r$/, '');
    if (line === undefined) return undefined;
    const content = line.trim();
    if (content === '' || content === '---') return content;
    const match = key.exec(line);
    const [, before = '', name = '', after = '', value = ''] = match ?? [];
    const start = (this.#lineStarts[number - 1] ?? 0) + before.length;
    const isKey = this.#keyStarts.has(start) || said.has(name);
    if (match && isKey && contentHits(name).length === 0) {
      if (said.has(textOf(value)) && textOf(value) !== name) return `${before}${name}${after} ${value.trim()}`;
      if (value.trim() === '' || blockHeader.test(value.trim())) return `${before}${name}${after} ${value}`.trimEnd();
      return `${before}${name}${after} ${shownValues[name]?.test(value.trim()) ? value.trim() : mask}`;
    }
    const indent = line.slice(0, Math.min(line.length - line.trimStart().length, longestIndent));
    if (said.has(textOf(content.replace(/^- {1,20}/, '')))) return `${indent}${content}`;
    return `${indent}${content.startsWith('#') ? '# …' : mask}`;
  }
}

/** Where keys begin, without their quotes. */
function keyStarts(text: string): Set<number> {
  const starts = new Set<number>();
  const seen = new Set<SyntaxNode>();
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') for (const item of node.items) visit(item);
    else
      for (const { keyStart, node: child } of node.entries) {
        starts.add(keyStart);
        visit(child);
      }
  };
  for (const tree of treesOf(text)) visit(tree);
  return starts;
}

function treesOf(text: string): readonly SyntaxNode[] {
  // Tabs indent JSON and are refused by YAML.
  const source = /^\s*[{[]/.test(text) ? text.replaceAll('\t', ' ') : text;
  for (const masked of source.includes('{{') ? [source, maskTemplates(source)] : [source]) {
    try {
      return yamlTrees(masked, source);
    } catch {
      // No key of a text that does not parse is certain.
    }
  }
  return [];
}
