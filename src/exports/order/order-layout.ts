import type { OrderGraph, OrderStep } from '../../model/order/order-graph.ts';
import { type DrawnEdge, drawnEdges } from './drawn-order.ts';

/** Where a step is drawn: the middle of its left edge. */
export interface PlacedStep {
  readonly step: OrderStep;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedEdge {
  readonly edge: DrawnEdge;
  /** Where it passes, from the right edge of the earlier step to the left edge of the later one. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly toX: number }[];
}

export interface OrderLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly { readonly phase: number; readonly x: number; readonly width: number }[];
  readonly steps: readonly PlacedStep[];
  readonly edges: readonly PlacedEdge[];
}

/** Pixels. */
const size = { character: 7.2, padding: 10, gap: 56, row: 30, passing: 12, margin: 20, head: 40 };
const sweeps = 12;

/** What stands in a column: a step, or a line that passes to later columns. */
interface Item {
  readonly id: string;
  readonly step?: OrderStep;
  readonly before: Item[];
  readonly after: Item[];
  position: number;
}

/**
 * Places steps in one column a phase so that edges cross little: what passes a column holds a place in it,
 * and each column is sorted by the middle of what its items are tied to, forth and back. Edges of one kind
 * from one step share a line until they part.
 * The same graph gives the same picture.
 */
export function layOutOrder(graph: OrderGraph): OrderLayout {
  const phases = [...new Set(graph.steps.map(({ phase }) => phase))];
  const columnOf = new Map(phases.map((phase, index) => [phase, index]));
  const columns: Item[][] = phases.map(() => []);
  const items = new Map<string, Item>();
  const place = (id: string, column: number, step?: OrderStep): Item => {
    const item: Item = { id, ...(step && { step }), before: [], after: [], position: columns[column]?.length ?? 0 };
    columns[column]?.push(item);
    return item;
  };
  for (const step of graph.steps) items.set(step.id, place(step.id, columnOf.get(step.phase) ?? 0, step));
  const lines = new Map<string, Item>();
  const line = (id: string, column: number): Item => {
    const item = lines.get(`${id}\0${column}`) ?? place(id, column);
    lines.set(`${id}\0${column}`, item);
    return item;
  };
  const routes = drawnEdges(graph).map((edge) => {
    const [first, last] = [columnOf.get(edge.from.phase) ?? 0, columnOf.get(edge.to.phase) ?? 0];
    const passed = Array.from({ length: Math.max(0, last - first - 1) }, (_, index) =>
      line(`${edge.from.id}\0${edge.kinds.at(-1)}`, first + 1 + index),
    );
    const route = [items.get(edge.from.id), ...passed, items.get(edge.to.id)].filter((item) => item !== undefined);
    route.slice(1).forEach((item, index) => {
      const before = route[index] as Item;
      if (before.after.includes(item)) return;
      before.after.push(item);
      item.before.push(before);
    });
    return { edge, route };
  });
  sortColumns(columns);
  return measure(phases, columns, routes);
}

function sortColumns(columns: readonly Item[][]): void {
  const middle = (of: readonly Item[], own: number): number =>
    of.length === 0 ? own : of.reduce((sum, { position }) => sum + position, 0) / of.length;
  const sort = (column: Item[], side: 'before' | 'after'): void => {
    const keys = new Map(column.map((item) => [item, middle(item[side], item.position)]));
    column.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    column.forEach((item, index) => {
      // Between 0 and 1: columns are of different heights.
      item.position = (index + 0.5) / column.length;
    });
  };
  for (const column of columns) sort(column, 'before');
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const column of columns) sort(column, 'before');
    for (const column of [...columns].reverse()) sort(column, 'after');
  }
  for (const column of columns) sort(column, 'before');
}

function measure(
  phases: readonly number[],
  columns: readonly Item[][],
  routes: readonly { readonly edge: DrawnEdge; readonly route: readonly Item[] }[],
): OrderLayout {
  const heightOf = (column: readonly Item[]): number =>
    column.reduce((sum, { step }) => sum + (step ? size.row : size.passing), 0);
  const tallest = Math.max(0, ...columns.map(heightOf));
  const spots = new Map<Item, { x: number; y: number; width: number }>();
  let x = size.margin;
  const placed = columns.map((column, index) => {
    const longest = Math.max(10, ...column.map(({ step }) => step?.id.length ?? 0));
    const width = Math.round(longest * size.character + 2 * size.padding);
    let y = size.head + size.margin + (tallest - heightOf(column)) / 2;
    for (const item of column) {
      const height = item.step ? size.row : size.passing;
      spots.set(item, { x, y: y + height / 2, width });
      y += height;
    }
    const spot = { phase: phases[index] ?? 0, x, width };
    x += width + size.gap;
    return spot;
  });
  const spotOf = (item: Item) => spots.get(item) ?? { x: 0, y: 0, width: 0 };
  return {
    width: x - size.gap + size.margin,
    height: tallest + size.head + 2 * size.margin,
    columns: placed,
    steps: columns.flat().flatMap((item) => (item.step ? [{ step: item.step, ...spotOf(item) }] : [])),
    edges: routes.map(({ edge, route }) => ({
      edge,
      points: route.map((item, index) => {
        const spot = spotOf(item);
        const [enters, leaves] = [spot.x, spot.x + spot.width];
        return index === 0
          ? { x: leaves, y: spot.y, toX: leaves }
          : { x: enters, y: spot.y, toX: item.step ? enters : leaves };
      }),
    })),
  };
}
