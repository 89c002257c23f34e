import type { Position } from '../../../model/diagnostics/diagnostic.ts';
import { valueAt } from '../../manifest/field-path.ts';
import type { FilePurpose } from '../../manifest/file-purpose.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest, Rendering } from '../../manifest/manifest.ts';
import { isObject, textAt } from '../../manifest/normalise.ts';
import { expandDocument } from '../expand-document.ts';
import { readDocuments } from '../read-documents.ts';

/** Namespace of a release that nobody names; no object keeps it. */
export const unknownNamespace = 'vaultwright-unknown-namespace';

/** What one run of helm printed, and what it was made of. */
export interface ChartOutput {
  readonly text: string;
  readonly rendering: Rendering;
  readonly namespace?: string;
  /** The templates of the tree, by file as it is shown. */
  readonly templates: ReadonlyMap<string, readonly Manifest[]>;
  /** Where texts stand in the values that went in. */
  readonly values: ValueTexts;
  readonly purpose?: FilePurpose;
}

/** Finds where a text of values was written: one as short as a word, only where it stands once. */
export class ValueTexts {
  readonly #places = new Map<string, { readonly manifest: Manifest; readonly path: FieldPath } | undefined>();

  constructor(manifests: readonly Manifest[]) {
    for (const manifest of manifests) this.#add(manifest, manifest.value, []);
  }

  position(text: string): Position | undefined {
    const place = this.#places.get(text);
    return place?.manifest.locate?.(place.path);
  }

  #placeOf(text: string, manifest: Manifest, path: FieldPath) {
    if (!this.#places.has(text)) return { manifest, path };
    return text.length < 8 ? undefined : this.#places.get(text);
  }

  #add(manifest: Manifest, value: JsonValue, path: FieldPath): void {
    if (typeof value === 'string' && value !== '') this.#places.set(value, this.#placeOf(value, manifest, path));
    else if (value !== null && typeof value === 'object')
      for (const [key, child] of Object.entries(value))
        this.#add(manifest, child as JsonValue, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/**
 * Makes the manifests of a rendered chart. Helm says from which template each object comes; a field is shown
 * where its text stands: in the values, else in the template.
 */
export function renderedObjects({ text, rendering, namespace, templates, values, purpose }: ChartOutput): Manifest[] {
  const folder = rendering.folder === '' ? '' : `${rendering.folder}/`;
  const found: Manifest[] = [];
  const counts = new Map<string, number>();
  for (const { source, body } of sourcesIn(text)) {
    const file = `${folder}${source}`;
    const raw = templates.get(file) ?? [];
    for (const document of readDocuments(body, 'yaml').documents) {
      const value = withoutUnknown(document.value);
      if (!isObject(value)) continue;
      const nth = counts.get(`${file}\0${value.kind}`) ?? 0;
      counts.set(`${file}\0${value.kind}`, nth + 1);
      const template = templateOf(value, raw, nth);
      const start = { file: template === undefined && raw.length === 0 ? `${folder}Chart.yaml` : file, line: 1 };
      const locate = (path: FieldPath, offset?: number): Position | undefined =>
        positionOf(value, path, template, values, offset) ?? start;
      const base = {
        file: start.file,
        document: template?.document ?? nth,
        rendering,
        ...(template && { template }),
        ...(namespace !== undefined && { namespace }),
        ...(purpose !== undefined && { purpose }),
        ...(document.isDegraded && { isDegraded: true }),
        ...(template?.hasUnknownKeys && rendering.isOpen && { hasUnknownKeys: true }),
        locate,
      };
      found.push(...expandDocument(value, base).manifests);
    }
  }
  return found;
}

function positionOf(
  value: JsonObject,
  path: FieldPath,
  template: Manifest | undefined,
  values: ValueTexts,
  offset: number | undefined,
): Position | undefined {
  const here = valueAt(value, path);
  const text = typeof here === 'string' ? here : (textAt(here ?? null, 'name') ?? textAt(here ?? null, 'secretName'));
  const written = template && valueAt(template.value, path);
  if (here !== undefined && here === written) return template?.locate?.(path, offset);
  // A map is the same as its template's where the text in it is.
  const isWritten =
    text !== undefined && template !== undefined && isObject(written) && Object.values(written).includes(text);
  const given = text === undefined || isWritten ? undefined : values.position(text);
  return given ?? template?.locate?.(path);
}

/**
 * The template that an object comes from: of its kind, with the same end of its name, else by their order.
 */
function templateOf(value: JsonObject, raw: readonly Manifest[], nth: number): Manifest | undefined {
  const alike = raw.filter((one) => one.value.kind === value.kind);
  const name = textAt(value, 'metadata', 'name') ?? '';
  const named = alike.filter((one) => {
    const written = textAt(one.value, 'metadata', 'name') ?? '';
    const end = written.slice(written.lastIndexOf('}}') + (written.includes('}}') ? 2 : 0));
    return end !== '' && name.endsWith(end);
  });
  return (named.length === 1 ? named[0] : alike[Math.min(nth, alike.length - 1)]) ?? raw[0];
}

/** What helm prints before each document; the first step is the chart itself. */
const source = /^---\n# Source: [^/\n]+\/(.+)$/gm;

function sourcesIn(text: string): { source: string; body: string }[] {
  const heads = [...text.matchAll(source)];
  return heads.map((head, index) => ({
    source: head[1] ?? '',
    body: text.slice(head.index + head[0].length, heads[index + 1]?.index),
  }));
}

/** An object whose release has no known namespace is in none. */
function withoutUnknown(value: JsonValue): JsonValue {
  if (!isObject(value) || !isObject(value.metadata) || value.metadata.namespace !== unknownNamespace) return value;
  const { namespace: _, ...metadata } = value.metadata;
  return { ...value, metadata };
}
