import type { Position } from '../../model/diagnostics/diagnostic.ts';
import { problemAt } from '../checks/problem-at.ts';
import type { Component } from '../component.ts';

/** The contracts that a construct was given. */
export interface GenuineContracts<T> {
  readonly all: readonly T[];
  /** Their names, from which the construct takes its own. */
  readonly names: string;
  /** Reports at the place of the construct what else it was given. */
  reportForged(constructPath: string, declaredAt: Position | undefined): void;
}

/**
 * Separates contracts from what only a cast lets through: an object that merely looks like one cannot be
 * rendered, and what fails then would hide every other finding of its environment.
 */
export function genuineContracts<T extends { nameIn(environment: object): string }>(
  component: Component,
  given: unknown,
  isMade: (candidate: unknown) => candidate is T,
): GenuineContracts<T> {
  const { app, environment, name, node } = component;
  const candidates: readonly unknown[] = Array.isArray(given) ? given : [given];
  const all = candidates.filter(isMade);
  return {
    all,
    names: all.map((contract) => contract.nameIn(environment)).join('+') || `${node.children.length}`,
    reportForged(constructPath, declaredAt) {
      if (all.length === candidates.length) return;
      const what = `Component "${name}" is given something that looks like a contract, and that no factory made`;
      app.problems.push(problemAt(app, 'VW1005', what, { constructPath, declaredAt }));
    },
  };
}
