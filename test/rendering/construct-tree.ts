import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import fc from 'fast-check';

/**
 * A construct tree as data, so that the same tree can be built once for stock cdk8s and once for the
 * renderer.
 */
export interface TreePlan {
  /** For each construct: what it is, which earlier construct is around it (modulo), and its id. */
  readonly constructs: readonly {
    readonly kind: 'chart' | 'construct' | 'object';
    readonly parent: number;
    readonly id: string;
  }[];
  /** Pairs of constructs (modulo): the first depends on the second. */
  readonly dependencies: readonly (readonly [number, number])[];
}

const ids = fc.constantFrom('7', '10', '2', 'a', 'b', 'web', '007', 'x y', 'a/b');

export const treePlans: fc.Arbitrary<TreePlan> = fc.record({
  constructs: fc.array(
    fc.record({
      kind: fc.constantFrom('chart' as const, 'construct' as const, 'object' as const, 'object' as const),
      parent: fc.nat(),
      id: ids,
    }),
    { minLength: 1, maxLength: 24 },
  ),
  dependencies: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 7 }),
});

/**
 * Builds the planned tree; ids are made unique by a suffix only where they clash, so that `7` may stay `7`.
 */
export function buildTree(plan: TreePlan): { readonly app: App; readonly built: readonly IConstruct[] } {
  const app = new App();
  const inCharts: Construct[] = [];
  const built: IConstruct[] = [];
  for (const { kind, parent, id } of plan.constructs) {
    const scope = inCharts.length === 0 || parent % 4 === 0 ? app : (inCharts[parent % inCharts.length] ?? app);
    const isTopLevel = scope === app;
    const free = scope.node.tryFindChild(id) === undefined ? id : `${id}-${built.length}`;
    const construct =
      isTopLevel || kind === 'chart'
        ? new Chart(scope, free)
        : kind === 'construct'
          ? new Construct(scope, free)
          : new ApiObject(scope, free, {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { labels: { z: '1', a: '2' } },
              data: { place: String(built.length), lazy: Lazy.any({ produce: () => `produced-${free}` }) },
            });
    inCharts.push(construct);
    built.push(construct);
  }
  for (const [source, target] of plan.dependencies) {
    const from = built[source % built.length];
    const to = built[target % built.length];
    if (from !== undefined && to !== undefined && from !== to) from.node.addDependency(to);
  }
  return { app, built };
}
