/** An object of JSON, of which nothing more is known. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Returns whether a JSON value is an object. */
export const isObject = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
