import { basename, dirname, sep } from 'node:path';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { Suppression } from '../adoption/suppression.ts';
import { suppressionComments } from '../adoption/suppression-comment.ts';
import { type ScriptedSecret, secretsOfScript } from '../knowledge/secrets-of-script.ts';
import { isDescription } from '../manifest/description.ts';
import { purposeOf } from '../manifest/file-purpose.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';
import { type Placement, placeManifests } from '../manifest/place-manifests.ts';
import { readCarriedText, readProperties } from './carried-text.ts';
import { namedValuesFiles } from './carried-values.ts';
import { decodeBytes, decodeFile, maximumParsedBytes } from './decode-file.ts';
import type { KustomizationFile } from './kustomize/build-tree.ts';
import { type RenderingTree, renderKustomizations } from './kustomize/renderings.ts';
import { type GeneratorFile, generatorFiles, patchFiles } from './kustomize-files.ts';
import { LineIndex } from './line-index.ts';
import { applicationNamespaces } from './place-applications.ts';
import { readText, type TextHints } from './read-text.ts';
import { decodingProblem, kustomizationProblem } from './reading-problems.ts';
import { type GivenPaths, readRegular, typeOf } from './regular-file.ts';
import { settingsOf } from './settings-file.ts';
import { SourceTexts } from './source-texts.ts';
import { besideFile, type FoundFile, type LeftOut, shownPath } from './walk-tree.ts';

/** Reads files one by one, and puts what was read into what stands around it. */
export class ManifestReader {
  manifests: Manifest[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly suppressions: Suppression[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly scripted: ScriptedSecret[] = [];
  readonly sources = new SourceTexts();
  files = 0;
  bytes = 0;
  readonly #given: GivenPaths;
  readonly #workingDirectory: string;
  #kustomizations: { readonly path: string; readonly manifest: Manifest }[] = [];
  readonly #valuesFiles = new Set<string>();
  /** What is known of manifests from what stands around them, until they are made anew with it. */
  readonly #placements = new Map<Manifest, Placement>();
  /** Where the manifests of a file begin and end. */
  readonly #ranges = new Map<string, readonly [number, number]>();

  constructor(given: GivenPaths, workingDirectory: string) {
    this.#workingDirectory = workingDirectory;
    this.#given = given;
  }

  /** Reads which Secrets a script makes; its literals are none of the manifests. */
  script(path: string): void {
    const text = readRegular(path, largestScript)?.toString('utf8') ?? '';
    if (mayMakeSecrets(text)) this.scripted.push(...secretsOfScript(text));
  }

  stream(name: string, bytes: Buffer): void {
    const { text, note } = decodeBytes(bytes);
    if (note) this.diagnostics.push(decodingProblem(note, name));
    this.#text({ shown: name }, text, {});
  }

  /** @param isOfTestCase true where what stands around it says that it is of a test */
  file({ path, real, shown, isChartTemplate, isAsked }: FoundFile, isOfTestCase: boolean): void {
    const { text, note } = decodeFile(real);
    if (note) this.diagnostics.push(decodingProblem(note, shown));
    const start = this.manifests.length;
    if ((isAsked && !manifestTemplate.test(shown)) || programTemplate.test(shown))
      this.#settings({ shown, real }, text);
    else
      this.#text({ shown, real }, text, {
        isTemplate: isAsked || isChartTemplate || /\.(?:j2|tmpl)$/.test(shown),
        isFragment: note !== undefined || shown.endsWith('.tpl'),
      });
    this.#ranges.set(path, [start, this.manifests.length]);
    // What the path of the checked folder itself holds says nothing.
    const below = this.#given.below(path);
    const purpose = (below === undefined ? undefined : purposeOf(below)) ?? (isOfTestCase ? 'test' : undefined);
    for (const manifest of this.manifests.slice(start)) {
      const own = purpose ?? (isDescription(manifest.value) ? 'documentation' : undefined);
      if (own !== undefined) this.#note([manifest], { purpose: own });
    }
    for (const manifest of this.manifests.slice(start)) {
      if (manifest.role === 'kustomization') this.#kustomizations.push({ path, manifest });
      for (const named of namedValuesFiles(manifest)) this.#valuesFiles.add(named);
    }
  }

