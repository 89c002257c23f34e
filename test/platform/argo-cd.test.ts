import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { identifies, mergeValues, type ValueTree } from '../../src/exports/argo-cd/value-layers.ts';
import { environmentDocumentSchema } from '../../src/model/documents/environment-document.ts';
import { publicationSchema } from '../../src/model/documents/publication.ts';
import { ameide } from '../../src/platform/definition.ts';
import { sharedRendering } from './shared-rendering.ts';

interface ComponentFile {
  readonly name: string;
  readonly rolloutPhase: string;
  readonly state: string;
  readonly manifests: string;
  readonly syncOptions: readonly string[];
  readonly chart: false | { readonly valueFiles: readonly string[] };
}

const { files } = await sharedRendering();
const yaml = (path: string): ValueTree => load(files.get(path) ?? '') as ValueTree;
const below = (folder: string, end: string): string[] =>
  [...files.keys()].filter((path) => path.startsWith(folder) && path.endsWith(end));
const environments = ['dev', 'local', 'production', 'staging'];
const documents = environments.map((name) =>
  environmentDocumentSchema.parse(JSON.parse(files.get(`${name}/environment.json`) ?? '{}')),
);
const componentFiles = [...environments, '_clusters'].flatMap((folder) => below(`${folder}/`, '/component.yaml'));
const { files: published } = publicationSchema.parse(JSON.parse(files.get('publication.json') ?? '{}'));

describe('what Argo CD reads of the platform', () => {
  test('is one file for each component of each environment, on or off', () => {
    const components = documents.flatMap(({ components: on, disabled }) => [...on, ...disabled]);
    // None of them has a chart in one phase and Secrets in another.
    expect(componentFiles.length).toBe(components.length);
    const off = componentFiles.filter((path) => (yaml(path) as unknown as ComponentFile).state === 'disabled');
    expect(off.length).toBe(documents.flatMap(({ disabled }) => disabled).length);
    expect(off.length).toBeGreaterThan(3);
  });

  test('puts each in a phase that is a step of its ApplicationSet', () => {
    for (const path of componentFiles) {
      const folder = path.slice(0, path.indexOf('/argo-cd/'));
      const { spec } = yaml(`${folder}/argo-cd/application-set.yaml`) as {
        readonly spec: { readonly strategy: { readonly rollingSync: { readonly steps: readonly Step[] } } };
      };
      const phase = (yaml(path) as unknown as ComponentFile).rolloutPhase;
      const steps = spec.strategy.rollingSync.steps.filter(({ matchExpressions: [{ values }] }) =>
        values.includes(phase),
      );
      expect(steps.length, path).toBe(1);
    }
  });

  test('gives data-clickhouse the options of all and its own', () => {
    for (const name of environments)
      expect(yaml(`${name}/argo-cd/components/data-clickhouse/component.yaml`)).toMatchObject({
        syncOptions: [
          'CreateNamespace=true',
          'RespectIgnoreDifferences=true',
          'SkipDryRunOnMissingResource=true',
          'PruneLast=true',
        ],
      });
  });

  test('names only manifests and value files that are published', () => {
    const paths = new Set(Object.values(published));
    for (const path of componentFiles) {
      const { manifests, chart } = yaml(path) as unknown as ComponentFile;
      expect(
        [...paths].some((each) => each.startsWith(`${manifests}/`)),
        path,
      ).toBe(true);
      if (chart) for (const file of chart.valueFiles) expect(paths, path).toContain(file.replace('$values/', ''));
    }
  });

  test('has an object that is tracked for each', () => {
    for (const path of componentFiles) {
      const { manifests } = yaml(path) as unknown as ComponentFile;
      const texts = Object.entries(published).flatMap(([output, place]) =>
        place.startsWith(`${manifests}/`) ? (files.get(output) ?? '').split(/^---$/m) : [],
      );
      expect(
        texts.some((text) => !text.includes('argocd.argoproj.io/hook:')),
        path,
      ).toBe(true);
    }
  });
});

interface Step {
  readonly matchExpressions: readonly [{ readonly values: readonly string[] }];
}

describe('Helm values of the platform', () => {
  const nameOf = new Map(
    documents.flatMap(({ components }) => components.map(({ name, argoCd }) => [name, argoCd?.name ?? name] as const)),
  );
  const full = environments.flatMap((name) => below(`${name}/values/`, '.yaml'));

  /**
   * The layers of a component in an environment: those that its Application names, or what is shared and its
   * own.
   */
  function layersOf(environment: string, component: string): readonly string[] {
    const name = nameOf.get(component) ?? '';
    const ends = `/components/${name}/component.yaml`;
    const of = componentFiles
      .filter((path) => path.endsWith(ends))
      .map((path) => yaml(path) as unknown as ComponentFile)
      .find(({ manifests }) => manifests.includes(`/${environment}/`));
    const chart = of?.chart;
    const rendered = new Map(Object.entries(published).map(([file, path]) => [path, file]));
    if (chart) return chart.valueFiles.map((file) => rendered.get(file.replace('$values/', '')) ?? file);
    const layers = [`_shared/argo-cd/values/${name}.yaml`, `${environment}/argo-cd/values/${name}.yaml`];
    return layers.filter((file) => files.has(file));
  }
  const layered = full.map((path) => {
    const [environment = '', , file = ''] = path.split('/');
    return { path, environment, layers: layersOf(environment, file.slice(0, -'.yaml'.length)) };
  });

  test('are the layers, merged', () => {
    expect(full.length).toBeGreaterThan(100);
    for (const { path, layers } of layered) {
      const merged = layers.reduce<ValueTree>((tree, layer) => mergeValues(tree, yaml(layer)), {});
      expect(merged, path).toEqual(yaml(path));
    }
  });

  test('stand over those of dev in local, whose layer nothing else names', () => {
    const names = (environment: string, layer: string): boolean =>
      layered.some(
        (each) => each.environment === environment && each.layers.some((one) => one.startsWith(`${layer}/`)),
      );
    const others = environments.filter((name) => name !== 'local');
    expect(names('local', 'dev')).toBe(true);
    for (const name of others) expect(names(name, 'local'), name).toBe(false);
    for (const name of ['staging', 'production']) expect(names(name, 'dev'), name).toBe(false);
  });

  test('share nothing that names an environment', () => {
    const tokens = [...ameide.environments.values()].flatMap(({ name, namespace, domain, postgresHost, vault }) => [
      name,
      namespace,
      domain,
      postgresHost,
      vault.address,
    ]);
    const shared = below('_shared/argo-cd/values/', '.yaml');
    expect(shared.length).toBeGreaterThan(30);
    expect(shared.filter((path) => identifies(tokens)(files.get(path) ?? ''))).toEqual([]);
  });

  test('are published in layers, not whole', () => {
    expect(full.filter((path) => path in published)).toEqual([]);
    expect(published['local/argo-cd/values/foundation-vault-core.yaml']).toMatch(/^sources\/values\/env\/local\//);
  });
});
