import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import type { ArgoCdSettings } from '../../model/platform/argo-cd.ts';

type Component = Omit<EnvironmentDocument['components'][number], 'reads'>;

/** The ApplicationSet that generates an Application: one for each environment, one for each cluster. */
export interface ApplicationSetId {
  readonly of: 'environment' | 'cluster';
  /** Name of the environment or the cluster. */
  readonly name: string;
}

/** One Application, as it follows from the documents. */
export interface ArgoApplication {
  readonly set: ApplicationSetId;
  /** Environment that renders its manifests. */
  readonly environment: string;
  /** Its name without that of the environment or cluster. */
  readonly name: string;
  readonly component: Component;
  readonly domain: string;
  readonly phase: number;
  readonly wave: number | undefined;
  readonly hasManifests: boolean;
  readonly hasChart: boolean;
  /** Why the component is off, where it is. */
  readonly disabled: string | undefined;
}

/** Prefix of the names of the Applications of a set. */
export const prefixOf = ({ of, name }: ApplicationSetId, { destinations }: ArgoCdSettings): string =>
  of === 'environment' || destinations[name] !== undefined ? name : 'cluster';

/**
 * Returns the Applications of all environments, sorted by set and name.
 *
 * A component is one Application. Where its chart and its Secrets belong to different phases it is two, since
 * an Application is in one step only.
 */
export function applicationsOf(
  documents: readonly EnvironmentDocument[],
  settings: ArgoCdSettings,
): readonly ArgoApplication[] {
  const applications = documents.flatMap((document) => [
    ...document.components.flatMap((component) => ofComponent(document, component, settings)),
    ...document.disabled.map((component) =>
      application(document, component, settings, { phase: component.secretsPhase, disabled: component.reason }),
    ),
  ]);
  const keyOf = ({ set, name }: ArgoApplication): string => `${set.of}/${set.name}/${name}`;
  return applications.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function ofComponent(
  document: EnvironmentDocument,
  component: Component,
  settings: ArgoCdSettings,
): readonly ArgoApplication[] {
  const { phase, secretsPhase, argoCd } = component;
  if (argoCd?.chart === undefined) return [application(document, component, settings, { phase: secretsPhase })];
  if (phase === secretsPhase) return [application(document, component, settings, { phase, hasChart: true })];
  return [
    application(document, component, settings, { phase, hasChart: true, hasManifests: false }),
    application(document, component, settings, { phase: secretsPhase, suffix: '-secrets' }),
  ];
}

function application(
  { name: environment, cluster }: EnvironmentDocument,
  component: Component,
  settings: ArgoCdSettings,
  part: {
    readonly phase: number;
    readonly hasChart?: boolean;
    readonly hasManifests?: boolean;
    readonly suffix?: string;
    readonly disabled?: string;
  },
): ArgoApplication {
  const { phase, hasChart = false, hasManifests = true, suffix = '', disabled } = part;
  const isShared = cluster.sharedNamespaces.includes(component.namespace);
  return {
    set: isShared ? { of: 'cluster', name: cluster.name } : { of: 'environment', name: environment },
    environment,
    name: `${component.argoCd?.name ?? component.name}${suffix}`,
    component,
    domain: domainOf(component, settings),
    phase,
    wave: component.argoCd?.wave ?? settings.steps.find((step) => step.phase === phase)?.wave,
    hasManifests,
    hasChart,
    disabled,
  };
}

function domainOf({ phase, folder }: Component, { domains }: ArgoCdSettings): string {
  const begun = Object.entries(domains)
    .filter(([, from]) => from <= phase)
    .sort(([, a], [, b]) => b - a);
  return begun[0]?.[0] ?? folder.split('/', 1)[0] ?? folder;
}
