import { printable } from '../../model/diagnostics/printable.ts';
import { groupBy } from '../../model/group-by.ts';
import type { OrderGraph } from '../../model/order/order-graph.ts';
import { formatPhase } from '../../model/platform/phase.ts';

/** Reasons of one edge that are printed; the others are counted. */
const shownReasons = 3;

/**
 * Formats the graph by phase: each step, and below it each edge to an earlier one with its kind and reasons.
 */
export function orderText({ steps, edges }: OrderGraph): string {
  const edgesOf = groupBy(edges, ({ to }) => to.id);
  const lines = [...groupBy(steps, ({ phase }) => phase)].flatMap(([phase, ofPhase]) => [
    `phase ${formatPhase(phase)}`,
    ...ofPhase.flatMap(({ id }) => [
      `  ${id}`,
      ...(edgesOf.get(id) ?? []).flatMap(({ from, kind, reasons }) => [
        `    after ${from.id} (${formatPhase(from.phase)}): ${kind}`,
        ...reasons.slice(0, shownReasons).map(({ what }) => `      ${what}`),
        ...(reasons.length > shownReasons ? [`      and ${reasons.length - shownReasons} more`] : []),
      ]),
    ]),
  ]);
  return lines.map((line) => `${printable(line)}\n`).join('');
}
