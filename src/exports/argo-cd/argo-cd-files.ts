import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { groupBy } from '../../model/group-by.ts';
import type { ArgoCdSettings } from '../../model/platform/argo-cd.ts';
import { fillPath } from '../../model/platform/argo-cd-paths.ts';
import { healthKinds } from '../health-checks.ts';
import { healthValues } from '../health-customizations.ts';
import { applicationSet } from './application-set.ts';
import { type ApplicationSetId, type ArgoApplication, applicationsOf } from './argo-application.ts';
import { componentFile } from './component-file.ts';
import { marker } from './marker.ts';
import { identifies, type ValueLayers, type ValueTree, valueLayers } from './value-layers.ts';

/** What the files of Argo CD are derived from. */
export interface ArgoCdInput {
  readonly settings: ArgoCdSettings;
  readonly documents: readonly EnvironmentDocument[];
  /** Full Helm values by component, and for each by environment. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, ValueTree>>;
  /** Texts that say which environment something is for, such as namespaces and host names. */
  readonly identities: readonly string[];
  /** Folders, `<environment>/<folder>`, that hold an object which Argo CD tracks. */
  readonly tracked: ReadonlySet<string>;
}

/** One file of Argo CD in the output. */
export interface ArgoCdFile {
  /** Path in the output folder. */
  readonly file: string;
  /** Path in the GitOps repository. */
  readonly published: string;
  /** `object` for what the API server takes, `data` for what an ApplicationSet reads, `values` for Helm. */
  readonly role: 'object' | 'data' | 'values';
  readonly value: Readonly<Record<string, unknown>>;
  /** Environment that it belongs to, where it is one's own. */
  readonly environment?: string;
}

/** Everything that Argo CD needs of a platform. */
export interface ArgoCdOutput {
  readonly files: readonly ArgoCdFile[];
  readonly applications: readonly ArgoApplication[];
}

/**
 * Derives what rolls a platform out by Argo CD: an ApplicationSet for each environment and each cluster, a
 * `component.yaml` for each Application, Helm values in layers, and an object for each Application that would
 * have none.
 */
export function argoCdFiles(input: ArgoCdInput): ArgoCdOutput {
  const { settings, documents, tracked } = input;
  const applications = applicationsOf(documents, settings);
  // Without a chart no component.yaml says which layers belong together, so each must be enough with what is
  // shared.
  const withChart = new Set(applications.flatMap(({ component, hasChart }) => (hasChart ? [component.name] : [])));
  const layers = new Map(
    [...input.values].map(([component, full]) => {
      const overlays = withChart.has(component) ? settings.overlays : {};
      return [component, valueLayers(full, identifies(input.identities), overlays)];
    }),
  );
  const clusterOf = new Map(documents.map(({ name, cluster }) => [name, cluster.name]));
  const sets = [...groupBy(applications, ({ set }) => `${set.of}/${set.name}`).values()].flatMap((ofSet) => {
    const [first] = ofSet;
    return first ? [setFile(first.set, clusterOf.get(first.environment) ?? '', ofSet, settings)] : [];
  });
  const components = applications.map((each) => {
    const valueFiles = each.hasChart ? valueFilesOf(each, applications, layers.get(each.component.name), settings) : [];
    return placed(each.set, `components/${each.name}/component.yaml`, {
      published: componentPath(each, settings),
      role: 'data',
      value: componentFile(each, settings, valueFiles),
    });
  });
  const markers = applications
    .filter(
      ({ environment, component, hasManifests }) => hasManifests && !tracked.has(`${environment}/${component.folder}`),
    )
    .map((each): ArgoCdFile => {
      const { environment, component } = each;
      const { folder, name } = component;
      const file = `${name}.component.k8s.yaml`;
      return {
        file: `${environment}/${folder}/${file}`,
        published: `${fillPath(settings.paths.manifests, { environment, folder })}/${file}`,
        role: 'object',
        value: marker(each),
        environment,
      };
    });
  const values = [...valueFiles(applications, layers, settings), ...healthFile(settings)];
  return { files: [...sets, ...components, ...values, ...markers], applications };
}

