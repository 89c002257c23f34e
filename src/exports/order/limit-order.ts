import type { OrderEdge, OrderGraph } from '../../model/order/order-graph.ts';

/**
 * Limits a graph to one component: what it needs, and who needs it, at any distance.
 * @returns `undefined` where the environment has no such component
 */
export function limitOrder({ environment, steps, edges }: OrderGraph, component: string): OrderGraph | undefined {
  const own = steps.filter((step) => step.component === component).map(({ id }) => id);
  if (own.length === 0) return undefined;
  const needed = reached(own, edges, ({ to, from }) => [to.id, from.id]);
  const needing = reached(own, edges, ({ to, from }) => [from.id, to.id]);
  return {
    environment,
    steps: steps.filter(({ id }) => needed.has(id) || needing.has(id)),
    edges: edges.filter(
      ({ from, to }) => (needed.has(from.id) && needed.has(to.id)) || (needing.has(from.id) && needing.has(to.id)),
    ),
  };
}

/**
 * Returns the steps that can be reached from some, these included.
 * @param ends of an edge, in walking order
 */
function reached(
  start: readonly string[],
  edges: readonly OrderEdge[],
  ends: (edge: OrderEdge) => readonly [string, string],
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [from, to] = ends(edge);
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const found = new Set(start);
  // A Set goes on over what is added while it is walked.
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return found;
}
