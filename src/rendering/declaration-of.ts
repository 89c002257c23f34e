import type { IConstruct } from 'constructs';
import type { EnvironmentApp } from '../constructs/environment-app.ts';
import type { Diagnostic, Position } from '../model/diagnostics/diagnostic.ts';

/** Returns the position of the nearest construct that knows where a person declared it. */
export function declarationOf(construct: IConstruct): Position | undefined {
  for (const scope of [...construct.node.scopes].reverse())
    if ('declaredAt' in scope && scope.declaredAt) return scope.declaredAt as Position;
  return undefined;
}

/** Adds the environment and the position to a problem of which only the construct is known. */
export function atDeclaration(diagnostic: Diagnostic, app: EnvironmentApp): Diagnostic {
  const { constructPath } = diagnostic.place;
  if (constructPath === undefined) return diagnostic;
  let construct: IConstruct = app;
  for (const id of constructPath.split('/')) construct = construct.node.tryFindChild(id) ?? construct;
  const position = declarationOf(construct);
  const place = { environment: app.environment.name, ...(position && { position }), ...diagnostic.place };
  return { ...diagnostic, place };
}
