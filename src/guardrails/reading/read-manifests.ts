import { basename, dirname, resolve } from 'node:path';
import { type Diagnostic, sortDiagnostics } from '../../model/diagnostics/diagnostic.ts';
import type { Suppression } from '../adoption/suppression.ts';
import type { ScriptedSecret } from '../knowledge/secrets-of-script.ts';
import type { SpelledVault } from '../knowledge/spelled-vault.ts';
import { isTestStep } from '../manifest/file-purpose.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { ManifestReader } from './manifest-reader.ts';
import { ProgramTexts } from './program-texts.ts';
import { leftOutProblem } from './reading-problems.ts';
import { GivenPaths } from './regular-file.ts';
import type { SourceTexts } from './source-texts.ts';
import { spelledIn } from './spelled-files.ts';
import { SpokenTexts } from './spoken-texts.ts';
import { walkTree } from './walk-tree.ts';

export interface ReadManifestsOptions {
  /** Files and folders that exist; relative to the working directory. */
  readonly paths: readonly string[];
  /** Manifests that do not come from files, as `helm template` prints them. */
  readonly streams?: readonly { readonly name: string; readonly bytes: Buffer }[];
  /** Globs of files to read beside YAML and JSON, as `*.yaml.tpl`, `.env*`, `scripts/**`. @default none */
  readonly also?: readonly string[] | undefined;
  /** Paths are shown relative to it. @default the working directory of the process */
  readonly workingDirectory?: string;
}

export interface ReadManifests {
  readonly manifests: readonly Manifest[];
  /** What could not be read as it should: notes, and an error for each file of which a part was not read. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files and streams were read. */
  readonly files: number;
  readonly bytes: number;
  /** What comments in the files accept. */
  readonly suppressions: readonly Suppression[];
  /** Absolute paths of the charts' `Chart.yaml`. */
  readonly chartFiles: readonly string[];
  /** The paths that were given: whoever opens a file of the tree again asks them. */
  readonly given: GivenPaths;
  /** Secrets that scripts and recipes of the tree make, which nobody applies with the manifests. */
  readonly scripted: readonly ScriptedSecret[];
  /** Programs that may make Secrets, read where one is missing. */
  readonly programs: ProgramTexts;
  /** Texts of templates and scripts, asked where a Secret is missing. */
  readonly spoken: SpokenTexts;
  /** Reads what scripts, Terraform and files in HCL say about roles and policies of a Vault. */
  readonly spelledVault: () => SpelledVault;
  /** Every text that was read, by the name under which findings show it. */
  readonly sources: SourceTexts;
}

/** Reads every manifest below some paths; nothing that cannot be parsed is passed over in silence. */
export function readManifests({
  paths,
  streams = [],
  also = [],
  workingDirectory = process.cwd(),
}: ReadManifestsOptions): ReadManifests {
  const absolute = paths.map((path) => resolve(workingDirectory, path));
  const given = new GivenPaths(absolute);
  const reader = new ManifestReader(given, workingDirectory);
  for (const { name, bytes } of streams) reader.stream(name, bytes);
  const walk = walkTree(absolute, given, workingDirectory, also);
  const charts = new Set(walk.files.flatMap(({ path }) => (basename(path) === 'Chart.yaml' ? [dirname(path)] : [])));
  const testCases = new Set(walk.files.flatMap(({ path }) => (isTestStep(basename(path)) ? [dirname(path)] : [])));
  for (const path of walk.scripts) reader.script(path);
  for (const file of walk.files)
    reader.file(file, testCases.has(dirname(file.path)) || isOfTests(dirname(file.path), charts, walk.testFolders));
  reader.followKustomizations();
  reader.renderKustomizations();
  reader.markValues();
  reader.placeApplications();
  return {
    manifests: reader.manifests,
    diagnostics: sortDiagnostics([...reader.diagnostics, ...[...walk.leftOut, ...reader.leftOut].map(leftOutProblem)]),
    files: reader.files,
    bytes: reader.bytes,
    suppressions: reader.suppressions,
    chartFiles: walk.files.flatMap(({ path }) => (basename(path) === 'Chart.yaml' ? [path] : [])),
    given,
    scripted: reader.scripted,
    programs: new ProgramTexts(walk.programs, reader.sources),
    spoken: new SpokenTexts(reader.sources, walk.scripts, reader.scripted),
    spelledVault: () =>
      spelledIn([...walk.scripts, ...walk.hcl, ...walk.programs.filter((path) => /\.(?:tf|tofu)$/.test(path))]),
    sources: reader.sources,
  };
}

/** The sources of tests, as builds of the JVM call them. */
const sourceSet = /^(?:test|[a-z]+Tests?|testFixtures|it)$/;

/** `test/`, `ci/` and `docs/` of a chart, no part of what it installs, and folders of programs that test. */
function isOfTests(folder: string, charts: ReadonlySet<string>, testFolders: ReadonlySet<string>): boolean {
  let isOfChart = false;
  for (let at = folder, parent = dirname(at); at !== parent; at = parent, parent = dirname(at)) {
    if (testFolders.has(at) || (charts.has(parent) && /^(?:test|ci|docs)$/.test(basename(at)))) return true;
    // `src/test/resources` of a build, not a chart below `src/test`.
    isOfChart ||= charts.has(at);
    if (!isOfChart && basename(parent) === 'src' && sourceSet.test(basename(at))) return true;
  }
  return false;
}
