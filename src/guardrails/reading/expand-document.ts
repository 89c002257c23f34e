import type { Position } from '../../model/diagnostics/diagnostic.ts';
import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import { valueAt } from '../manifest/field-path.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest, ManifestRole } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';
import { readCarriedText } from './carried-text.ts';
import { carriedValues, parameterTree } from './carried-values.ts';
import { isValuesFile, isWholeObject, roleOf } from './manifest-role.ts';
import type { TextDocument, TextProblem } from './read-documents.ts';

/** A problem inside a carried text, with its place in the file. */
export interface PlacedProblem extends Omit<TextProblem, 'offset'> {
  readonly position: Position | undefined;
}

export interface ExpandedDocument {
  readonly manifests: Manifest[];
  readonly problems: PlacedProblem[];
}

type Base = Omit<Manifest, 'role' | 'value' | 'locate'> & { readonly locate: NonNullable<Manifest['locate']> };

const deepestCarrier = 4;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const patchFields = new Set(['patch', 'patches', 'patchesJson6902', 'patchesStrategicMerge']);

/**
 * Makes the manifests of one document: itself or the items of its list, and every document that it carries as
 * text or as a tree.
 */
export function expandDocument(value: JsonValue, base: Base, role?: ManifestRole): ExpandedDocument {
  const expansion = new Expansion();
  expansion.root(value, base, role);
  return { manifests: expansion.manifests, problems: expansion.problems };
}

/** Fields whose meaning is known, which the general search leaves alone. */
class Claims {
  readonly #trees = new Set<JsonValue>();
  readonly #texts = new Set<string>();

  tree(value: JsonValue): void {
    this.#trees.add(value);
  }

  text(path: FieldPath): void {
    this.#texts.add(path.join('\0'));
  }

  hasTree(value: JsonValue): boolean {
    return this.#trees.size > 0 && this.#trees.has(value);
  }

  hasText(path: FieldPath): boolean {
    return this.#texts.size > 0 && this.#texts.has(path.join('\0'));
  }
}

class Expansion {
  readonly manifests: Manifest[] = [];
  readonly problems: PlacedProblem[] = [];

  root(value: JsonValue, base: Base, role: ManifestRole | undefined): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) if (isObject(item)) this.root(item, below(base, [index]), role);
      if (value.some((item) => typeof item === 'string'))
        this.#add({ list: value }, { ...base, locate: withoutFirstStep(base) }, 'data', 0);
    } else if (isObject(value)) {
      const items = listItems(value);
      if (items) for (const [index, item] of items) this.root(item, below(base, ['items', index]), role);
      else this.#add(value, base, role ?? roleOf(value, base.file), 0);
    }
  }

  #add(value: JsonObject, base: Base, role: ManifestRole, depth: number): void {
    const manifest: Manifest = { ...base, role, value };
    this.manifests.push(manifest);
    if (depth >= deepestCarrier || value.kind === 'CustomResourceDefinition') return;
    const claimed = this.#values(manifest, base, depth);
    this.#files(manifest, base, depth, claimed);
    this.#inside(manifest, base, depth, claimed);
  }

  // Fields whose meaning is known to be Helm values.
  #values(manifest: Manifest, base: Base, depth: number): Claims {
    const claimed = new Claims();
    for (const carried of carriedValues(manifest)) {
      const value = valueAt(manifest.value, carried.path);
      if (value === undefined || value === null) continue;
      const inner = carriedBase(manifest, base, carried.path);
      if (carried.kind === 'tree' && isObject(value)) {
        claimed.tree(value);
        this.#add(value, inner, 'values', depth + 1);
      } else if (carried.kind === 'text' && typeof value === 'string') {
        claimed.text(carried.path);
        this.#text(value, 'values.yaml', inner, depth, 'values');
      } else if (carried.kind === 'parameters' && Array.isArray(value)) {
        claimed.tree(value);
        const { tree, origins } = parameterTree(value, carried.name, carried.value);
        const locate: Base['locate'] = (path, offset) =>
          inner.locate([origins.get(JSON.stringify(path)) ?? 0, carried.value], offset);
        if (origins.size > 0) this.#add(tree, { ...inner, locate }, 'values', depth + 1);
      }
    }
    return claimed;
  }

  // ConfigMaps and Secrets name what they hold by file names.
  #files(manifest: Manifest, base: Base, depth: number, claimed: Claims): void {
    const { value } = manifest;
    if (manifest.role !== 'object' || (value.kind !== 'ConfigMap' && value.kind !== 'Secret')) return;
    const isSecret = value.kind === 'Secret';
    for (const field of ['data', 'stringData', 'binaryData']) {
      const files = value[field];
      if (!isObject(files)) continue;
      const isEncoded = field === 'binaryData' || (isSecret && field === 'data');
      for (const [name, content] of Object.entries(files)) {
        if (typeof content !== 'string' || content.length < 8) continue;
        const text = isEncoded ? decodeBase64(content) : content;
        if (text === undefined) continue;
        claimed.text([field, name]);
        const inner = carriedBase(manifest, base, [field, name]);
        const locate: Base['locate'] = isEncoded ? () => inner.locate([]) : inner.locate;
        this.#text(text, name, { ...inner, locate }, depth);
      }
    }
  }

  // Everything else: objects inside values, and strings that are documents.
  #inside(manifest: Manifest, base: Base, depth: number, claimed: Claims): void {
    for (const { path, value } of findCarried(manifest.value, claimed)) {
      const inner = carriedBase(manifest, base, path);
      if (typeof value === 'string') this.#text(value, '', inner, depth);
      else this.#add(value, inner, 'object', depth + 1);
    }
  }

  #text(text: string, name: string, base: Base, depth: number, role?: ManifestRole): void {
    const { documents, problems } = readCarriedText(text, name);
    for (const problem of problems) {
      const { kind, reason, offset } = problem;
      this.problems.push({ kind, reason, position: base.locate([], offset) });
    }
    for (const document of documents) {
      const { value } = document;
      const inner = documentBase(base, document);
      if (isObject(value)) this.#add(value, inner, role ?? carriedRole(value, name, base), depth + 1);
      else if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) {
          const itemBase = below(inner, [index]);
          if (isObject(item)) this.#add(item, itemBase, carriedRole(item, '', base), depth + 1);
        }
      }
    }
  }
}

