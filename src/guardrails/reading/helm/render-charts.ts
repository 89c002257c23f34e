import { basename, dirname, join, relative } from 'node:path';
import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../../model/diagnostics/errors.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { JsonValue, Manifest, RenderedChart } from '../../manifest/manifest.ts';
import { type Placement, placeManifests } from '../../manifest/place-manifests.ts';
import { spoilTrace } from '../input-trace.ts';
import { type GivenPaths, typeOf } from '../regular-file.ts';
import { shownPath } from '../walk-tree.ts';
import { chartContent } from './chart-content.ts';
import { askedFor, type ChartRun, furtherValues, isRenderable, outermost, strayEntry, type Wanted } from './charts.ts';
import { installationsOf } from './installations.ts';
import { failedRender, missingHelm, outOfTime, unrendered } from './problems.ts';
import { Helm } from './program.ts';
import { renderedObjects, unknownNamespace, ValueTexts } from './rendered-objects.ts';

/**
 * Whether charts are rendered: where helm is there (`auto`), always, or never.
 *
 * `auto` takes charts whose dependencies are in the tree, and has {@link automaticMs} for all of them.
 */
export type HelmUse = 'auto' | 'always' | 'never';

/** A tree of manifests and its charts. */
export interface ChartTree {
  readonly manifests: readonly Manifest[];
  /** Absolute paths of `Chart.yaml` files. */
  readonly chartFiles: readonly string[];
  /** The paths that nothing may leave. */
  readonly given: GivenPaths;
}

export interface RenderedTree {
  /** Those of the tree, marked where a rendering stands for them, and what the charts render. */
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/** For all charts together, where nobody asked for them. */
const automaticMs = 20_000;
/** For one run of helm. */
const runMs = { auto: 10_000, always: 120_000 };
/** Choices of values of a chart that nobody installs. */
const runsOfChart = { auto: 8, always: Number.POSITIVE_INFINITY };
/** Runs at the same time. */
const parallel = 4;

/**
 * Renders the charts of a tree with `helm template`: as the Applications and HelmReleases of the tree install
 * them; a chart that none of them installs with its own values, and once more with each further values file.
 *
 * Helm follows links, so that a chart which leads out of the given paths is not rendered.
 *
 * @throws ConfigurationError VW2040 where helm must render and is not there
 */
export async function renderCharts(tree: ChartTree, use: HelmUse, workingDirectory: string): Promise<RenderedTree> {
  const nothing = { manifests: tree.manifests, diagnostics: [] };
  if (use === 'never') return nothing;
  const shown = (file: string): string => shownPath(file, workingDirectory);
  const charts = outermost(tree.chartFiles).filter((file) =>
    isRenderable(file, folderOf(shown(file)), tree.manifests, use === 'auto'),
  );
  if (charts.length === 0) return nothing;
  const helm = await Helm.find();
  if (helm === undefined) {
    if (use === 'auto') return nothing;
    throw new ConfigurationError([missingHelm]);
  }
  try {
    return await new Charts(tree, use, workingDirectory, helm).render(charts);
  } finally {
    helm.close();
  }
}

class Charts {
  readonly #tree: ChartTree;
  readonly #use: 'auto' | 'always';
  readonly #helm: Helm;
  readonly #shown: (path: string) => string;
  /** The folders of all charts that are rendered by themselves, as they are shown. */
  readonly #folders: readonly string[];
  readonly #placements = new Map<Manifest, Placement>();
  readonly #rendered: Manifest[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(tree: ChartTree, use: 'auto' | 'always', workingDirectory: string, helm: Helm) {
    this.#tree = tree;
    this.#use = use;
    this.#helm = helm;
    this.#shown = (path) => shownPath(path, workingDirectory);
    this.#folders = outermost(tree.chartFiles).map((file) => folderOf(this.#shown(file)));
  }

