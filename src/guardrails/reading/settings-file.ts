import type { Manifest } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';
import { readCarriedText } from './carried-text.ts';
import { LineIndex } from './line-index.ts';

/**
 * Reads a file that is neither YAML nor JSON by its name: settings by their fields, any other text, such as a
 * script, as one.
 *
 * @param file as it is shown to people
 * @param name by which it is read, where a template's suffix hides it
 */
export function settingsOf(file: string, text: string, name = file.slice(file.lastIndexOf('/') + 1)): Manifest[] {
  const lines = new LineIndex(file, text);
  const { documents } = readCarriedText(text, name);
  const fields = documents.flatMap(({ value, offset }, document): Manifest[] =>
    isObject(value)
      ? [{ role: 'data', value, file, document, locate: (at, inside) => lines.position(offset(at, inside)) }]
      : [],
  );
  if (fields.length > 0) return fields;
  return [
    { role: 'data', value: { [name]: text }, file, document: 0, locate: (_, inside) => lines.position(inside ?? 0) },
  ];
}
