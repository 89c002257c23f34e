import { printable } from '../../model/diagnostics/printable.ts';
import type { EdgeKind, OrderGraph } from '../../model/order/order-graph.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import { layOutOrder, type PlacedEdge, type PlacedStep } from './order-layout.ts';

/** Colours differ in lightness as well, and lines in dashes, so that no one has to tell colours apart. */
const styles: Readonly<Record<EdgeKind, { readonly colour: string; readonly dashes: string }>> = {
  exists: { colour: '#8795a1', dashes: 'none' },
  ready: { colour: '#1f6fb2', dashes: '7 3' },
  'real value': { colour: '#a03d00', dashes: '2 3' },
};
const boxHeight = 22;
const legend = 24;

/**
 * Draws the graph as SVG: one column a phase, earlier ones left; edges that follow from others are left out.
 * Reasons are the tooltips of edges. It needs no script and no font but a monospaced one.
 */
export function orderSvg(graph: OrderGraph): string {
  const { width, height, columns, steps, edges } = layOutOrder(graph);
  const full = Math.max(width, 560);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(full)}" height="${round(height + legend)}" viewBox="0 0 ${round(full)} ${round(height + legend)}" role="img" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">`,
    `<title>${escaped(`Order of environment ${graph.environment}`)}</title>`,
    `<defs>${Object.entries(styles)
      .map(
        ([, { colour }], index) =>
          `<marker id="arrow${index}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${colour}"/></marker>`,
      )
      .join('')}</defs>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...columns.map(
      (column) =>
        `<text x="${round(column.x + column.width / 2)}" y="28" text-anchor="middle" font-weight="bold" fill="#22303c">phase ${formatPhase(column.phase)}</text>`,
    ),
    ...edges.map(edgeElement),
    ...steps.map(stepElement),
    ...legendElements(height + legend / 2),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function edgeElement({ edge, points }: PlacedEdge): string {
  const kind = edge.kinds.at(-1) ?? 'exists';
  const [start, ...others] = points;
  if (!start) return '';
  let [x, y] = [start.toX, start.y];
  let path = `M${round(x)} ${round(y)}`;
  for (const point of others) {
    const middle = (x + point.x) / 2;
    path += `C${round(middle)} ${round(y)} ${round(middle)} ${round(point.y)} ${round(point.x)} ${round(point.y)}`;
    if (point.toX !== point.x) path += `H${round(point.toX)}`;
    [x, y] = [point.toX, point.y];
  }
  const { colour, dashes } = styles[kind];
  const title = [`${edge.from.id} → ${edge.to.id}`, ...edge.reasons].join('\n');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.4" stroke-dasharray="${dashes}" marker-end="url(#arrow${Object.keys(styles).indexOf(kind)})"><title>${escaped(title)}</title></path>`;
}

function stepElement({ step, x, y, width }: PlacedStep): string {
  return `<g><title>${escaped(`${step.id}\nphase ${formatPhase(step.phase)}, ${step.owner}`)}</title><rect x="${round(x)}" y="${round(y - boxHeight / 2)}" width="${round(width)}" height="${boxHeight}" rx="4" fill="#f3f6f8" stroke="#52616b"/><text x="${round(x + width / 2)}" y="${round(y + 4)}" text-anchor="middle" fill="#22303c">${escaped(step.id)}</text></g>`;
}

const legendElements = (y: number): string[] =>
  Object.entries(styles).map(
    ([kind, { colour, dashes }], index) =>
      `<g><path d="M${20 + index * 160} ${round(y)}h36" stroke="${colour}" stroke-width="1.4" stroke-dasharray="${dashes}"/><text x="${64 + index * 160}" y="${round(y + 4)}" fill="#22303c">${kind}</text></g>`,
  );

const round = (value: number): string => String(Math.round(value * 10) / 10);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Line by line, since a line break is a sign that printing takes out. */
const escaped = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line).replace(/[&<>"']/g, (sign) => entities[sign] ?? ''))
    .join('\n');
