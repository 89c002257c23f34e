import { nodeIn, nodesIn, type SyntaxNode } from './syntax-node.ts';

/** What stands in the place of a node, and why. */
export interface Change {
  readonly operator: string;
  readonly text: string;
}

const binary: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
};
const conditions: ReadonlySet<string> = new Set(['===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof', '&&', '||']);
const logical: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' };
const assignments: Readonly<Record<string, string>> = { '+=': '-=', '-=': '+=', '??=': '&&=' };
const opposites: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['min', 'max'],
  ['max', 'min'],
]);
/** Methods that give back something of their object's shape, so that the call can be left out. */
const removable: ReadonlySet<string> = new Set(
  'filter slice sort toSorted reverse trim trimEnd trimStart replace replaceAll'.split(' '),
);
const removableStatements = /^(?:Return|Continue|Break|Throw)Statement$/;

/** Returns every change of one node; `field` is where it stands in the node above. */
export function changesAt(node: SyntaxNode, field: string, source: string): Change[] {
  const isCondition = isConditionLike(node) || (field === 'test' && node.type !== 'Literal');
  return [
    ...(isCondition ? ['true', 'false'].map((text) => ({ operator: 'condition', text })) : []),
    ...(field === 'body' && isExpression(node) && !isCondition ? [{ operator: 'result', text: 'undefined' }] : []),
    ...(byType[node.type]?.(node, source) ?? []),
  ];
}

const isConditionLike = ({ type, operator }: SyntaxNode): boolean =>
  /^(?:Binary|Logical)Expression$/.test(type)
    ? conditions.has(String(operator))
    : type === 'UnaryExpression' && operator === '!';

/** The body of an arrow function that is no block. */
const isExpression = ({ type }: SyntaxNode): boolean =>
  !/Statement$|Declaration$|Definition$|^(?:ClassBody|StaticBlock|AccessorProperty)$/.test(type);

const byType: Readonly<Record<string, (node: SyntaxNode, source: string) => Change[]>> = {
  BinaryExpression(node, source) {
    const [left, right] = [nodeIn(node, 'left'), nodeIn(node, 'right')];
    const isText = [left, right].some(({ type, value }) => type === 'TemplateLiteral' || typeof value === 'string');
    const others = isText && node.operator === '+' ? [] : (binary[String(node.operator)] ?? []);
    return others.map((other) => ({ operator: 'comparison', text: withOperator(node, source, other) }));
  },
  LogicalExpression: (node, source) => [
    { operator: 'logic', text: withOperator(node, source, logical[String(node.operator)] ?? '&&') },
  ],
  AssignmentExpression(node, source) {
    const other = assignments[String(node.operator)];
    return other === undefined ? [] : [{ operator: 'assignment', text: withOperator(node, source, other) }];
  },
  UnaryExpression: (node, source) =>
    node.operator === '!' || node.operator === '-'
      ? [{ operator: 'negation', text: textOf(nodeIn(node, 'argument'), source) }]
      : [],
  Literal({ value }) {
    if (typeof value === 'boolean') return [{ operator: 'literal', text: String(!value) }];
    if (typeof value === 'number') return [{ operator: 'literal', text: String(value + 1) }];
    return typeof value === 'string' ? [{ operator: 'literal', text: value === '' ? "'mutated'" : "''" }] : [];
  },
  TemplateLiteral: () => [{ operator: 'literal', text: '``' }],
  ArrayExpression: (node) => (nodesIn(node, 'elements').length > 0 ? [{ operator: 'literal', text: '[]' }] : []),
  ObjectExpression: (node) => (nodesIn(node, 'properties').length > 0 ? [{ operator: 'literal', text: '{}' }] : []),
  MemberExpression(node, source) {
    if (node.optional !== true) return [];
    const [object, property] = [nodeIn(node, 'object'), nodeIn(node, 'property')];
    const access = node.computed === true ? `[${textOf(property, source)}]` : `.${textOf(property, source)}`;
    return [{ operator: 'optional chain', text: textOf(object, source) + access }];
  },
  CallExpression(node, source) {
    const callee = nodeIn(node, 'callee');
    if (callee.type !== 'MemberExpression' || callee.computed === true) return [];
    const property = nodeIn(callee, 'property');
    const method = textOf(property, source);
    const opposite = opposites.get(method);
    const opposed = `${source.slice(node.start, property.start)}${opposite}${source.slice(property.end, node.end)}`;
    return [
      ...(opposite === undefined ? [] : [{ operator: 'opposite call', text: opposed }]),
      ...(removable.has(method) ? [{ operator: 'removed call', text: textOf(nodeIn(callee, 'object'), source) }] : []),
    ];
  },
  ExpressionStatement: (node) => (isRemovable(node) ? [{ operator: 'removed statement', text: '' }] : []),
  ReturnStatement: () => [{ operator: 'removed statement', text: '' }],
  ContinueStatement: () => [{ operator: 'removed statement', text: '' }],
  BreakStatement: () => [{ operator: 'removed statement', text: '' }],
  ThrowStatement: () => [{ operator: 'removed statement', text: '' }],
  BlockStatement(node) {
    const [first, ...others] = nodesIn(node, 'body');
    const isCovered = first === undefined || (others.length === 0 && isRemovable(first));
    return isCovered ? [] : [{ operator: 'removed body', text: '{}' }];
  },
};

const isRemovable = (node: SyntaxNode): boolean =>
  removableStatements.test(node.type) ||
  (node.type === 'ExpressionStatement' && nodeIn(node, 'expression').type !== 'Literal');

const textOf = ({ start, end }: SyntaxNode, source: string): string => source.slice(start, end);

/** The text of an expression with another operator between its two sides. */
function withOperator(node: SyntaxNode, source: string, operator: string): string {
  const [left, right] = [nodeIn(node, 'left'), nodeIn(node, 'right')];
  const between = source.slice(left.end, right.start).replace(String(node.operator), operator);
  return side(left, source) + between + side(right, source);
}

/** `a ?? b && c` does not even parse, and elsewhere the sides keep what they mean. */
const side = (node: SyntaxNode, source: string): string =>
  node.type === 'LogicalExpression' ? `(${textOf(node, source)})` : textOf(node, source);
