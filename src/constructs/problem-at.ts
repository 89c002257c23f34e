import type { Diagnostic } from '../model/diagnostic.ts';
import { type ProblemCode, problem } from '../model/problems.ts';
import type { Found } from './contribution.ts';
import type { EnvironmentApp } from './environment-app.ts';

/** Makes a diagnostic at the place of a construct. */
export const problemAt = (
  app: EnvironmentApp,
  code: ProblemCode,
  what: string,
  found?: Partial<Omit<Found, 'component'>>,
  vaultPath?: string,
): Diagnostic =>
  problem(code, what, {
    environment: app.environment.name,
    ...(found?.constructPath !== undefined && { constructPath: found.constructPath }),
    ...(found?.declaredAt && { position: found.declaredAt }),
    ...(vaultPath !== undefined && { vaultPath }),
  });
