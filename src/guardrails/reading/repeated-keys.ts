import type { JsonValue } from '../manifest/manifest.ts';

/**
 * Tells whether a JSON text may have a key twice in one map, of which only the last is in its value: it has
 * more keys than that.
 */
export const mayRepeatKeys = (value: JsonValue, json: string): boolean =>
  !isWrittenFrom(value, json) && countKeys(value) < countKeyTexts(json);

/** What a program writes from a value holds just that; most JSON of a cluster is so written. */
function isWrittenFrom(value: JsonValue, json: string): boolean {
  const indentation = /^[{[]\n( {1,10})/.exec(json)?.[1]?.length ?? 0;
  const written = JSON.stringify(value, undefined, indentation);
  return json.startsWith(written) && json.slice(written.length).trim() === '';
}

function countKeys(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0;
  const children: JsonValue[] = Array.isArray(value) ? value : Object.values(value);
  let count = Array.isArray(value) ? 0 : children.length;
  for (const child of children) count += countKeys(child);
  return count;
}

function countKeyTexts(json: string): number {
  let count = 0;
  for (let start = json.indexOf('"'); start >= 0; ) {
    let end = start + 1;
    while (end < json.length && json.charCodeAt(end) !== quote) end += json.charCodeAt(end) === backslash ? 2 : 1;
    do end++;
    while (json.charCodeAt(end) <= space);
    if (json.charAt(end) === ':') count++;
    start = json.indexOf('"', end);
  }
  return count;
}

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
