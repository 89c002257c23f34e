import type { EdgeKind, OrderGraph, OrderStep } from '../../model/order/order-graph.ts';

/** The graph as JSON: steps by id, edges by the ids of their steps. */
export interface OrderDocument {
  readonly kind: 'Order';
  readonly version: 1;
  readonly environment: string;
  readonly steps: readonly OrderStep[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: EdgeKind;
    readonly reasons: readonly string[];
  }[];
}

/** Returns the graph in a form that stays the same while the inside of this program changes. */
export const orderDocument = ({ environment, steps, edges }: OrderGraph): OrderDocument => ({
  kind: 'Order',
  version: 1,
  environment,
  steps,
  edges: edges.map(({ from, to, kind, reasons }) => ({
    from: from.id,
    to: to.id,
    kind,
    reasons: reasons.map(({ what }) => what),
  })),
});