interface Carried {
  readonly path: FieldPath;
  readonly value: string | JsonObject;
}

// Every scalar of every file passes here, so the path is one list that is copied only for what is found.
function findCarried(root: JsonObject, claimed: Claims): Carried[] {
  const found: Carried[] = [];
  const path: (string | number)[] = [];
  const visit = (value: JsonValue): void => {
    if (typeof value === 'string') {
      if (mayBeDocument(value) && !claimed.hasText(path)) found.push({ path: [...path], value });
      return;
    }
    if (value === null || typeof value !== 'object') return;
    if (path.length > 0 && claimed.hasTree(value)) return;
    const depth = path.length;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        path[depth] = index;
        visit(value[index]);
      }
    } else if (depth > 0 && isWholeObject(value as JsonObject)) {
      found.push({ path: [...path], value: value as JsonObject });
      return;
    } else {
      for (const key in value) {
        // What accepts a finding is about manifests, and is none.
        if (key === suppressionAnnotation) continue;
        path[depth] = key;
        visit((value as JsonObject)[key] as JsonValue);
      }
    }
    path.length = depth;
  };
  visit(root);
  return found;
}

function mayBeDocument(text: string): boolean {
  if (text.length < 8) return false;
  const first = text.charCodeAt(0);
  return first === 123 || first === 91 || text.includes('\n');
}

function carriedRole(value: JsonObject, name: string, base: Base): ManifestRole {
  if (base.isPatch) return 'data';
  if (isWholeObject(value)) return 'object';
  return isValuesFile(name) ? 'values' : 'data';
}

const below = (base: Base, prefix: FieldPath): Base => ({
  ...base,
  locate: (path, offset) => base.locate([...prefix, ...path], offset),
});

const withoutFirstStep =
  (base: Base): Base['locate'] =>
  (path, offset) =>
    base.locate(path.slice(1), offset);

function carriedBase(manifest: Manifest, base: Base, path: FieldPath): Base {
  const { isAlternative, isDegraded, isTemplate } = base;
  return {
    ...below(base, path),
    carrier: { manifest, path },
    ...((base.isPatch || path.some((step) => patchFields.has(String(step)))) && { isPatch: true }),
    // What was applied last is no second object.
    ...((isAlternative || path.includes(lastApplied)) && { isAlternative: true }),
    ...(isDegraded && { isDegraded }),
    ...(isTemplate && { isTemplate }),
  };
}

function documentBase(base: Base, document: TextDocument): Base {
  return {
    ...base,
    ...(document.reading > 0 && { isAlternative: true }),
    ...(document.isDegraded && { isDegraded: true }),
    ...(document.isTemplate && { isTemplate: true }),
    locate: (path, offset) => base.locate([], document.offset(path, offset)),
  };
}

function listItems(value: JsonObject): [number, JsonObject][] | undefined {
  const kind = value.kind;
  const items = value.items;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items) || 'spec' in value) return undefined;
  const shared = kind === 'List' ? {} : { apiVersion: value.apiVersion ?? '', kind: kind.slice(0, -4) };
  return items.flatMap((item, index): [number, JsonObject][] =>
    isObject(item) ? [[index, { ...shared, ...item }]] : [],
  );
}

const base64 = /^[A-Za-z0-9+/\s]+={0,2}$/;

function decodeBase64(text: string): string | undefined {
  if (text.length > 2_000_000 || !base64.test(text.trimEnd())) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return decoded.includes('\uFFFD') || decoded.includes('\0') ? undefined : decoded;
}
