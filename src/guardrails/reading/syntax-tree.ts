import { groupBy } from '../../model/group-by.ts';
import type { FieldPath, JsonValue } from '../manifest/manifest.ts';

/** A scalar with its place; `inner` maps an index into its text to the source. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  readonly start: number;
  readonly end: number;
  /** True for a block scalar, whose text begins on a line after its key. */
  readonly isBlock: boolean;
  inner(offset: number): number;
}

export interface MapEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly node: SyntaxNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly start: number;
  /** Every entry of the text, equal keys included, in its order. */
  readonly entries: MapEntry[];
}

export interface ListNode {
  readonly kind: 'list';
  readonly start: number;
  readonly items: SyntaxNode[];
}

/** A document with the place of every field, and with every variant of a field that the text gives twice. */
export type SyntaxNode = ScalarNode | MapNode | ListNode;

/** A mapping gives a key at most this many times before the rest is given up. */
export const maximumReadings = 32;

/** Counts the readings that show every duplicate at least once: one for a document without any. */
export function countReadings(root: SyntaxNode): number {
  let most = 1;
  const seen = new Set<SyntaxNode>();
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') {
      for (const item of node.items) visit(item);
      return;
    }
    const counts = new Map<string, number>();
    for (const { key, node: child } of node.entries) {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > most) most = count;
      visit(child);
    }
  };
  visit(root);
  return Math.min(most, maximumReadings);
}

/**
 * Returns the value of a tree.
 *
 * @param reading which of several equal keys counts: 0 is the last, as lenient parsers take it, 1 the one
 * before, and so on
 */
export function treeValue(root: SyntaxNode, reading: number): JsonValue {
  const done = new Map<SyntaxNode, JsonValue>();
  const value = (node: SyntaxNode): JsonValue => {
    if (node.kind === 'scalar') return node.value;
    const known = done.get(node);
    if (known !== undefined) return known;
    const result =
      node.kind === 'list'
        ? node.items.map(value)
        : Object.fromEntries(chosenEntries(node, reading).map(({ key, node: child }) => [key, value(child)]));
    done.set(node, result);
    return result;
  };
  return value(root);
}

/** Offset of a field, or of its nearest ancestor that the tree holds. */
export function treeOffset(root: SyntaxNode, path: FieldPath, reading: number, inside?: number): number {
  let node = root;
  let offset = root.start;
  for (const step of path) {
    if (node.kind === 'list') {
      const item = node.items[Number(step)];
      if (!item) return offset;
      node = item;
      offset = node.start;
    } else {
      const entry = node.kind === 'map' ? chosenEntry(node, String(step), reading) : undefined;
      if (!entry) return offset;
      node = entry.node;
      offset = node.kind === 'scalar' && !node.isBlock && node.start >= 0 ? node.start : entry.keyStart;
    }
  }
  // The first character of a scalar in one line is the scalar, with its quote.
  return inside !== undefined && node.kind === 'scalar' && (inside > 0 || node.isBlock) ? node.inner(inside) : offset;
}

function chosenEntries(node: MapNode, reading: number): readonly MapEntry[] {
  return [...groupBy(node.entries, ({ key }) => key).values()].map((group) => pick(group, reading));
}

function chosenEntry(node: MapNode, key: string, reading: number): MapEntry | undefined {
  const group =
    node.entries.length > fewEntries ? grouped(node).get(key) : node.entries.filter((entry) => entry.key === key);
  return group !== undefined && group.length > 0 ? pick(group, reading) : undefined;
}

/** Entries among which one is looked for as fast as in a table of them. */
const fewEntries = 16;
const groupsOf = new WeakMap<MapNode, ReadonlyMap<string, readonly MapEntry[]>>();

/** The entries of a large mapping by their keys: each finding in it asks for one. */
function grouped(node: MapNode): ReadonlyMap<string, readonly MapEntry[]> {
  const groups = groupsOf.get(node) ?? groupBy(node.entries, ({ key }) => key);
  groupsOf.set(node, groups);
  return groups;
}

function pick(group: readonly MapEntry[], reading: number): MapEntry {
  const entry = group[Math.max(0, group.length - 1 - reading)];
  if (!entry) throw new RangeError('a group of equal keys has at least one entry');
  return entry;
}
