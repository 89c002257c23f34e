import type { OrderEdge, OrderGraph, OrderStep } from './order-graph.ts';

/** Steps that wait for each other: one circle of edges, and every edge that no order could satisfy. */
export interface OrderCircle {
  /** The shortest circle through its first step, in order; the last leads back to the first. */
  readonly edges: readonly OrderEdge[];
  /** Ids of all steps that are caught in circles with these. */
  readonly steps: ReadonlySet<string>;
}

/** Finds the circles of a graph, one for each group of steps that wait for each other, sorted by step. */
export function orderCircles({ steps, edges }: OrderGraph): OrderCircle[] {
  const from = new Map(steps.map(({ id }) => [id, [] as OrderEdge[]]));
  for (const edge of edges) from.get(edge.from.id)?.push(edge);
  const groups = groupsOf(steps, from);
  return groups.map((group) => ({ steps: group, edges: shortestCircle(group, from) }));
}

type EdgesFrom = ReadonlyMap<string, readonly OrderEdge[]>;

/**
 * Returns the groups of two or more steps of which each reaches each, by Tarjan's algorithm without
 * recursion: a chain of steps may be longer than the stack.
 */
function groupsOf(steps: readonly OrderStep[], from: EdgesFrom): ReadonlySet<string>[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const groups: ReadonlySet<string>[] = [];
  const lower = (id: string, to: number): void => void low.set(id, Math.min(low.get(id) ?? to, to));
  for (const { id: root } of steps) {
    const trail: { readonly id: string; next: number }[] = index.has(root) ? [] : [{ id: root, next: 0 }];
    while (trail.length > 0) {
      const visit = trail[trail.length - 1] as (typeof trail)[number];
      const { id } = visit;
      if (visit.next === 0 && !index.has(id)) {
        index.set(id, index.size);
        low.set(id, index.size - 1);
        open.push(id);
        isOpen.add(id);
      }
      const edge = from.get(id)?.[visit.next++];
      if (edge) {
        if (!index.has(edge.to.id)) trail.push({ id: edge.to.id, next: 0 });
        else if (isOpen.has(edge.to.id)) lower(id, index.get(edge.to.id) ?? 0);
        continue;
      }
      trail.pop();
      const above = trail.at(-1);
      if (above) lower(above.id, low.get(id) ?? 0);
      if (low.get(id) !== index.get(id)) continue;
      const group = open.splice(open.indexOf(id));
      for (const one of group) isOpen.delete(one);
      if (group.length > 1) groups.push(new Set(group));
    }
  }
  return groups.sort((a, b) => (first(a) < first(b) ? -1 : 1));
}

const first = (group: ReadonlySet<string>): string => [...group].sort()[0] ?? '';

function shortestCircle(group: ReadonlySet<string>, from: EdgesFrom): readonly OrderEdge[] {
  const start = first(group);
  const cameBy = new Map<string, OrderEdge>();
  const queue = [start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift())
    for (const edge of from.get(id) ?? []) {
      if (!group.has(edge.to.id)) continue;
      if (edge.to.id === start) {
        const circle = [edge];
        for (let last = edge; last.from.id !== start; ) {
          last = cameBy.get(last.from.id) as OrderEdge;
          circle.unshift(last);
        }
        return circle;
      }
      if (cameBy.has(edge.to.id)) continue;
      cameBy.set(edge.to.id, edge);
      queue.push(edge.to.id);
    }
  return [];
}
