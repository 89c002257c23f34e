import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { type ConstructIndex, type IndexedConstruct, isWithin } from './construct-index.ts';
import type { DeclaredDependencies } from './declared-dependencies.ts';
import { renderingProblem } from './rendering-problems.ts';

const cycleOf = (path: readonly IndexedConstruct[]): Diagnostic => {
  const paths = path.map(({ construct }) => construct.node.path);
  const [constructPath = ''] = paths;
  return renderingProblem('VW1901', `dependency cycle: ${[...paths, constructPath].join(' -> ')}`, { constructPath });
};

/**
 * Orders the constructs inside a scope so that each comes after what it depends on, exactly as
 * `DependencyGraph.topology()` of cdk8s does, in time linear in constructs and declared dependencies.
 *
 * Stock cdk8s writes a dependency between two constructs out as one edge for every pair of their objects.
 * Here the objects of a target stay one group, walked once for all of its dependants.
 */
export class DependencyOrder {
  readonly #index: ConstructIndex;
  readonly #declared: DeclaredDependencies;
  readonly #report: (diagnostic: Diagnostic) => void;
  readonly #inCycle = new Set<IndexedConstruct>();

  constructor(index: ConstructIndex, declared: DeclaredDependencies, report: (diagnostic: Diagnostic) => void) {
    this.#index = index;
    this.#declared = declared;
    this.#report = report;
  }

  /**
   * Returns the constructs inside `scope`, dependencies first; a cycle is reported (VW1901) and cut
   * somewhere.
   */
  sort(scope: IndexedConstruct): readonly IndexedConstruct[] {
    const members = this.#index.within(scope);
    const inOrder = byPath(members);
    if (!members.some((member) => this.#declared.has(member))) return inOrder;

    const waitedFor = this.#waitedFor(scope, members);
    const finishedGroups = new Set<IndexedConstruct>();
    const sorted: IndexedConstruct[] = [];
    const state = new Map<IndexedConstruct, 'open' | 'done'>();
    const stack: { readonly member: IndexedConstruct; readonly targets: Iterator<IndexedConstruct> }[] = [];
    const open = (member: IndexedConstruct): void => {
      state.set(member, 'open');
      stack.push({ member, targets: this.#targetsOf(member, scope, finishedGroups) });
    };

    const visit = (root: IndexedConstruct): void => {
      if (state.has(root)) return;
      open(root);
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const next = top.targets.next();
        if (next.done === true) {
          stack.pop();
          state.set(top.member, 'done');
          sorted.push(top.member);
        } else if (!state.has(next.value)) {
          open(next.value);
        } else if (state.get(next.value) === 'open') {
          const path = stack.map(({ member }) => member);
          this.#reportCycle(path.slice(path.indexOf(next.value)));
        }
      }
    };

    for (const member of inOrder) if (!waitedFor.has(member)) visit(member);
    // What is left stands on a cycle that nothing outside leads to.
    for (const member of members) visit(member);
    return sorted;
  }

  /**
   * Yields what a construct waits for inside `scope`: declared targets, then the objects of what its
   * ancestors wait for.
   */
  *#targetsOf(
    member: IndexedConstruct,
    scope: IndexedConstruct,
    finishedGroups: Set<IndexedConstruct>,
  ): Generator<IndexedConstruct> {
    for (const target of this.#declared.get(member) ?? []) if (isWithin(target, scope)) yield target;
    if (member.apiObject === undefined) return;
    for (const source of ancestorsInChart(member)) {
      for (const target of this.#declared.get(source) ?? []) {
        if (!isWithin(target, scope) || finishedGroups.has(target)) continue;
        for (const object of this.#index.objectsOf(target)) {
          // After the first cycle there is no order to find, only further cycles, and the groups would square
          // the work.
          if (this.#inCycle.size > 0) return;
          if (object !== member) yield object;
        }
        // An object may wait for the group that it is in itself; then the group is finished only once the
        // object is.
        if (!isObjectOf(member, target)) finishedGroups.add(target);
      }
    }
  }

  /** Returns what something else inside `scope` waits for: all the rest are the starting points, in order. */
  #waitedFor(scope: IndexedConstruct, members: readonly IndexedConstruct[]): Set<IndexedConstruct> {
    const waitedFor = new Set<IndexedConstruct>();
    // Of a group whose one dependant is in the group itself, that dependant is not waited for by itself.
    const leftOut = new Map<IndexedConstruct, IndexedConstruct | undefined>();
    for (const member of members) {
      for (const target of this.#declared.get(member) ?? []) {
        if (!isWithin(target, scope)) continue;
        waitedFor.add(target);
        const [first, second] = this.#index.objectsOf(member);
        if (first === undefined) continue;
        const except = second === undefined && isObjectOf(first, target) ? first : undefined;
        const known = leftOut.get(target);
        if (known !== undefined && known !== except) waitedFor.add(known);
        if (leftOut.has(target)) continue;
        leftOut.set(target, except);
        for (const object of this.#index.objectsOf(target)) if (object !== except) waitedFor.add(object);
      }
    }
    return waitedFor;
  }

  #reportCycle(path: readonly IndexedConstruct[]): void {
    // A cycle between two charts is a cycle between their objects and their contents too: it is told once, at
    // the outermost.
    for (const member of path) {
      for (let entry: IndexedConstruct | undefined = member; entry !== undefined; entry = entry.parent)
        if (this.#inCycle.has(entry)) return;
    }
    for (const member of path) this.#inCycle.add(member);
    this.#report(cycleOf(path));
  }
}

const isObjectOf = (member: IndexedConstruct, group: IndexedConstruct): boolean =>
  member.apiObject !== undefined && member.chart === group.chart && isWithin(member, group);

/** Returns the construct and what is around it up to its chart, the chart first. */
function ancestorsInChart(member: IndexedConstruct): IndexedConstruct[] {
  const ancestors: IndexedConstruct[] = [];
  for (let entry: IndexedConstruct | undefined = member; entry !== undefined; entry = entry.parent) {
    ancestors.push(entry);
    if (entry === member.chart) break;
  }
  return ancestors.reverse();
}

/**
 * Returns constructs in the order of an object keyed by their paths, which is how cdk8s keeps them: preorder,
 * except that JavaScript puts a path such as `7` before all others.
 */
const byPath = (members: readonly IndexedConstruct[]): readonly IndexedConstruct[] =>
  members.some((member) => /^\d+$/.test(member.construct.node.path))
    ? Object.values(Object.fromEntries(members.map((member) => [member.construct.node.path, member])))
    : members;
