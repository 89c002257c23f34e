import { type PerEnvironment, resolveFor } from '../../model/declarations/per-environment.ts';
import type { Platform } from '../../model/platform/platform.ts';

/**
 * Returns the environments in which something is on, or `undefined` where that does not depend on the
 * environment.
 */
export function enabledEnvironments<E>(
  platform: Platform,
  disabled: PerEnvironment<string | false, E> | undefined,
): readonly string[] | undefined {
  if (typeof disabled !== 'function') return undefined;
  const all = [...platform.environments.values()];
  return all.filter((environment) => !resolveFor(disabled, environment as E)).map(({ name }) => name);
}
