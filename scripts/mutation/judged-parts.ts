import { childrenOf, nodeIn, nodesIn, type SyntaxNode } from './syntax-node.ts';

/**
 * What a rule says about itself and shows: the tests run its examples, so that a change of them proves
 * nothing.
 */
const texts: ReadonlySet<string> = new Set(['id', 'code', 'what', 'why', 'fix', 'incidents', 'examples']);

/**
 * Returns the parts of a module that tests have to judge: all of it, and of a rule its options, messages and
 * logic with the declarations that these use, directly or not. What only the examples use is not among them.
 */
export function judgedParts(program: SyntaxNode): SyntaxNode[] {
  const statements = nodesIn(program, 'body').filter(({ type }) => type !== 'ImportDeclaration');
  const rule = statements.map(definitionOf).find((definition) => definition !== undefined);
  if (rule === undefined) return statements;
  const own = nodesIn(rule, 'properties').filter((property) => !texts.has(String(nodeIn(property, 'key').name)));
  const declarations = statements.filter((statement) => definitionOf(statement) === undefined);
  const used = new Set<SyntaxNode>();
  const mark = (part: SyntaxNode): void => {
    const mentioned = new Set(namesIn(part));
    for (const declaration of declarations)
      if (!used.has(declaration) && declaredNames(declaration).some((name) => mentioned.has(name))) {
        used.add(declaration);
        mark(declaration);
      }
  };
  for (const property of own) mark(property);
  return [...own, ...declarations.filter((declaration) => used.has(declaration))];
}

/** The object that `defineRule` gets, where the statement is such a call. */
function definitionOf(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) return undefined;
  const [declarator] = nodesIn(nodeIn(statement, 'declaration'), 'declarations');
  if (declarator === undefined || declarator.init === null) return undefined;
  const call = nodeIn(declarator, 'init');
  return call.type === 'CallExpression' && nodeIn(call, 'callee').name === 'defineRule'
    ? nodesIn(call, 'arguments')[0]
    : undefined;
}

function declaredNames(statement: SyntaxNode): string[] {
  const declaration =
    statement.type === 'ExportNamedDeclaration' && statement.declaration !== null
      ? nodeIn(statement, 'declaration')
      : statement;
  const declared = declaration.type === 'VariableDeclaration' ? nodesIn(declaration, 'declarations') : [declaration];
  return declared.flatMap(({ id }) => (id ? namesIn(id as SyntaxNode) : []));
}

const namesIn = (node: SyntaxNode): string[] => [
  ...(node.type === 'Identifier' ? [String(node.name)] : []),
  ...childrenOf(node).flatMap(([, child]) => namesIn(child)),
];
