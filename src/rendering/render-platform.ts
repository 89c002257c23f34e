import type { IConstruct } from 'constructs';
import { environmentProblems } from '../constructs/checks/environment-problems.ts';
import { phaseProblems } from '../constructs/checks/phase-problems.ts';
import { policyProblems } from '../constructs/checks/policy-problems.ts';
import type { Component } from '../constructs/component.ts';
import { environmentDocument } from '../constructs/derive/environment-document.ts';
import { EnvironmentApp } from '../constructs/environment-app.ts';
import { vaultKeyUses } from '../constructs/tree/vault-key-uses.ts';
import type { Manifest } from '../guardrails/manifest/manifest.ts';
import type { RecipeOverride } from '../model/declarations/recipe-override.ts';
import { positionOfError } from '../model/diagnostics/declaration-position.ts';
import { type Diagnostic, type Place, type Position, sortDiagnostics } from '../model/diagnostics/diagnostic.ts';
import { VaultwrightError } from '../model/diagnostics/errors.ts';
import { problem } from '../model/diagnostics/problems.ts';
import { type EnvironmentDocument, environmentFile } from '../model/documents/environment-document.ts';
import { groupBy } from '../model/group-by.ts';
import type { PhaseCorrection } from '../model/platform/phase.ts';
import type { Platform } from '../model/platform/platform.ts';
import { argoCdOutput } from './argo-cd-output.ts';
import { type CheckRenderedOptions, checkRendered } from './check-rendered.ts';
import { atDeclaration } from './declaration-of.ts';
import { DeclarationUses } from './declaration-uses.ts';
import { errorReason } from './error-reason.ts';
import { type ComponentClass, type ComponentSource, loadComponents } from './load-components.ts';
import { makePrograms } from './make-programs.ts';
import { manifestsOf } from './manifests-of.ts';
import { sharedEntries } from './shared-entries.ts';
import { emitYaml } from './yaml-emitter.ts';

/** What makes up a platform besides its definition. */
export interface RenderOptions extends CheckRenderedOptions {
  /** Every component, as a class or as a function that imports its file. */
  readonly components: readonly ComponentSource[];
  /** Recipes that replace declared ones, in the one place where that may happen. @default none */
  readonly recipeOverrides?: readonly RecipeOverride[];
  /** Corrected rollout phases by component name. @default none */
  readonly phaseCorrections?: Readonly<Record<string, PhaseCorrection>>;
}