  async render(charts: readonly string[]): Promise<RenderedTree> {
    const end = this.#use === 'auto' ? performance.now() + automaticMs : Number.POSITIVE_INFINITY;
    for (let at = 0; at < charts.length; at += parallel) {
      const [next, ...others] = charts.slice(at);
      if (next !== undefined && performance.now() > end) {
        spoilTrace();
        this.#diagnostics.push(outOfTime(others.length + 1, automaticMs / 1000, this.#shown(next)));
        break;
      }
      const group = charts.slice(at, at + parallel);
      const runs = await Promise.all(group.map((file) => this.#run(file)));
      for (const [index, file] of group.entries()) this.#add(file, runs[index] ?? []);
    }
    const manifests = placeManifests(this.#tree.manifests, this.#placements);
    return { manifests: [...manifests, ...this.#rendered], diagnostics: this.#diagnostics };
  }

  async #run(chartFile: string): Promise<ChartRun[]> {
    const folder = dirname(chartFile);
    const { given, manifests } = this.#tree;
    const stray = strayEntry(folder, given);
    if (stray !== undefined) {
      const severity = this.#use === 'auto' ? 'note' : 'warning';
      this.#diagnostics.push(unrendered(this.#shown(chartFile), relative(folder, stray), severity));
      return [];
    }
    const isThere = (path: string): boolean => given.place(path) !== undefined && typeOf(path) === 'file';
    const installed = installationsOf(folder, manifests, isThere);
    const apiVersions = askedFor(this.#templates(folderOf(this.#shown(chartFile))));
    const runs: ChartRun[] = [];
    chartContent(folder);
    for (const wanted of installed.length > 0 ? installed : byItself(folder).slice(0, runsOfChart[this.#use])) {
      const { release, namespace = unknownNamespace, files, values } = wanted;
      for (const file of files) chartContent(file);
      const outcome = await this.#helm.template(folder, {
        release: asRelease(release),
        namespace,
        apiVersions,
        files,
        values: Object.keys(values).length > 0 ? JSON.stringify(values) : undefined,
        timeoutMs: runMs[this.#use],
      });
      runs.push({ ...wanted, outcome });
    }
    // Whoever changed something meanwhile is noticed.
    chartContent(folder);
    return runs;
  }

  /** Takes over what a chart renders; its templates stand where no run of helm succeeds. */
  #add(chartFile: string, runs: readonly ChartRun[]): void {
    const failed = runs.filter(({ outcome }) => !outcome.isRendered);
    const isRendered = failed.length < runs.length;
    // Where nobody asked for it, a chart that renders with other values is no news.
    for (const run of this.#use === 'always' ? failed : failed.slice(0, isRendered ? 0 : 1))
      this.#diagnostics.push(failedRender(this.#shown(chartFile), run, this.#use));
    if (!isRendered) return;
    const folder = folderOf(this.#shown(chartFile));
    const raw = this.#templates(folder);
    const texts = new Set<string>();
    const isInstalled = runs.some(({ manifest }) => manifest !== undefined);
    const chart: RenderedChart = { folder: folder.slice(0, -1), isInstalled, texts };
    for (const manifest of raw) this.#placements.set(manifest, { chart });
    const templates = groupBy(
      raw.filter(({ carrier }) => carrier === undefined),
      ({ file }) => file,
    );
    for (const run of runs) {
      const { outcome, namespace, isOpen } = run;
      if (!outcome.isRendered) continue;
      const values = this.#values(folder, run);
      for (const manifest of values) this.#placements.set(manifest, { chart });
      const purpose = values.find(({ carrier }) => carrier === undefined)?.purpose;
      const made = renderedObjects({
        text: outcome.text,
        rendering: { folder: chart.folder, chart, ...(isOpen && { isOpen }) },
        templates,
        values: new ValueTexts(values),
        ...(namespace !== undefined && { namespace }),
        ...(purpose !== undefined && { purpose }),
      });
      for (const manifest of made) {
        addTexts(manifest.value, texts);
        this.#rendered.push(manifest);
      }
    }
  }

  /** The templates of a chart, and of the charts in it. */
  #templates(folder: string): Manifest[] {
    return this.#tree.manifests.filter(({ file, isTemplate }) => isTemplate === true && this.#isIn(folder, file));
  }

  /** The values that went into a run: of the chart and those in it, of files, of who installs it. */
  #values(folder: string, { files, manifest: by }: ChartRun): Manifest[] {
    const named = new Set(files.map((file) => this.#shown(file)));
    return this.#tree.manifests.filter(({ role, carrier, file }) => {
      if (role !== 'values') return false;
      if (carrier !== undefined) return carrier.manifest === by;
      return named.has(file) || (file.endsWith('values.yaml') && isOwnValues(file, folder) && this.#isIn(folder, file));
    });
  }

  #isIn(folder: string, file: string): boolean {
    return (
      file.startsWith(folder) &&
      !this.#folders.some((other) => other.length > folder.length && other.startsWith(folder) && file.startsWith(other))
    );
  }
}

/** With its last slash. */
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

const isOwnValues = (file: string, folder: string): boolean =>
  /^(?:charts\/[^/]+\/)*values\.yaml$/.test(file.slice(folder.length));

/** What helm renders of a chart that nobody in the tree installs. */
const byItself = (folder: string): Wanted[] =>
  [undefined, ...furtherValues(folder)].map((name) => ({
    release: basename(folder),
    files: name === undefined ? [] : [join(folder, name)],
    values: {},
    isOpen: false,
  }));

/** A release name must be a DNS label. */
const asRelease = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .replace(/^-+/, '')
    .slice(0, 53)
    .replace(/(?<!-)-+$/, '') || 'release';

function addTexts(value: JsonValue, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (value !== null && typeof value === 'object')
    for (const child of Object.values(value)) addTexts(child as JsonValue, texts);
}
