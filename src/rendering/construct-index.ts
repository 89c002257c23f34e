import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** A construct with its position in the tree, so that "is inside" costs two comparisons. */
export interface IndexedConstruct {
  readonly construct: IConstruct;
  /** Place in the preorder of the whole tree, from 0. */
  readonly start: number;
  /** One past the place of the last construct inside this one. */
  readonly end: number;
  readonly parent: IndexedConstruct | undefined;
  /** Closest chart, which is the construct itself for a chart; absent outside every chart. */
  readonly chart: IndexedConstruct | undefined;
  readonly apiObject: ApiObject | undefined;
}

/**
 * Every construct of a tree in preorder, read in one walk; the tree must not change while the index is in
 * use.
 */
export class ConstructIndex {
  readonly all: readonly IndexedConstruct[];
  readonly #byConstruct = new Map<IConstruct, IndexedConstruct>();
  readonly #objects = new Map<IndexedConstruct, readonly IndexedConstruct[]>();

  constructor(root: IConstruct) {
    const all: IndexedConstruct[] = [];
    const visit = (construct: IConstruct, parent: IndexedConstruct | undefined): void => {
      const isChart = Chart.isChart(construct);
      const entry: { -readonly [K in keyof IndexedConstruct]: IndexedConstruct[K] } = {
        construct,
        start: all.length,
        end: 0,
        parent,
        chart: parent?.chart,
        apiObject: ApiObject.isApiObject(construct) ? construct : undefined,
      };
      if (isChart) entry.chart = entry;
      all.push(entry);
      this.#byConstruct.set(construct, entry);
      for (const child of construct.node.children) visit(child, entry);
      entry.end = all.length;
    };
    visit(root, undefined);
    this.all = all;
  }

  /**
   * Returns the entry of a construct, or nothing where the construct stands in another tree or was removed.
   */
  find(construct: IConstruct): IndexedConstruct | undefined {
    return this.#byConstruct.get(construct);
  }

  /** Returns the constructs inside `scope`, itself first, in preorder. */
  within(scope: IndexedConstruct): readonly IndexedConstruct[] {
    return scope.start === 0 ? this.all : this.all.slice(scope.start, scope.end);
  }

  /**
   * Returns the API objects inside `scope` that its own chart renders: those of nested charts are not among
   * them.
   */
  objectsOf(scope: IndexedConstruct): readonly IndexedConstruct[] {
    let objects = this.#objects.get(scope);
    if (objects === undefined) {
      objects = this.within(scope).filter(({ apiObject, chart }) => apiObject !== undefined && chart === scope.chart);
      this.#objects.set(scope, objects);
    }
    return objects;
  }
}

/** Returns whether `inner` is `outer` or stands inside it. */
export const isWithin = (inner: IndexedConstruct, outer: IndexedConstruct): boolean =>
  inner.start >= outer.start && inner.start < outer.end;
