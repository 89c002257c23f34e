import { type EnvironmentDocument, environmentDocumentSchema } from './environment-document.ts';

/**
 * Reads the document of an environment.
 * @returns the document, or the fields that are not as the schema has them; none where the text is no JSON
 */
export function readEnvironmentDocument(
  text: string,
): { readonly document: EnvironmentDocument } | { readonly document?: undefined; readonly fields: readonly string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const { data, error } = environmentDocumentSchema.safeParse(json);
  if (data) return { document: data };
  const fields = error.issues.map(({ path }) => path.map(String).join('.')).filter((field) => field !== '');
  return { fields: [...new Set(fields)] };
}
