import type { IConstruct } from 'constructs';
import { unknownOptions, unknownOptionsText } from '../../model/declarations/known-options.ts';
import { declarationPosition } from '../../model/diagnostics/declaration-position.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { problemAt } from './problem-at.ts';

/** Reports names in the props of a construct that are no options of it, at the line that makes it. */
export function reportUnknownOptions(
  app: EnvironmentApp,
  construct: IConstruct,
  itsClass: abstract new (...args: never[]) => unknown,
  props: unknown,
  known: Readonly<Record<string, true>>,
): void {
  const unknown = unknownOptions(props, known);
  if (unknown.length === 0) return;
  const found = { constructPath: construct.node.path, declaredAt: declarationPosition(itsClass) };
  app.problems.push(problemAt(app, 'VW1029', unknownOptionsText(unknown, known), found));
}
