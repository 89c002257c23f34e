import type { ManifestIndex } from '../indexing/manifest-index.ts';
import { isOfKnownGroup } from '../knowledge/known-groups.ts';
import type { FieldPath, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';

type AskedIndex = Pick<ManifestIndex, 'manifests' | 'references' | 'objectOf' | 'kinds'>;

/** How deep fields are looked at. */
const deepest = 40;
/** Whoever names a Secret more often than that names it in values of releases. */
const mostSpeakers = 20;
/** Texts of programs that are longer are no commands. */
const longestText = 200_000;

/**
 * Where manifests hold the name of a Secret in a field that reads none: in a resource of a kind that nobody
 * knows, in values, in what a program is told. What stands there may make the Secret.
 */
export class SpokenNames {
  readonly #speakers = new Map<string, Manifest[]>();
  readonly #asked: ReadonlySet<string>;
  readonly #references = new Map<Manifest, Set<string>>();

  /** @param asked the names of what is missing; one word alone is spoken of everywhere and means nothing */
  constructor(index: AskedIndex, asked: Iterable<string>) {
    this.#asked = new Set([...asked].filter((name) => /[a-z\d][-.][a-z\d]/.test(name)));
    if (this.#asked.size === 0) return;
    for (const { site } of index.references) {
      const paths = this.#references.get(site.manifest) ?? new Set();
      this.#references.set(site.manifest, paths.add(site.path.join('\0')));
    }
    for (const manifest of index.manifests) this.#read(manifest, index);
  }

  /** Returns a file that speaks of a Secret; the values of a chart speak of what it reads itself. */
  fileOf(secret: string, reader: Manifest): string | undefined {
    const chart = chartOf(reader);
    return this.#speakers
      .get(secret)
      ?.find(({ role, file }) => role !== 'values' || chart === undefined || !file.startsWith(chart))?.file;
  }

  #read(manifest: Manifest, index: AskedIndex): void {
    const { role, value, purpose } = manifest;
    if (purpose !== undefined || role === 'kustomization') return;
    const object = index.objectOf(manifest);
    if (object === undefined) {
      if (role !== 'object') this.#walk(value, [], manifest, 'all');
      return;
    }
    const isWriter = index.kinds.writers.rowsFor(object).some(({ kind }) => kind !== '*');
    if (isWriter) return;
    this.#walk(value, [], manifest, isOfKnownGroup(object.apiVersion) ? 'programs' : 'all');
  }

  #walk(value: JsonValue, path: FieldPath, manifest: Manifest, what: 'all' | 'programs'): void {
    if (path.length > deepest) return;
    if (typeof value === 'string') {
      if (what === 'all') this.#text(value, path, manifest);
      else if (isTold(path)) this.#command(value, manifest);
    } else if (isList(value)) {
      for (const [index, item] of value.entries()) this.#walk(item, [...path, index], manifest, what);
    } else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) {
        if (what === 'all' && this.#asked.has(key) && !path.some(isPart)) this.#note(key, manifest);
        if (typeof child === 'string' && (silent.test(key) || (key === 'name' && isOfPod(value)))) continue;
        this.#walk(child, [...path, key], manifest, what);
      }
    }
  }

  #text(text: string, path: FieldPath, manifest: Manifest): void {
    if (!this.#asked.has(text) || this.#references.get(manifest)?.has(path.join('\0'))) return;
    this.#note(text, manifest);
  }

  #command(text: string, manifest: Manifest): void {
    if (text.length > longestText) return;
    for (const [name] of text.matchAll(nameLike)) if (this.#asked.has(name)) this.#note(name, manifest);
  }

  #note(name: string, manifest: Manifest): void {
    const speakers = this.#speakers.get(name);
    if (speakers === undefined) this.#speakers.set(name, [manifest]);
    else if (speakers.length < mostSpeakers) speakers.push(manifest);
  }
}

/** Where a chart gives an object the names that its values hold. */
function chartOf({ rendering, file, isTemplate }: Manifest): string | undefined {
  if (rendering?.chart !== undefined) return `${rendering.chart.folder.replace(/\/$/, '')}/`;
  return isTemplate === true && file.includes('templates/') ? file.replace(/templates\/.*$/, '') : undefined;
}

const nameLike = /[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/g;

/** Fields that name something else than a Secret. */
const silent =
  /^(?:image|host|hostname|repository|app|fullnameOverride|nameOverride|serviceAccount(?:Name)?|serviceName|claimName|configMap(?:Name)?|path|subPath|mountPath|description|.*kubernetes\.io\/.*)$/;

/** Parts of an application that have the name of what they hold. */
const isPart = (step: string | number): boolean =>
  /^(?:persistence|volumes?|volumeMounts|controllers|containers|services?|ingress|labels|annotations|env|properties)$/i.test(
    String(step),
  );

/** A volume, a mount or a container is called after the Secret that it holds. */
const isOfPod = (map: { readonly [field: string]: JsonValue }): boolean =>
  ['mountPath', 'secret', 'configMap', 'emptyDir', 'projected', 'persistentVolumeClaim', 'image', 'csi'].some((field) =>
    Object.hasOwn(map, field),
  );

/** What a program is told: arguments, variables, and the texts of a ConfigMap. */
const isTold = (path: FieldPath): boolean =>
  path.some((step) => step === 'args' || step === 'command') || path.at(-1) === 'value' || path[0] === 'data';