  #text({ shown, ...place }: TextPlace, text: string, hints: TextHints): void {
    this.files++;
    this.bytes += text.length;
    this.sources.add(shown, { text, hasKeys: true, ...place });
    this.suppressions.push(...suppressionComments(shown, text));
    const { manifests, diagnostics } = readText(shown, text, hints);
    for (const manifest of manifests) this.manifests.push(manifest);
    this.diagnostics.push(...diagnostics);
    // Playbooks, tasks and workflows of a forge hold scripts that run elsewhere.
    if (mayMakeSecrets(text) && manifests.every(({ role }) => role === 'data'))
      this.scripted.push(...secretsOfScript(text));
  }

  /** Reads `key=value` lines, or a text of any other shape as one. */
  #settings({ shown, ...place }: TextPlace, text: string): void {
    this.files++;
    this.bytes += text.length;
    this.sources.add(shown, { text, hasKeys: false, ...place });
    this.suppressions.push(...suppressionComments(shown, text));
    this.manifests.push(...settingsOf(shown, text, basename(shown).replace(/\.tpl$/, '')));
    if (mayMakeSecrets(text)) this.scripted.push(...secretsOfScript(text));
  }

  /**
   * Reads as Helm values what Applications and kustomizations name as such, under any name; the paths are
   * those of their repository.
   */
  markValues(): void {
    if (this.#valuesFiles.size === 0) return;
    for (const [path, [start, end]] of this.#ranges) {
      const steps = path.split(sep);
      if (!steps.some((_, index) => this.#valuesFiles.has(steps.slice(index).join('/')))) continue;
      const settings = this.manifests.slice(start, end).filter(({ role, carrier }) => role === 'data' && !carrier);
      this.#note(settings, { role: 'values' });
    }
    this.#place();
  }

  /** Reads what generators name, with any suffix, and marks what patches name. */
  followKustomizations(): void {
    for (const { path, manifest } of this.#kustomizations) {
      for (const named of patchFiles(manifest)) {
        const [start, end] = this.#ranges.get(besideFile(path, named)) ?? [0, 0];
        this.#note(this.manifests.slice(start, end), { isPatch: true });
      }
    }
    this.#place();
    for (const { path, manifest } of this.#kustomizations)
      for (const generated of generatorFiles(manifest)) this.#generatorFile(path, manifest, generated);
  }

  #note(manifests: readonly Manifest[], placement: Placement): void {
    for (const manifest of manifests)
      this.#placements.set(manifest, { ...this.#placements.get(manifest), ...placement });
  }

  /** Makes the manifests anew with what was noted of them. */
  #place(): void {
    const before = this.manifests;
    this.manifests = [...placeManifests(before, this.#placements)];
    const now = new Map(before.map((manifest, index) => [manifest, this.manifests[index] ?? manifest]));
    this.#kustomizations = this.#kustomizations.map(({ path, manifest }) => ({
      path,
      manifest: now.get(manifest) ?? manifest,
    }));
    this.#placements.clear();
  }

  /** Gives what Applications apply from plain folders the namespace of their destination. */
  placeApplications(): void {
    for (const [manifest, placement] of applicationNamespaces(this.manifests)) this.#note([manifest], placement);
    this.#place();
  }

  /** Builds what kustomizations build; what goes in is judged there, but for its literals. */
  renderKustomizations(): void {
    const kustomizations = this.#kustomizations.filter(({ path, manifest }) => isBuildable(path, manifest));
    if (kustomizations.length === 0) return;
    const { manifests, inputs, problems } = renderKustomizations(this.#tree(kustomizations));
    for (const { reason, position } of problems) this.diagnostics.push(kustomizationProblem(reason, position));
    const folders = new Set(kustomizations.map(({ path }) => dirname(path)));
    for (const [path, [start, end]] of this.#ranges) {
      const mark = inputs.has(path) ? { isInput: true } : folders.has(dirname(path)) ? { isLeftOut: true } : undefined;
      if (mark === undefined) continue;
      const isPatch = mark.isLeftOut === true && patchName.test(basename(path));
      // The values of a kustomization's charts go into charts, not into what it builds.
      const marked = this.manifests
        .slice(start, end)
        .filter(({ role, carrier }) => role !== 'values' || carrier?.manifest.role !== 'kustomization');
      this.#note(marked, isPatch ? { ...mark, isPatch } : mark);
    }
    this.#place();
    for (const manifest of manifests) this.manifests.push(manifest);
  }

  #tree(kustomizations: readonly KustomizationFile[]): RenderingTree {
    const byFolder = new Map(kustomizations.map((file) => [dirname(file.path), file]));
    return {
      kustomizations,
      manifests: this.manifests,
      kustomizationIn: (folder) => byFolder.get(folder),
      documentsOf: (path) => {
        const range = this.#ranges.get(path);
        return range && this.manifests.slice(...range).filter(({ carrier }) => carrier === undefined);
      },
      bytesOf: (path) => this.#bytes(path),
      mayBeElsewhere: (path) => {
        const type = typeOf(path);
        return type === undefined ? !this.#given.holds(path) : type === 'file';
      },
      shown: (folder) => shownPath(folder, this.#workingDirectory),
    };
  }

  #bytes(path: string): Buffer | undefined {
    const place = this.#given.place(path);
    return place && readRegular(place.real, maximumParsedBytes);
  }

  #generatorFile(kustomization: string, manifest: Manifest, { file, key, field, isSecret }: GeneratorFile): void {
    const named = besideFile(kustomization, file);
    const type = typeOf(named);
    if (type === undefined || type === 'folder') return;
    const place = this.#given.place(named);
    if (place === undefined || type !== 'file') {
      const kind = place === undefined ? 'link out of the tree' : 'not a file';
      this.leftOut.push({ shown: shownPath(named, this.#workingDirectory), kind });
      return;
    }
    const { path, real } = place;
    // A file that was read by its own name is judged there; a ConfigMap's other files are settings of any
    // shape.
    if (this.#ranges.has(path)) return;
    const { text, note } = decodeFile(real);
    const shown = shownPath(path, this.#workingDirectory);
    // Pictures and keystores are what a generator is for.
    if (note && note !== 'binary') this.diagnostics.push(decodingProblem(note, shown));
    this.#ranges.set(path, [this.manifests.length, this.manifests.length]);
    this.files++;
    this.bytes += text.length;
    this.sources.add(shown, { text, hasKeys: false, real });
    const lines = new LineIndex(shown, text);
    const carrier = { manifest, path: field };
    const { documents } = key === undefined ? readProperties(text) : readCarriedText(text, key);
    for (const [document, { value, offset }] of documents.entries()) {
      if (!isObject(value)) continue;
      const locate: Manifest['locate'] = (at, inside) => lines.position(offset(at, inside));
      this.manifests.push({ role: 'data', value, file: shown, document, carrier, locate });
    }
    if (documents.length > 0 || !isSecret) return;
    const locate: Manifest['locate'] = (_, inside) => lines.position(inside ?? 0);
    this.manifests.push({ role: 'data', value: { [key ?? file]: text }, file: shown, document: 0, carrier, locate });
  }
}

/** By which name a text is shown, and where it really is where that is a file. */
interface TextPlace {
  readonly shown: string;
  readonly real?: string;
}

const makesSecrets = /\bcreate\s+secret\s+(?:generic|tls|docker-registry)\b/;
const mayMakeSecrets = (text: string): boolean => text.includes('create') && makesSecrets.test(text);
/** In bytes. */
const largestScript = 512 * 1024;

/** `cluster_patch.yaml` beside a kustomization that does not list it: a part of an object all the same. */
const patchName = /(?:^|[-_.])patch(?:es)?\.ya?ml$/i;

/** A program of a chart that a template finishes: no YAML. */
const programTemplate = /\.(?:sh|bash|py|rb|pl|js|lua|sql|groovy)\.tpl$/;

/** YAML and JSON that a template finishes, such as Terraform's `.yaml.tpl`. */
const manifestTemplate = /\.(?:ya?ml|jsonc?)\.[\w-]+$/i;

/** A kustomization that a template has yet to finish builds nothing. */
const isBuildable = (path: string, { carrier, isTemplate, isDegraded, isAlternative }: Manifest): boolean =>
  /^kustomization(?:\.ya?ml)?$/i.test(basename(path)) && !carrier && !isTemplate && !isDegraded && !isAlternative;
