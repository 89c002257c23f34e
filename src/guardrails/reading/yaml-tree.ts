import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { AliasBudget } from './alias-budget.ts';
import { keyText } from './compose-yaml.ts';
import type { MapEntry, ScalarNode, SyntaxNode } from './syntax-tree.ts';
import { yamlEvents } from './yaml-events.ts';
import { localTag, type ScalarPlace, scalarValue, sourcePlace } from './yaml-scalar.ts';

interface Anchored {
  readonly node: SyntaxNode;
  readonly nodes: number;
  readonly height: number;
}

/**
 * Parses YAML text into trees with positions, one a document; slower than `composeYaml` and equal to it in
 * every value.
 *
 * @param original the text before templates were masked, equally long
 * @throws YAMLException where the text is not YAML
 * @throws AliasExpansionError where aliases would expand it without measure
 */
export function yamlTrees(source: string, original: string = source): SyntaxNode[] {
  const events = yamlEvents(source);
  const texts = { source, original };
  const budget = new AliasBudget();
  const roots: SyntaxNode[] = [];
  let anchors = new Map<string, Anchored>();
  let next = 0;
  let count = 0;
  let depth = 0;
  let height = 0;

  const take = (): Event => {
    const event = events[next++];
    if (!event) throw new RangeError('the event stream ends inside a document');
    return event;
  };

  const node = (event: Event): SyntaxNode => {
    const before = count++;
    if (event.type === EVENT_ID.ALIAS) return alias(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return emptyScalar(0);
    if (event.type === EVENT_ID.SCALAR) height = 0;
    else depth++;
    const content =
      event.type === EVENT_ID.SCALAR
        ? new YamlScalar(texts, event)
        : event.type === EVENT_ID.MAPPING
          ? mapping(event.start)
          : sequence(event.start);
    const result = tagged(content, localTag(source, event));
    if (event.type !== EVENT_ID.SCALAR) depth--;
    if (event.anchorStart !== -1) {
      anchors.set(source.slice(event.anchorStart, event.anchorEnd), { node: result, nodes: count - before, height });
    }
    return result;
  };

  const alias = (start: number, end: number): SyntaxNode => {
    const anchored = anchors.get(source.slice(start, end));
    height = anchored?.height ?? 0;
    if (!anchored) return emptyScalar(start);
    budget.spend(anchored.nodes, anchored.height, depth, start);
    count += anchored.nodes;
    return anchored.node;
  };

  const sequence = (start: number): SyntaxNode => {
    const items: SyntaxNode[] = [];
    let highest = 0;
    for (let event = take(); event.type !== EVENT_ID.POP; event = take()) {
      items.push(node(event));
      highest = Math.max(highest, height);
    }
    height = highest + 1;
    return { kind: 'list', start, items };
  };

  const mapping = (start: number): SyntaxNode => {
    const entries: MapEntry[] = [];
    const merges: SyntaxNode[] = [];
    let highest = 0;
    for (let event = take(); event.type !== EVENT_ID.POP; event = take()) {
      const { key, keyStart, isMerge } = entryKey(event);
      const value = node(take());
      highest = Math.max(highest, height);
      if (isMerge) merges.push(value);
      else entries.push({ key, keyStart, node: value });
    }
    const own = new Set(entries.map(({ key }) => key));
    for (const value of merges) {
      for (const merged of value.kind === 'list' ? value.items : [value])
        if (merged.kind === 'map') mergeInto(entries, merged.entries, own);
    }
    height = highest + 1;
    return { kind: 'map', start, entries };
  };

  const entryKey = (event: Event): { key: string; keyStart: number; isMerge: boolean } => {
    if (event.type !== EVENT_ID.SCALAR) {
      const start = 'start' in event ? event.start : 'anchorStart' in event ? event.anchorStart : 0;
      return { key: complexKey(node(event)), keyStart: start, isMerge: false };
    }
    const key = keyText(source, original, event);
    return { key, keyStart: event.valueStart, isMerge: key === '<<' && event.style === SCALAR_STYLE.PLAIN };
  };

  while (next < events.length) {
    const event = take();
    if (event.type === EVENT_ID.DOCUMENT) anchors = new Map();
    else if (event.type !== EVENT_ID.POP) roots.push(node(event));
  }
  return roots;
}

/** What a local tag stands before is its argument: `!Find [a, b]` is read as `{"!Find": [a, b]}`. */
const tagged = (content: SyntaxNode, tag: string | undefined): SyntaxNode =>
  tag === undefined || content.kind === 'scalar'
    ? content
    : { kind: 'map', start: content.start, entries: [{ key: tag, keyStart: content.start, node: content }] };

/** A scalar that the text leaves out. */
export const emptyScalar = (start: number): ScalarNode => ({
  kind: 'scalar',
  value: null,
  start,
  end: start,
  isBlock: false,
  inner: () => start,
});

interface Texts {
  readonly source: string;
  readonly original: string;
}

// A class, since a closure for each scalar of a large file would cost more than the scalar.
class YamlScalar implements ScalarNode {
  readonly kind = 'scalar';
  readonly value: null | boolean | number | string;
  readonly #texts: Texts;
  readonly #start: number;
  readonly #style: ScalarEvent['style'];
  #last: ScalarPlace | undefined;
  readonly end: number;

  constructor(texts: Texts, event: ScalarEvent) {
    this.value = scalarValue(texts.source, texts.original, event);
    this.#texts = texts;
    this.#start = event.valueStart;
    this.#style = event.style;
    this.end = event.valueEnd;
  }

  get start(): number {
    const isQuoted = this.#style === SCALAR_STYLE.DOUBLE_QUOTED || this.#style === SCALAR_STYLE.SINGLE_QUOTED;
    return isQuoted ? this.#start - 1 : this.#start;
  }

  get isBlock(): boolean {
    return this.#style === SCALAR_STYLE.LITERAL_BLOCK || this.#style === SCALAR_STYLE.FOLDED_BLOCK;
  }

  inner(offset: number): number {
    const { source, original } = this.#texts;
    const raw = original.slice(this.#start, this.end);
    const isDoubleQuoted = this.#style === SCALAR_STYLE.DOUBLE_QUOTED && raw === source.slice(this.#start, this.end);
    const isSingleQuoted = this.#style === SCALAR_STYLE.SINGLE_QUOTED;
    const place = sourcePlace({ raw, isDoubleQuoted, isSingleQuoted, value: String(this.value) }, offset, this.#last);
    // The end of the text is no place to go on from.
    this.#last = place.offset === 0 ? undefined : place;
    return this.#start + place.index;
  }
}

function mergeInto(entries: MapEntry[], merged: readonly MapEntry[], own: Set<string>): void {
  const added = merged.filter(({ key }) => !own.has(key));
  entries.push(...added);
  for (const { key } of added) own.add(key);
}

/** Formats a key that is itself a collection, as `composeYaml` does. */
function complexKey(node: SyntaxNode): string {
  const value = node.kind === 'scalar' ? node.value : plain(node);
  return value !== null && typeof value === 'object' ? JSON.stringify(value).slice(0, 200) : String(value);
}

const plain = (node: SyntaxNode): unknown =>
  node.kind === 'scalar'
    ? node.value
    : node.kind === 'list'
      ? node.items.map(plain)
      : Object.fromEntries(node.entries.map(({ key, node: child }) => [key, plain(child)]));
