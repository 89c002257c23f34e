import { type ArgoApplication, prefixOf } from '../exports/argo-cd/argo-application.ts';
import { type ArgoCdFile, type ArgoCdOutput, argoCdFiles } from '../exports/argo-cd/argo-cd-files.ts';
import { publication } from '../exports/argo-cd/publication.ts';
import { healthKinds } from '../exports/health-checks.ts';
import type { JsonObject, Manifest } from '../guardrails/manifest/manifest.ts';
import type { Diagnostic, Place } from '../model/diagnostics/diagnostic.ts';
import { problem } from '../model/diagnostics/problems.ts';
import type { EnvironmentDocument } from '../model/documents/environment-document.ts';
import { type Publication, publicationFile } from '../model/documents/publication.ts';
import { groupBy } from '../model/group-by.ts';
import type { ArgoCdSettings } from '../model/platform/argo-cd.ts';
import type { Platform } from '../model/platform/platform.ts';
import { guardrailEnvironments } from './guardrail-environments.ts';
import { emitYaml } from './yaml-emitter.ts';

const hookAnnotations = ['argocd.argoproj.io/hook', 'helm.sh/hook'];

/** What Argo CD adds to the output of a platform. */
export interface AddedByArgoCd {
  /** What the guardrails judge, too. Layers of values are not among them: the full values were judged. */
  readonly manifests: readonly Manifest[];
  /** Adds to the files of the output, in place. */
  addTo(files: Map<string, string>): void;
  readonly diagnostics: readonly Diagnostic[];
}

/** Returns where a component of an environment is declared. */
export type PlaceOf = (environment: string, component: string) => Place;

/** Derives what rolls the platform out by Argo CD; nothing where its definition does not ask for that. */
export function argoCdOutput(
  platform: Platform,
  documents: readonly EnvironmentDocument[],
  manifests: readonly Manifest[],
  placeOf: PlaceOf,
): AddedByArgoCd {
  const { argoCd: settings } = platform.settings;
  if (settings === undefined) return { manifests: [], addTo: () => undefined, diagnostics: [] };
  const output = argoCdFiles({
    settings,
    documents,
    values: valuesOf(manifests),
    identities: guardrailEnvironments(platform).flatMap(({ tokens = {} }) => Object.values(tokens)),
    tracked: new Set(manifests.filter(isTracked).map(({ file }) => file.slice(0, file.lastIndexOf('/')))),
  });
  const published = (files: Iterable<string>): Publication => publication(files, output.files, documents, settings);
  return {
    manifests: output.files.filter(({ role }) => role !== 'values').map(asManifest),
    addTo(files) {
      for (const { file, role, value } of output.files)
        if (role === 'values') files.set(file, emitYaml([value as JsonObject]));
      files.set(publicationFile, `${JSON.stringify(published(files.keys()), undefined, 2)}\n`);
    },
    diagnostics: [
      ...sameNames(output, settings, placeOf),
      ...unknownHealthChecks(platform),
      ...samePaths(platform, published(documents.map(({ name }) => `${name}/environment.json`))),
    ],
  };
}

/** By component, and for each by environment. */
function valuesOf(manifests: readonly Manifest[]): Map<string, Map<string, JsonObject>> {
  const values = new Map<string, Map<string, JsonObject>>();
  for (const { role, file, environment, value } of manifests) {
    if (role !== 'values' || environment === undefined) continue;
    const component = file.slice(`${environment}/values/`.length, -'.yaml'.length);
    const ofComponent = values.get(component) ?? new Map<string, JsonObject>();
    values.set(component, ofComponent.set(environment, value));
  }
  return values;
}

function isTracked({ role, carrier, value }: Manifest): boolean {
  if (role !== 'object' || carrier !== undefined) return false;
  const { annotations = {} } = (value.metadata ?? {}) as { readonly annotations?: JsonObject };
  return !hookAnnotations.some((hook) => Object.hasOwn(annotations, hook));
}

const asManifest = ({ file, role, value, environment }: ArgoCdFile): Manifest => ({
  role,
  value: value as JsonObject,
  file,
  document: 0,
  ...(environment !== undefined && { environment }),
});

function sameNames({ applications }: ArgoCdOutput, settings: ArgoCdSettings, placeOf: PlaceOf): Diagnostic[] {
  // Each cluster has an Argo CD of its own, unless it is one of the destinations of another.
  const namesOf = ({ set, name }: ArgoApplication): string =>
    `${set.of}/${set.name}/${prefixOf(set, settings)}-${name}`;
  return [...groupBy(applications, namesOf)].flatMap(([id, same]) => {
    const name = id.split('/').at(-1);
    if (same.length < 2) return [];
    return same.map(({ environment, component }) =>
      problem(
        'VW1151',
        `Component "${component.name}" becomes Application "${name}", as another does`,
        placeOf(environment, component.name),
      ),
    );
  });
}

function unknownHealthChecks({ settings, declaredAt: position }: Platform): Diagnostic[] {
  const { healthChecks } = settings.argoCd ?? {};
  return (healthChecks || []).flatMap((kind, index) => {
    if (healthKinds.includes(kind)) return [];
    const field = `argoCd.healthChecks.${index}`;
    const what = `${field}: there is no health check for "${kind}"; \`vaultwright health\` lists them`;
    return [problem('VW1201', what, { field, ...(position && { position }) })];
  });
}

function samePaths(platform: Platform, { files }: Publication): Diagnostic[] {
  const position = platform.declaredAt;
  return [...groupBy(Object.entries(files), ([, path]) => path)].flatMap(([path, same]) => {
    if (same.length < 2) return [];
    const what = `argoCd.paths: ${same.map(([file]) => file).join(' and ')} would both become ${path}`;
    return [problem('VW1201', what, { field: 'argoCd.paths', ...(position && { position }) })];
  });
}
