/** A node of the syntax tree, of which only the place and the type are known beforehand. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

/** The node in a field that always holds one. */
export function nodeIn(node: SyntaxNode, field: string): SyntaxNode {
  const value = node[field];
  if (!isNode(value)) throw new TypeError(`${node.type} has no ${field}`);
  return value;
}

/** The nodes of a list; holes are left out. */
export function nodesIn(node: SyntaxNode, field: string): SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** Fields that hold names rather than what is computed. */
const names: ReadonlySet<string> = new Set(['key', 'property', 'label', 'source', 'attributes']);

/** Wrappers that leave nothing behind once the types are gone. */
const transparent = /^TS(?:AsExpression|SatisfiesExpression|NonNullExpression)$/;

/**
 * Every child that is a part of the program at run time, in no particular order; types and mere names are
 * none.
 */
export function childrenOf(node: SyntaxNode): (readonly [field: string, child: SyntaxNode])[] {
  return Object.entries(node).flatMap(([field, value]) => {
    if (names.has(field) && node.computed !== true) return [];
    return (Array.isArray(value) ? value : [value])
      .filter(isNode)
      .filter(({ type }) => !type.startsWith('TS') || transparent.test(type))
      .map((child) => [field, child] as const);
  });
}
