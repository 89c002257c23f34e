import type { Diagnostic } from '../model/diagnostic.ts';
import type { ConstructIndex, IndexedConstruct } from './construct-index.ts';

/** What each construct waits for, in the order in which cdk8s would record it; constructs without dependencies are absent. */
export type DeclaredDependencies = ReadonlyMap<IndexedConstruct, readonly IndexedConstruct[]>;

const pathOf = ({ construct }: IndexedConstruct): string => construct.node.path || 'the app';

const selfDependency = (source: IndexedConstruct): Diagnostic => ({
  code: 'VW1901',
  severity: 'error',
  what: `${pathOf(source)} depends on itself`,
  why: 'No order satisfies it; cdk8s leaves such a chart out of its output without a word.',
  fix: 'Remove the dependency, or name the construct that was meant.',
  place: { constructPath: source.construct.node.path },
});

const outsideCharts = (source: IndexedConstruct, target: IndexedConstruct, outside: IndexedConstruct): Diagnostic => ({
  code: 'VW1902',
  severity: 'error',
  what: `${pathOf(source)} depends on ${pathOf(target)}, but ${pathOf(outside)} is in no chart`,
  why: 'Only what a chart renders can be ordered, so the dependency would have no effect.',
  fix: 'Declare the dependency between charts or between constructs inside charts.',
  place: { constructPath: source.construct.node.path },
});

const outsideTree = (source: IndexedConstruct, path: string): Diagnostic => ({
  code: 'VW1903',
  severity: 'error',
  what: `${pathOf(source)} depends on ${path}, which is not in this app`,
  why: 'The construct belongs to another app or was removed from this one, so the dependency would be lost silently.',
  fix: 'Depend on a construct of the same app, or remove the dependency.',
  place: { constructPath: source.construct.node.path },
});

/**
 * Reads the dependencies of a tree as cdk8s resolves them between charts: what was declared, then nested charts, then the
 * chart of whatever something in this chart depends on.
 *
 * Nothing is recorded in the tree, so reading it twice gives the same answer twice.
 */
export function readDeclaredDependencies(
  index: ConstructIndex,
  report: (diagnostic: Diagnostic) => void,
): DeclaredDependencies {
  const dependencies = new Map<IndexedConstruct, Set<IndexedConstruct>>();
  const add = (source: IndexedConstruct, target: IndexedConstruct): void => {
    const targets = dependencies.get(source);
    if (targets === undefined) dependencies.set(source, new Set([target]));
    else targets.add(target);
  };

  for (const source of index.all) {
    for (const construct of source.construct.node.dependencies) {
      const target = index.find(construct);
      if (target === undefined) report(outsideTree(source, construct.node.path));
      else if (target === source) report(selfDependency(source));
      else if (source.chart === undefined) report(outsideCharts(source, target, source));
      else if (target.chart === undefined) report(outsideCharts(source, target, target));
      else add(source, target);
    }
  }
  // The order of these two loops decides the order of the output: stock cdk8s runs them one after the other as well.
  for (const entry of index.all) {
    if (entry.chart === entry && entry.parent !== undefined && entry.parent.chart === entry.parent)
      add(entry.parent, entry);
  }
  const acrossCharts: [IndexedConstruct, IndexedConstruct][] = [];
  for (const source of index.all) {
    for (const target of dependencies.get(source) ?? []) {
      if (source.chart !== undefined && target.chart !== undefined && source.chart !== target.chart)
        acrossCharts.push([source.chart, target.chart]);
    }
  }
  for (const [source, target] of acrossCharts) add(source, target);

  return new Map([...dependencies].map(([source, targets]) => [source, [...targets]]));
}