const placed = (set: ApplicationSetId, path: string, file: Omit<ArgoCdFile, 'file' | 'environment'>): ArgoCdFile => ({
  file: `${set.of === 'environment' ? set.name : `_clusters/${set.name}`}/argo-cd/${path}`,
  ...file,
  ...(set.of === 'environment' && { environment: set.name }),
});

function setFile(
  set: ApplicationSetId,
  cluster: string,
  applications: readonly ArgoApplication[],
  settings: ArgoCdSettings,
): ArgoCdFile {
  const { paths } = settings;
  const isEnvironment = set.of === 'environment';
  const variables = { [set.of]: set.name };
  const files = fillPath(isEnvironment ? paths.component : paths.clusterComponent, variables);
  const phases = applications.map(({ phase }) => phase);
  return placed(set, 'application-set.yaml', {
    published: fillPath(isEnvironment ? paths.applicationSet : paths.clusterApplicationSet, variables),
    role: 'object',
    value: applicationSet(set, cluster, phases, files, settings),
  });
}

/** The checks of health stand once: an environment with checks of its own would roll out by other rules. */
function healthFile({ healthChecks = healthKinds, paths }: ArgoCdSettings): ArgoCdFile[] {
  if (healthChecks === false) return [];
  return [
    {
      file: '_shared/argo-cd/health.yaml',
      published: fillPath(paths.health, {}),
      role: 'values',
      value: healthValues(healthChecks),
    },
  ];
}

const componentPath = ({ set, name, domain }: ArgoApplication, { paths }: ArgoCdSettings): string =>
  fillPath(set.of === 'environment' ? paths.component : paths.clusterComponent, { [set.of]: set.name, name, domain });

/**
 * The layers of an Application, each where it has a value: what all share, what an environment adds, and over
 * that what the Application's own adds where it is an overlay.
 */
function valueFilesOf(
  { environment, name, domain, component }: ArgoApplication,
  applications: readonly ArgoApplication[],
  layers: ValueLayers | undefined,
  { paths }: ArgoCdSettings,
): string[] {
  if (layers === undefined || !layers.environments.has(environment)) return [];
  const { shared, environments, bases } = layers;
  const base = applications.find(
    (each) => each.environment === bases.get(environment) && each.component.name === component.name && each.hasChart,
  );
  const layerOf = (each: Pick<ArgoApplication, 'environment' | 'name' | 'domain'>): string[] =>
    isEmpty(environments.get(each.environment) ?? {}) ? [] : [fillPath(paths.values, each)];
  return [
    ...(isEmpty(shared) ? [] : [fillPath(paths.sharedValues, { name, domain })]),
    ...(base ? layerOf(base) : []),
    ...layerOf({ environment, name, domain }),
  ];
}

function valueFiles(
  applications: readonly ArgoApplication[],
  layers: ReadonlyMap<string, ValueLayers>,
  { paths }: ArgoCdSettings,
): ArgoCdFile[] {
  const files = applications.flatMap((each): ArgoCdFile[] => {
    const { environment, domain, component, name } = each;
    const ofComponent = layers.get(component.name);
    if (ofComponent === undefined || name !== (component.argoCd?.name ?? component.name)) return [];
    const { shared } = ofComponent;
    const own = ofComponent.environments.get(environment) ?? {};
    const sharedFile = `_shared/argo-cd/values/${name}.yaml`;
    const ownFile = `${environment}/argo-cd/values/${name}.yaml`;
    const published = fillPath(paths.sharedValues, { name, domain });
    return [
      ...(isEmpty(shared) ? [] : [{ file: sharedFile, published, role: 'values' as const, value: shared }]),
      ...(isEmpty(own)
        ? []
        : [
            {
              file: ownFile,
              published: fillPath(paths.values, { environment, name, domain }),
              role: 'values' as const,
              value: own,
              environment,
            },
          ]),
    ];
  });
  // What is shared comes once, from whichever environment is first.
  return [...new Map(files.map((each) => [each.file, each])).values()];
}

const isEmpty = (tree: ValueTree): boolean => Object.keys(tree).length === 0;
