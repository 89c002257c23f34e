/** An object of JSON, of which nothing more is known. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Tells an object from other JSON values. */
export const isObject = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
