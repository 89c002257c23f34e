import type { ListNode, MapNode, ScalarNode, SyntaxNode } from './syntax-tree.ts';
import { lookup, resolvePlain } from './yaml-scalar.ts';
import { emptyScalar } from './yaml-tree.ts';

const entry = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:[\]{},&*!|>'"%@`][^:]{0,200}?)[ \t]{0,20}:(?:[ \t]([\s\S]*))?$/;
const blockHeader = /^[|>][-+]?\d?[-+]?\s*(?:#.*)?$/;
const deepest = 60;

interface Frame {
  readonly indent: number;
  readonly node: MapNode | ListNode;
}

interface Line {
  readonly start: number;
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads text that no parser takes, line by line, into the tree that its indentation suggests.
 *
 * Each `key: value` and each list item is kept under its nearest plausible parent, so a literal is found even
 * where the structure is lost.
 *
 * @param masked the text with its templates masked, which gives the structure
 * @param original the text as written, equally long, which gives the values
 */
export function recoverLines(masked: string, original: string = masked): MapNode {
  return new LineRecovery(original).read(masked);
}

class LineRecovery {
  readonly #original: string;
  readonly #root: MapNode = { kind: 'map', start: 0, entries: [] };
  readonly #stack: Frame[] = [{ indent: -1, node: this.#root }];

  constructor(original: string) {
    this.#original = original;
  }

  read(masked: string): MapNode {
    const lines = splitLines(masked);
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (!line || line.text === '' || line.text.startsWith('#')) continue;
      const owner = this.#place(line);
      const last = owner && lastNode(owner);
      if (last?.kind !== 'scalar' || typeof last.value !== 'string' || !blockHeader.test(last.value)) continue;
      const { node, next } = this.#block(lines, index + 1, line.indent);
      replaceLast(owner, node);
      index = next - 1;
    }
    return this.#root;
  }

  // Returns the collection that the line's scalar went into: a block scalar on the following lines may
  // replace it.
  #place({ start, indent, text }: Line): MapNode | ListNode {
    const top = this.#parent(indent, text.startsWith('- ') || text === '-');
    const dash = /^-(?:[ \t]+|$)/.exec(text)?.[0];
    if (dash === undefined || this.#stack.length >= deepest) return this.#addEntry(top, { start, indent, text });
    const list = top.node.kind === 'list' && top.indent === indent ? top.node : this.#childList(top, indent, start);
    const rest: Line = { start: start + dash.length, indent: indent + dash.length, text: text.slice(dash.length) };
    if (rest.text === '') return list;
    if (rest.text.startsWith('- ')) return this.#place(rest);
    if (!entry.test(rest.text)) {
      list.items.push(this.#scalar(rest.text, rest.start));
      return list;
    }
    return this.#addEntry({ indent, node: list }, rest);
  }

  #addEntry(top: Frame, { start, indent, text }: Line): MapNode {
    const match = entry.exec(text);
    const map = this.#mapAt(top, indent, start);
    const spelled = match?.[1];
    const key =
      spelled === undefined ? `line at ${start}` : unquote(this.#original.slice(start, start + spelled.length));
    const body = match ? (match[2] ?? '').trimStart() : text;
    map.entries.push({ key, keyStart: start, node: this.#scalar(body, start + text.length - body.length) });
    return map;
  }

  #parent(indent: number, isDash: boolean): Frame {
    for (;;) {
      const top = this.#stack.at(-1);
      if (!top) throw new RangeError('the root frame is never removed');
      const belongs = top.indent < indent || (top.indent === indent && (top.node.kind === 'map' || isDash));
      if (belongs || this.#stack.length === 1) return top;
      this.#stack.pop();
    }
  }

  #mapAt({ node, indent: topIndent }: Frame, indent: number, start: number): MapNode {
    if (node.kind === 'list') {
      const item: MapNode = { kind: 'map', start, entries: [] };
      node.items.push(item);
      this.#stack.push({ indent, node: item });
      return item;
    }
    const isNested = indent > Math.max(topIndent, 0) && hasPending(node) && this.#stack.length < deepest;
    if (!isNested) return node;
    const child: MapNode = { kind: 'map', start, entries: [] };
    replaceLast(node, child);
    this.#stack.push({ indent, node: child });
    return child;
  }

  #childList(top: Frame, indent: number, start: number): ListNode {
    const child: ListNode = { kind: 'list', start, items: [] };
    if (top.node.kind === 'list') top.node.items.push(child);
    else if (hasPending(top.node)) replaceLast(top.node, child);
    else top.node.entries.push({ key: `line at ${start}`, keyStart: start, node: child });
    this.#stack.push({ indent, node: child });
    return child;
  }

  #scalar(masked: string, start: number): ScalarNode {
    const length = (/^["']/.test(masked) ? masked : withoutComment(masked).trimEnd().replace(/,$/, '')).length;
    if (length === 0) return emptyScalar(start);
    const body = this.#original.slice(start, start + length);
    const text = unquote(body);
    const shift = text === body ? 0 : 1;
    return {
      kind: 'scalar',
      value: shift === 0 ? plainValue(body) : text,
      start,
      end: start + length,
      isBlock: false,
      inner: (offset) => start + shift + offset,
    };
  }

  #block(lines: readonly Line[], from: number, parentIndent: number): { node: ScalarNode; next: number } {
    let next = from;
    while (next < lines.length && isInside(lines[next], parentIndent)) next++;
    const taken = lines.slice(from, next);
    const first = taken[0];
    if (!first) return { node: emptyScalar(lines[from - 1]?.start ?? 0), next };
    const indent = taken.find(({ text }) => text !== '')?.indent ?? 0;
    const texts = taken.map(
      (line) =>
        ' '.repeat(Math.max(0, Math.min(line.indent - indent, 200))) +
        this.#original.slice(line.start, line.start + line.text.length),
    );
    const inner = (offset: number): number => {
      let left = offset;
      for (const [index, text] of texts.entries()) {
        const line = taken[index];
        if (line && left <= text.length) return line.start + Math.max(0, left - (text.length - line.text.length));
        left -= text.length + 1;
      }
      return first.start;
    };
    const end = (taken.at(-1) ?? first).start;
    return {
      node: { kind: 'scalar', value: `${texts.join('\n')}\n`, start: first.start, end, isBlock: true, inner },
      next,
    };
  }
}

function withoutComment(text: string): string {
  const at = text.search(/\s#/);
  return at === -1 ? text : text.slice(0, at);
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const raw = text.slice(start, end);
    const trimmed = raw.trimStart();
    const indent = raw.length - trimmed.length;
    lines.push({ start: start + indent, indent, text: trimmed.trimEnd() });
    start = end + 1;
  }
  return lines;
}

const plainValue = (body: string): null | boolean | number | string => {
  const [, tag, argument] = /^(![A-Za-z][\w:./-]*)(?:\s([\s\S]*))?$/.exec(body) ?? [];
  return tag === undefined ? resolvePlain(body) : lookup(tag, argument?.trimStart() ?? '');
};

const isInside = (line: Line | undefined, parentIndent: number): boolean =>
  line !== undefined && (line.text === '' || line.indent > parentIndent);

const lastNode = (owner: MapNode | ListNode): SyntaxNode | undefined =>
  owner.kind === 'list' ? owner.items.at(-1) : owner.entries.at(-1)?.node;

const hasPending = (map: MapNode): boolean => {
  const last = map.entries.at(-1)?.node;
  return last?.kind === 'scalar' && last.value === null;
};

function replaceLast(owner: MapNode | ListNode, node: SyntaxNode): void {
  if (owner.kind === 'list') owner.items.splice(-1, 1, node);
  else {
    const last = owner.entries.pop();
    if (last) owner.entries.push({ ...last, node });
  }
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") return text;
  const end = text.lastIndexOf(quote);
  return end > 0 ? text.slice(1, end) : text;
}
