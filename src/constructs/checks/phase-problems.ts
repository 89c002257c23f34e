import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { orderCircles } from '../../model/order/order-circles.ts';
import { type OrderEdge, type OrderStep, orderGraph } from '../../model/order/order-graph.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { Provenance } from '../tree/contribution.ts';
import { problemAt } from './problem-at.ts';

/**
 * Finds readers that are rolled out before what they read, and components that wait for each other.
 *
 * Phases grow along each edge of the order graph; between components of one phase there is no order. Where
 * edges lead in a circle no phases could, so that the circle is named and not its edges.
 */
export function phaseProblems(app: EnvironmentApp, document: EnvironmentDocument): Diagnostic[] {
  const graph = orderGraph(document);
  const circles = orderCircles(graph);
  const isCaught = ({ from, to }: OrderEdge): boolean =>
    circles.some(({ steps }) => steps.has(from.id) && steps.has(to.id));
  return [
    ...circles.map(({ edges }) => circleProblem(app, edges)),
    ...graph.edges.filter((edge) => edge.from.phase >= edge.to.phase && !isCaught(edge)).map((edge) => late(app, edge)),
  ];
}

/** Returns the problem of an edge at the ExternalSecret that it is about, else at the later component. */
function late(app: EnvironmentApp, edge: OrderEdge): Diagnostic {
  const { from, to, kind, reasons } = edge;
  const what = `${inPhase(to)} needs (${kind}) ${reasonsText(reasons)} of ${inPhase(from)}, which does not come earlier`;
  return problemAt(app, 'VW1107', what, foundOf(app, edge));
}

function circleProblem(app: EnvironmentApp, edges: readonly OrderEdge[]): Diagnostic {
  const [start, end] = [edges[0], edges.at(-1)];
  const links = edges.map(
    ({ to, from, kind, reasons }) => `"${to.id}" needs (${kind}) ${reasonsText(reasons)} of "${from.id}"`,
  );
  const names = [...edges.map(({ from }) => from), start?.from].map((step) => `"${step?.id}"`);
  return problemAt(
    app,
    'VW1136',
    `Components wait for each other: ${names.join(' → ')}; ${links.join('; ')}`,
    end && foundOf(app, end),
  );
}

const inPhase = ({ id, phase }: OrderStep): string => `"${id}" (${formatPhase(phase)})`;

/** The first reason, and how many others there are. */
const reasonsText = ([first, ...others]: OrderEdge['reasons']): string =>
  `${first?.what}${others.length === 0 ? '' : ` and ${others.length} more`}`;

function foundOf(app: EnvironmentApp, { to, reasons }: OrderEdge): Partial<Provenance> | undefined {
  const { placements, clusterPlacements, components } = app.collect();
  const about = reasons.find(({ placement }) => placement !== undefined)?.placement;
  if (about)
    return about.namespace === undefined
      ? clusterPlacements.find(({ externalSecret }) => externalSecret === about.externalSecret)
      : placements.find(
          ({ namespace, externalSecret }) => namespace === about.namespace && externalSecret === about.externalSecret,
        );
  const component = components.find(({ name }) => name === to.component);
  return component && { constructPath: component.node.path, declaredAt: component.declaredAt };
}
