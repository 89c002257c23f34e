import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { problem } from '../../model/diagnostics/problems.ts';
import { previewAccessOf } from '../derive/preview-access.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { problemAt } from './problem-at.ts';

/**
 * Components that previews name and that have nothing for them, and programs that log in under the role of
 * previews.
 */
export function previewProblems(app: EnvironmentApp): Diagnostic[] {
  const collected = app.collect();
  const access = previewAccessOf(app, collected);
  if (!access) return [];
  const { environment, platform } = app;
  const found = new Set(access.placements.map(({ component }) => component.name));
  const empty = access.components.filter((name) => !found.has(name));
  const sameRole = [...collected.stores, ...collected.writers].filter(({ role }) => role === access.role);
  return [
    ...empty.map((name) =>
      problem('VW1203', `Component "${name}" places no ExternalSecret in namespace "${environment.namespace}"`, {
        environment: environment.name,
        field: `environments.${environment.name}.previews.components`,
        ...(platform.declaredAt && { position: platform.declaredAt }),
      }),
    ),
    ...sameRole.map((one) => problemAt(app, 'VW1115', `Previews log in under role "${access.role}", too`, one)),
  ];
}