/** Everything that a platform renders, in memory. */
export interface RenderedPlatform {
  /** Text of each file by its path, `<environment>/…`, sorted by code point. */
  readonly files: ReadonlyMap<string, string>;
  /** The objects and values that the guardrails saw. */
  readonly manifests: readonly Manifest[];
  /** All findings of all environments, sorted; an `error` among them means that nothing may be written. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Renders all environments of a platform and checks the result.
 *
 * Declarations, constructs and guardrails are checked in one run, so that all findings come at once; nothing
 * is written.
 */
export async function renderPlatform(platform: Platform, options: RenderOptions): Promise<RenderedPlatform> {
  const { classes, diagnostics: loading } = await loadComponents(options.components);
  const diagnostics: Diagnostic[] = [...loading];
  const manifests: Manifest[] = [];
  const documents: EnvironmentDocument[] = [];
  const keyPositions = new Map<string, Position>();
  const names = new Set<string>();
  const places = new Map<string, Place>();
  const uses = new DeclarationUses();
  const incomplete = new Set<string>();
  const programs = makePrograms();
  for (const environment of platform.environments.values()) {
    const cluster = platform.clusters.get(environment.cluster);
    if (!cluster) continue;
    const app = new EnvironmentApp(platform, environment, cluster, { ...options, programs });
    diagnostics.push(...construct(app, classes));
    for (const child of app.node.children) {
      names.add(child.node.id);
      places.set(`${environment.name}\0${child.node.id}`, placeOf(child, app));
    }
    try {
      app.complete();
      uses.add(app);
      diagnostics.push(...environmentProblems(app));
      for (const { key, id: path } of vaultKeyUses(app, app.collect()))
        if (key.declaredAt) keyPositions.set(`${environment.name}\0${path}`, key.declaredAt);
      const document = environmentDocument(app);
      documents.push(document);
      diagnostics.push(...phaseProblems(app, document), ...policyProblems(app, document));
      const rendered = manifestsOf(app);
      manifests.push(...rendered.manifests);
      if (rendered.diagnostics.some(({ code }) => !/^VW190[0-3]$/.test(code))) incomplete.add(environment.name);
      diagnostics.push(...rendered.diagnostics.map((diagnostic) => atDeclaration(diagnostic, app)));
    } catch (error) {
      diagnostics.push(...asDiagnostics(error, app).map((diagnostic) => atDeclaration(diagnostic, app)));
    }
    diagnostics.push(...app.problems);
  }
  diagnostics.push(...sharedEntries(documents, (environment, id) => keyPositions.get(`${environment}\0${id}`)));
  // Last, since a component may declare while it is constructed.
  diagnostics.push(...uses.place(platform.problems, diagnostics));
  for (const name of Object.keys(options.phaseCorrections ?? {}))
    if (!names.has(name))
      diagnostics.push(problem('VW1202', `No component is named "${name}"`, { field: `phaseCorrections.${name}` }));
  const argoCd = argoCdOutput(
    platform,
    documents,
    manifests,
    (environment, component) => places.get(`${environment}\0${component}`) ?? { environment },
  );
  manifests.push(...argoCd.manifests);
  diagnostics.push(...argoCd.diagnostics);
  // A rule that compares objects speaks at the later one: that must not be the component which is listed
  // later.
  manifests.sort((a, b) => (a.file === b.file ? a.document - b.document : a.file < b.file ? -1 : 1));
  for (const finding of checkRendered(platform, manifests, options))
    if (countsIn(finding, incomplete)) diagnostics.push(atKeyDeclaration(finding, keyPositions));
  const files = filesOf(manifests, documents);
  argoCd.addTo(files);
  return { files: sortedFiles(files), manifests, diagnostics: sortDiagnostics(diagnostics) };
}

/**
 * Where an object could not be rendered, a credential in another one is still a finding; what other rules
 * miss may be in that object.
 */
const countsIn = ({ code, place }: Diagnostic, incomplete: ReadonlySet<string>): boolean =>
  incomplete.size === 0 ||
  /^VW30[01]|^VW3154$/.test(code) ||
  (!/^VW325/.test(code) && place.environment !== undefined && !incomplete.has(place.environment));

const placeOf = (child: IConstruct, { environment }: EnvironmentApp): Place => {
  const position = (child as Partial<Component>).declaredAt;
  return { environment: environment.name, constructPath: child.node.path, ...(position && { position }) };
};

function construct(app: EnvironmentApp, classes: readonly ComponentClass<EnvironmentApp>[]): Diagnostic[] {
  return classes.flatMap((componentClass) => {
    const before = app.node.children.length;
    try {
      new componentClass(app);
      return [];
    } catch (error) {
      return asDiagnostics(error, app, { name: componentClass.name, path: app.node.children[before]?.node.path });
    }
  });
}

function asDiagnostics(
  error: unknown,
  app: EnvironmentApp,
  component?: { readonly name: string; readonly path: string | undefined },
): readonly Diagnostic[] {
  if (error instanceof VaultwrightError) return error.diagnostics;
  const position = error instanceof Error ? positionOfError(error, component?.name) : undefined;
  const subject = component === undefined ? 'The environment' : `Component class ${component.name}`;
  return [
    problem('VW1111', `${subject} failed: ${errorReason(error)}`, {
      environment: app.environment.name,
      ...(component?.path !== undefined && { constructPath: component.path }),
      ...(position && { position }),
    }),
  ];
}

/**
 * A finding about an entry of the fixture map points at the declaration of the key rather than at the
 * construct that collected it.
 */
function atKeyDeclaration(finding: Diagnostic, positions: ReadonlyMap<string, Position>): Diagnostic {
  const { vaultPath, environment, object } = finding.place;
  if (vaultPath === undefined || (object !== undefined && object.kind !== 'ConfigMap')) return finding;
  const position = positions.get(`${environment}\0${vaultPath}`);
  return position ? { ...finding, place: { ...finding.place, position } } : finding;
}

function filesOf(manifests: readonly Manifest[], documents: readonly EnvironmentDocument[]): Map<string, string> {
  const byFile = groupBy(manifests, ({ file }) => file);
  const files = [...byFile].map(([file, documents]) => [file, emitYaml(documents.map(({ value }) => value))] as const);
  const texts = documents.map(
    (document) => [`${document.name}/${environmentFile}`, `${JSON.stringify(document, undefined, 2)}\n`] as const,
  );
  return new Map([...files, ...texts]);
}

const sortedFiles = (files: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
