import { describe, expect, test } from 'vitest';
import { limitOrder } from '../../../src/exports/order/limit-order.ts';
import { orderDocument } from '../../../src/exports/order/order-document.ts';
import { layOutOrder } from '../../../src/exports/order/order-layout.ts';
import { orderMermaid } from '../../../src/exports/order/order-mermaid.ts';
import { orderSvg } from '../../../src/exports/order/order-svg.ts';
import { orderText } from '../../../src/exports/order/order-text.ts';
import type { EdgeKind, OrderGraph, OrderStep } from '../../../src/model/order/order-graph.ts';

const step = (id: string, phase: number, owner = 'team'): OrderStep => ({ id, component: id, owner, phase });

/** Makes a graph of steps and of edges such as `a b ready`. */
function graphOf(
  steps: readonly OrderStep[],
  edges: readonly (readonly [string, string, EdgeKind, string?])[],
): OrderGraph {
  const byId = new Map(steps.map((each) => [each.id, each]));
  const of = (id: string): OrderStep => byId.get(id) as OrderStep;
  return {
    environment: 'demo',
    steps,
    edges: edges.map(([from, to, kind, what = `"${from}"`]) => ({
      from: of(from),
      to: of(to),
      kind,
      reasons: [{ what }],
    })),
  };
}

const small = graphOf(
  [step('store', 100), step('bundle', 200), step('app', 300), step('web', 300), step('lonely', 300)],
  [
    ['store', 'bundle', 'ready'],
    ['store', 'app', 'ready'],
    ['bundle', 'app', 'exists'],
    ['bundle', 'app', 'real value'],
    ['store', 'web', 'ready'],
  ],
);

/** Sixty components in twelve phases, each tied to some of earlier phases. */
const large = ((): OrderGraph => {
  const steps = Array.from({ length: 60 }, (_, index) => step(`component-${index}`, 100 + 10 * Math.floor(index / 5)));
  const edges = steps.flatMap((_, index) =>
    [1, 2, 3].flatMap((turn): (readonly [string, string, EdgeKind])[] => {
      const earlier = (index * 7 + turn * 11) % Math.max(1, index - (index % 5));
      const kind = (['exists', 'ready', 'real value'] as const)[turn - 1] as EdgeKind;
      return index < 5 ? [] : [[`component-${earlier}`, `component-${index}`, kind]];
    }),
  );
  return graphOf(steps, edges);
})();

const hostile = graphOf(
  [step('a</text><script>', 100, '"owner" & <b>'), step('b]]"--', 200)],
  [['a</text><script>', 'b]]"--', 'ready', 'key "x" of <Secret>\u001b[31m & more']],
);

