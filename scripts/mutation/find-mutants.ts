import { parseSync } from 'oxc-parser';
import { judgedParts } from './judged-parts.ts';
import type { Mutant } from './mutant.ts';
import { type Change, changesAt } from './operators.ts';
import { childrenOf, type SyntaxNode } from './syntax-node.ts';

/**
 * Finds every mutant of a TypeScript text, in the order of the text: conditions, comparisons, logical
 * operators, negations, literals, opposite and removed calls, optional chains, removed statements and bodies.
 * Types, names of properties and regular expressions stay as they are.
 *
 * @throws Error where the text does not parse
 */
export function findMutants(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const found: Omit<Mutant, 'occurrence'>[] = [];

  const add = (node: SyntaxNode, { operator, text }: Change, host: SyntaxNode): void => {
    found.push({
      file,
      line: source.slice(0, node.start).split('\n').length,
      operator,
      original: oneLine(source.slice(node.start, node.end)),
      replacement: oneLine(text),
      host: {
        start: host.start,
        end: host.end,
        form: formOf(node),
        text: source.slice(host.start, node.start) + text + source.slice(node.end, host.end),
      },
    });
  };

  const visit = (node: SyntaxNode, field: string, chain: SyntaxNode | undefined): void => {
    for (const change of changesAt(node, field, source)) add(node, change, chain ?? node);
    for (const [name, child] of childrenOf(node)) {
      if (isDescription(node, name) || node.type === 'TaggedTemplateExpression') continue;
      visit(child, name, isLink(node, name) ? (chain ?? node) : undefined);
    }
  };
  for (const part of judgedParts(program as unknown as SyntaxNode)) visit(part, '', undefined);

  const seen = new Map<string, number>();
  return found
    .sort((a, b) => a.host.start - b.host.start || b.host.end - a.host.end)
    .map((mutant) => {
      const key = JSON.stringify([mutant.original, mutant.replacement]);
      const occurrence = (seen.get(key) ?? 0) + 1;
      seen.set(key, occurrence);
      return { ...mutant, occurrence };
    });
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

const formOf = ({ type }: SyntaxNode): Mutant['host']['form'] => {
  if (type === 'BlockStatement') return 'block';
  return type.endsWith('Statement') ? 'statement' : 'expression';
};

/** Whether a child belongs to the chain of `?.` above it: a switch inside would cut the chain. */
function isLink(node: SyntaxNode, field: string): boolean {
  if (node.type === 'ChainExpression') return true;
  return (
    (node.type === 'MemberExpression' && field === 'object') ||
    (node.type === 'CallExpression' && field === 'callee') ||
    node.type === 'TSNonNullExpression'
  );
}

/** The text of an option for readers, which documents show. */
const isDescription = (node: SyntaxNode, field: string): boolean =>
  node.type === 'CallExpression' &&
  field === 'arguments' &&
  (node.callee as SyntaxNode & { property?: { name?: string } }).property?.name === 'describe';
