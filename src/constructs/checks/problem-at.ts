import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { type ProblemCode, problem } from '../../model/diagnostics/problems.ts';
import type { Provenance } from '../tree/contribution.ts';

/** Makes a diagnostic at the place of a construct. */
export const problemAt = (
  app: { readonly environment: { readonly name: string } },
  code: ProblemCode,
  what: string,
  found?: Partial<Omit<Provenance, 'component'>>,
  vaultPath?: string,
): Diagnostic =>
  problem(code, what, {
    environment: app.environment.name,
    ...(found?.constructPath !== undefined && { constructPath: found.constructPath }),
    ...(found?.declaredAt && { position: found.declaredAt }),
    ...(vaultPath !== undefined && { vaultPath }),
  });
