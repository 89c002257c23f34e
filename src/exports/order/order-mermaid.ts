import { printable } from '../../model/diagnostics/printable.ts';
import { groupBy } from '../../model/group-by.ts';
import type { EdgeKind, OrderGraph } from '../../model/order/order-graph.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import { drawnEdges } from './drawn-order.ts';

const arrows: Readonly<Record<EdgeKind, string>> = { exists: '-->', ready: '==>', 'real value': '-.->' };

/**
 * Formats the graph as a flowchart of Mermaid: one subgraph a phase; edges that follow from others are left
 * out.
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function orderMermaid(graph: OrderGraph): string {
  const nodes = new Map(graph.steps.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    'flowchart LR',
    ...[...groupBy(graph.steps, ({ phase }) => phase)].flatMap(([phase, steps]) => [
      `  subgraph p${formatPhase(phase)}["phase ${formatPhase(phase)}"]`,
      ...steps.map(({ id }) => `    ${nodes.get(id)}["${escaped(id)}"]`),
      '  end',
    ]),
    ...drawnEdges(graph).map(({ from, to, kinds }) => {
      const arrow = arrows[kinds.at(-1) ?? 'exists'];
      return `  ${nodes.get(from.id)} ${arrow}|"${kinds.join(', ')}"| ${nodes.get(to.id)}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

/** Entity codes, since a quotation mark or a bracket would end the label. */
const escaped = (text: string): string =>
  printable(text).replace(/[^\p{L}\p{N} ._/()-]/gu, (sign) => `#${sign.codePointAt(0)};`);
