/** A value, or a function that gives it for an environment. */
export type PerEnvironment<T, E> = T | ((env: E) => T);

/** Gives the value for one environment. */
export function resolveFor<T, E>(value: PerEnvironment<T, E>, env: E): T {
  return typeof value === 'function' ? (value as (env: E) => T)(env) : value;
}