/** Whether each element that is opened is closed, in order, and no sign stands bare. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/g, (_, closes, name, __, isEmpty) => {
    if (closes) {
      if (open.pop() !== name) open.push('wrong');
    } else if (!isEmpty) open.push(name);
    return '';
  });
  return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.test(rest);
}

describe('the order as text', () => {
  test('names each step below its phase, with what it needs and why', () => {
    expect(orderText(small)).toMatchInlineSnapshot(`
      "phase 100
        store
      phase 200
        bundle
          after store (100): ready
            "store"
      phase 300
        app
          after store (100): ready
            "store"
          after bundle (200): exists
            "bundle"
          after bundle (200): real value
            "bundle"
        web
          after store (100): ready
            "store"
        lonely
      "
    `);
  });

  test('counts reasons beyond the third', () => {
    const reasons = Array.from({ length: 5 }, (_, index) => ({ what: `reason ${index}` }));
    const text = orderText({ ...small, edges: small.edges.map((edge) => ({ ...edge, reasons })) });
    expect(text).toContain('      reason 2\n      and 2 more\n');
    expect(text).not.toContain('reason 3');
  });
});

test('the order as JSON names steps by their ids', () => {
  const { kind, version, steps, edges } = orderDocument(small);
  expect({ kind, version, steps: steps.length }).toEqual({ kind: 'Order', version: 1, steps: 5 });
  expect(edges[0]).toEqual({ from: 'store', to: 'bundle', kind: 'ready', reasons: ['"store"'] });
});

test.each<[string, readonly string[], number]>([
  ['bundle', ['store', 'bundle', 'app'], 3],
  ['store', ['store', 'bundle', 'app', 'web'], 5],
  ['web', ['store', 'web'], 1],
  ['lonely', ['lonely'], 0],
])('limited to "%s" the order is what it needs and who needs it', (component, steps, edges) => {
  const limited = limitOrder(small, component);
  expect(limited?.steps.map(({ id }) => id)).toEqual(steps);
  expect(limited?.edges).toHaveLength(edges);
});

test('the order is not limited to a component that is not there', () => {
  expect(limitOrder(small, 'nobody')).toBeUndefined();
});

describe('the order as Mermaid', () => {
  test('has one subgraph a phase, and leaves out edges that follow from others', () => {
    expect(orderMermaid(small)).toMatchInlineSnapshot(`
      "flowchart LR
        subgraph p100["phase 100"]
          n0["store"]
        end
        subgraph p200["phase 200"]
          n1["bundle"]
        end
        subgraph p300["phase 300"]
          n2["app"]
          n3["web"]
          n4["lonely"]
        end
        n0 ==>|"ready"| n1
        n1 -.->|"exists, real value"| n2
        n0 ==>|"ready"| n3
      "
    `);
  });

  test('writes signs of its own language as codes', () => {
    const labels = orderMermaid(hostile)
      .split('\n')
      .filter((line) => /^ {4}n/.test(line));
    expect(labels.map((label) => /^ {4}n\d\["[^"[\]<>&]*"\]$/.test(label))).toEqual([true, true]);
  });
});

describe('the order as SVG', () => {
  test.each([
    ['small', small],
    ['large', large],
    ['hostile', hostile],
    ['empty', graphOf([], [])],
  ])('is well formed: %s', (_, graph) => {
    const svg = orderSvg(graph);
    expect(isWellFormed(svg)).toBe(true);
    for (const { id } of graph.steps) if (/^[a-z0-9-]+$/.test(id)) expect(svg).toContain(`>${id}</text>`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(svg).not.toMatch(/<script|\u001b|undefined|NaN/);
  });

  test('the well-formedness check tells broken pictures', () => {
    for (const broken of ['<g><a></g></a>', '<g>', '<g a="<"/>', '<g>&</g>', '</g>'])
      expect(isWellFormed(broken)).toBe(false);
  });

  test('draws every step in the column of its phase, and none over another', () => {
    const { steps, columns, width, height } = layOutOrder(large);
    expect(steps).toHaveLength(60);
    for (const {
      step: { phase },
      x,
      y,
      width: own,
    } of steps) {
      const column = columns.find((each) => each.phase === phase);
      expect({ x, own }).toEqual({ x: column?.x, own: column?.width });
      expect(x + own <= width && y > 0 && y < height).toBe(true);
    }
    const overlapping = steps.filter((one, index) =>
      steps.slice(index + 1).some((other) => one.x === other.x && Math.abs(one.y - other.y) < 24),
    );
    expect(overlapping).toEqual([]);
    columns.slice(1).forEach(({ x }, index) => {
      const before = columns[index];
      expect(x).toBeGreaterThan((before?.x ?? 0) + (before?.width ?? 0));
    });
  });

  test('leads each edge from the right of the earlier step to the left of the later one, past other steps', () => {
    const { edges, steps } = layOutOrder(large);
    expect(edges.length).toBeGreaterThan(60);
    const at = new Map(steps.map((placed) => [placed.step.id, placed]));
    for (const { edge, points } of edges) {
      const [from, to] = [at.get(edge.from.id), at.get(edge.to.id)];
      expect(points[0]).toMatchObject({ x: (from?.x ?? 0) + (from?.width ?? 0), y: from?.y });
      expect(points.at(-1)).toMatchObject({ x: to?.x, y: to?.y });
      for (const { x, y } of points.slice(1, -1))
        expect(steps.filter((other) => other.x === x && Math.abs(other.y - y) < 11)).toEqual([]);
    }
  });

  test('is the same for the same graph', () => {
    expect(orderSvg(large)).toBe(orderSvg(structuredClone(large)));
  });
});
