import type { JsonValue } from '../manifest/manifest.ts';
import { isObject, normalise } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';

/** One value of a Secret. */
export interface SecretValue {
  readonly path: readonly string[];
  readonly key: string;
  readonly value: JsonValue;
}

/** Recognises the fields that hold the data of a Secret. */
export const isDataField = (field: string): boolean => ['data', 'stringdata'].includes(normalise(field));

const otherFields = new Set(['apiversion', 'kind', 'metadata', 'type', 'immutable']);
/** Recognises a field whose content is data, or was meant to be: all that the format does not name. */
export const mayHoldData = (field: string): boolean => !otherFields.has(normalise(field));

/** Lists every value of a Secret's data; a data field that is no map is one value. */
export function valuesOfSecret({ value }: IndexedObject, isData: (field: string) => boolean): SecretValue[] {
  return Object.entries(value).flatMap(([field, data]): SecretValue[] => {
    if (!isData(field) || data === null) return [];
    if (!isObject(data)) return [{ path: [field], key: field, value: data }];
    return Object.entries(data).map(([key, text]) => ({ path: [field, key], key, value: text }));
  });
}
