import type { JsonObject } from './manifest.ts';

/**
 * Recognises the description of an interface or of settings: what stands under `password` is the name of a
 * field or a sample of one.
 */
export const isDescription = (value: JsonObject): boolean =>
  ['openapi', 'swagger', 'asyncapi'].some((form) => typeof value[form] === 'string') ||
  (typeof value.$schema === 'string' && /json-schema\.org/.test(value.$schema));
