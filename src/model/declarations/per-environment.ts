/** A value, or a function that gives it for an environment. */
export type PerEnvironment<T, E> = T | ((env: E) => T);

/** Returns the value for one environment. */
export function resolveFor<T, E>(value: PerEnvironment<T, E>, env: E): T {
  return typeof value === 'function' ? (value as (env: E) => T)(env) : value;
}

/**
 * Returns the text for one environment; an empty one where its function fails or gives no text, which is a
 * problem of its own (VW1031) and must not hide the others.
 */
export function textFor<E>(value: PerEnvironment<string, E>, env: E): string {
  try {
    const text: unknown = resolveFor(value, env);
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}
