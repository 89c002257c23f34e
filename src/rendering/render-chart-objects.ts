import type { ApiObject, App, Chart, IResolver } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { JsonObject } from '../guardrails/manifest/manifest.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { FindingsError, VaultwrightError } from '../model/diagnostics/errors.ts';
import { ConstructIndex, type IndexedConstruct } from './construct-index.ts';
import { readDeclaredDependencies } from './declared-dependencies.ts';
import { DependencyOrder } from './dependency-order.ts';
import { errorReason } from './error-reason.ts';
import { NotJsonError, toPlainJson } from './plain-json.ts';
import { renderingProblem } from './rendering-problems.ts';

/** One rendered Kubernetes object and the construct that it came from. */
interface RenderedObject {
  readonly value: JsonObject;
  readonly constructPath: string;
  readonly apiObject: ApiObject;
}

/** The objects of one chart, in the order in which they should be applied. */
export interface RenderedChart {
  readonly chart: Chart;
  readonly objects: readonly RenderedObject[];
}

/** What of an app could be rendered, and what could not. */
export interface RenderedApp {
  readonly charts: readonly RenderedChart[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Renders every chart of an app, in the way of `tryRenderChartObjects`.
 *
 * @throws FindingsError with all that could not be rendered
 */
export function renderChartObjects(app: App): readonly RenderedChart[] {
  const { charts, diagnostics } = tryRenderChartObjects(app);
  if (diagnostics.length > 0) throw new FindingsError(diagnostics);
  return charts;
}

/**
 * Renders every chart of an app to what `App.synth()` of cdk8s 2.70 writes, in the same order, in one walk
 * over the tree.
 *
 * Stock cdk8s resolves dependencies and validates the whole app again for each chart, which makes it
 * quadratic. Here the tree is read once, left as it is, and must not change meanwhile (a `Lazy` value that
 * adds constructs is not seen).
 *
 * Its diagnostics are all of: VW1900 a construct's own validation; VW1901 a dependency cycle; VW1902 and
 * VW1903 a dependency that leaves the charts or the app; VW1904 an object that cannot be rendered; VW1905 a
 * value outside JSON; and those of any VaultwrightError that a validation or a `Lazy` value threw. What they
 * are about is missing from the charts.
 */
export function tryRenderChartObjects(app: App): RenderedApp {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };

  const index = new ConstructIndex(app);
  for (const { construct } of index.all) validate(construct, report);

  const order = new DependencyOrder(index, readDeclaredDependencies(index, report), report);
  const [root] = index.all;
  const charts = root === undefined ? [] : order.sort(root).filter((entry) => entry.chart === entry);
  // Cycles of a chart are cycles of the app; with one there is no order worth rendering in, but each object
  // still is checked.
  const rendered = charts.map(
    (entry): RenderedChart => ({
      chart: entry.construct as Chart,
      objects: order.sort(entry).flatMap((member) => (member.chart === entry ? renderObject(member, app, report) : [])),
    }),
  );
  return { charts: rendered, diagnostics };
}

function validate(construct: IConstruct, report: (diagnostic: Diagnostic) => void): void {
  const constructPath = construct.node.path;
  try {
    for (const message of construct.node.validate()) report(renderingProblem('VW1900', message, { constructPath }));
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    for (const diagnostic of error.diagnostics) report(placed(diagnostic, constructPath));
  }
}

function renderObject(
  { apiObject }: IndexedConstruct,
  app: App,
  report: (diagnostic: Diagnostic) => void,
): RenderedObject[] {
  if (apiObject === undefined) return [];
  const constructPath = apiObject.node.path;
  try {
    return [{ value: toPlainJson(apiObject.toJson()), constructPath, apiObject }];
  } catch (error) {
    const cause = causeOf(error, apiObject, app);
    if (cause instanceof VaultwrightError) {
      for (const diagnostic of cause.diagnostics) report(placed(diagnostic, constructPath));
    } else report(unrenderable(cause, apiObject));
    return [];
  }
}

const placed = (diagnostic: Diagnostic, constructPath: string): Diagnostic => ({
  ...diagnostic,
  place: { constructPath, ...diagnostic.place },
});

/**
 * Returns the error that a resolver or `Lazy` value threw: cdk8s keeps only its text, which would lose codes
 * and places.
 *
 * Renders the object a second time, with its app's resolvers watched, so that the usual case pays nothing.
 */
function causeOf(error: unknown, apiObject: ApiObject, app: App): unknown {
  if (error instanceof NotJsonError) return error;
  const { resolvers } = app;
  const original = [...resolvers];
  let cause: unknown = error;
  const watched = original.map(
    (resolver): IResolver => ({
      resolve(context) {
        try {
          resolver.resolve(context);
        } catch (thrown) {
          cause = thrown;
          throw thrown;
        }
      },
    }),
  );
  resolvers.splice(0, resolvers.length, ...watched);
  try {
    apiObject.toJson();
  } catch {
    // Expected: the first attempt failed the same way, and what it threw is in `cause` by now.
  } finally {
    resolvers.splice(0, resolvers.length, ...original);
  }
  return cause;
}

function unrenderable(error: unknown, apiObject: ApiObject): Diagnostic {
  const place = {
    constructPath: apiObject.node.path,
    object: { apiVersion: apiObject.apiVersion, kind: apiObject.kind, name: apiObject.name },
  };
  const subject = `${apiObject.kind} ${apiObject.name}`;
  if (error instanceof NotJsonError) {
    return renderingProblem('VW1905', `${subject} holds ${error.found}, which JSON cannot hold`, {
      ...place,
      ...(error.field !== '' && { field: error.field }),
    });
  }
  return renderingProblem('VW1904', `${subject} cannot be rendered: ${errorReason(error)}`, place);
}
