import type { Diagnostic, Place } from '../model/diagnostics/diagnostic.ts';
import type { ConstructIndex, IndexedConstruct } from './construct-index.ts';
import { renderingProblem } from './rendering-problems.ts';

/**
 * What each construct waits for, in the order in which cdk8s would record it; constructs without dependencies
 * are absent.
 */
export type DeclaredDependencies = ReadonlyMap<IndexedConstruct, readonly IndexedConstruct[]>;

const pathOf = ({ construct }: IndexedConstruct): string => construct.node.path || 'the app';

const at = (source: IndexedConstruct): Place => ({ constructPath: source.construct.node.path });

const selfDependency = (source: IndexedConstruct): Diagnostic =>
  renderingProblem('VW1901', `${pathOf(source)} depends on itself`, at(source));

const outsideCharts = (source: IndexedConstruct, target: IndexedConstruct, outside: IndexedConstruct): Diagnostic => {
  const what = `${pathOf(source)} depends on ${pathOf(target)}, but ${pathOf(outside)} is in no chart`;
  return renderingProblem('VW1902', what, at(source));
};

const outsideTree = (source: IndexedConstruct, path: string): Diagnostic =>
  renderingProblem('VW1903', `${pathOf(source)} depends on ${path}, which is not in this app`, at(source));

/**
 * Reads the dependencies of a tree as cdk8s resolves them between charts: what was declared, then nested
 * charts, then the charts of what something in this chart depends on.
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
      // Stock cdk8s leaves such a chart out of its output without a word.
      else if (target === source) report(selfDependency(source));
      else if (source.chart === undefined) report(outsideCharts(source, target, source));
      else if (target.chart === undefined) report(outsideCharts(source, target, target));
      else add(source, target);
    }
  }
  // The order of these two loops decides the order of the output: stock cdk8s runs them one after the other
  // as well.
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
