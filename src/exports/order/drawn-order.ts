import { groupBy } from '../../model/group-by.ts';
import { type EdgeKind, edgeKinds, type OrderGraph, type OrderStep } from '../../model/order/order-graph.ts';

/** An edge as it is drawn: all that leads from one step to another, in one line. */
export interface DrawnEdge {
  readonly from: OrderStep;
  readonly to: OrderStep;
  /** In the order of `edgeKinds`, at least one. */
  readonly kinds: readonly EdgeKind[];
  /** Each with its kind. */
  readonly reasons: readonly string[];
}

/**
 * Returns the edges that a picture needs: those that do not follow from others. Fifty components that all
 * read through one store would else hide the rest.
 */
export function drawnEdges({ edges }: OrderGraph): readonly DrawnEdge[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) next.set(from.id, (next.get(from.id) ?? new Set()).add(to.id));
  const below = new Map<string, ReadonlySet<string>>();
  const reachedFrom = (id: string): ReadonlySet<string> => {
    const known = below.get(id);
    if (known) return known;
    const found = new Set(next.get(id));
    for (const other of found) for (const further of next.get(other) ?? []) found.add(further);
    below.set(id, found);
    return found;
  };
  const follows = (from: string, to: string): boolean =>
    [...(next.get(from) ?? [])].some((other) => other !== to && reachedFrom(other).has(to));
  return [...groupBy(edges, ({ from, to }) => `${from.id}\0${to.id}`).values()].flatMap((same) => {
    const [first] = same;
    if (!first || follows(first.from.id, first.to.id)) return [];
    return [
      {
        from: first.from,
        to: first.to,
        kinds: edgeKinds.filter((kind) => same.some((edge) => edge.kind === kind)),
        reasons: same.flatMap(({ kind, reasons }) => reasons.map(({ what }) => `${kind}: ${what}`)),
      },
    ];
  });
}
