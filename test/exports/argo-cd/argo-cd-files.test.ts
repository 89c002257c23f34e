import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { mergeValues } from '../../../src/exports/argo-cd/value-layers.ts';
import {
  type ComponentProps,
  definePlatform,
  type EnvironmentScope,
  renderPlatform,
  Service,
} from '../../../src/index.ts';
import { publicationSchema } from '../../../src/model/documents/publication.ts';

const vault = (name: string) => ({ address: `https://vault.${name}.example`, managed: true }) as const;
const environment = (name: string, cluster: 'near' | 'far') =>
  ({ cluster, namespace: `mill-${name}`, lifecycle: 'regulated', vault: vault(name) }) as const;

type Mill = { readonly argoCd?: Parameters<typeof definePlatform>[0]['argoCd'] };
type Part = Partial<ComponentProps> & { readonly name: string };

/** Renders components without objects: two environments in one cluster, a third in another. */
async function render({ argoCd }: Mill, parts: readonly Part[], withValues: readonly string[] = []) {
  const platform = definePlatform({
    store: 'mill',
    ...(argoCd && { argoCd }),
    clusters: {
      near: { stores: 'namespaced', sharedNamespaces: { 'mill-tools': 'one' } },
      far: { stores: 'cluster', sharedNamespaces: { 'mill-tools': 'three' } },
    },
    environments: {
      one: environment('one', 'near'),
      two: environment('two', 'near'),
      three: environment('three', 'far'),
    },
  });
  const components = parts.map(
    ({ name, ...props }) =>
      class Component extends Service<EnvironmentScope<typeof platform>> {
        constructor(env: EnvironmentScope<typeof platform>) {
          super(env, name, { owner: 'millers', phase: 600, ...(props as object) });
          if (withValues.includes(name)) this.values({ replicas: 2, host: ({ namespace }) => `${namespace}.example` });
        }
      },
  );
  const { files, diagnostics } = await renderPlatform(platform, { components, configuration: false });
  const at = (path: string) => load(files.get(path) ?? 'null') as Tree;
  return { files, diagnostics: diagnostics.map(({ code, what }) => `${code} ${what}`), at };
}
interface Tree {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests look at
  readonly [key: string]: any;
}

const repoURL = 'https://git.example.org/mill.git';
const stepsOf = ({ spec }: Tree) =>
  spec.strategy.rollingSync.steps.map((step: Tree) => [step.matchExpressions[0].values.join(), step.maxUpdate]);

describe('a platform', () => {
  test('that does not ask for Argo CD renders nothing of it', async () => {
    const { files } = await render({}, [{ name: 'wheel' }], ['wheel']);
    expect([...files.keys()].filter((path) => /argo-cd|publication|_shared|component/.test(path))).toEqual([]);
  });

  test('has steps for the phases of each ApplicationSet and no others', async () => {
    const argoCd = { repoURL, steps: [{ phase: 200, maxUpdate: 0 }, { phase: 300, maxUpdate: '50%' }, { phase: 640 }] };
    const { at } = await render({ argoCd }, [
      { name: 'wheel', phase: 300 },
      { name: 'stone', phase: 200, environments: ['one'] },
      { name: 'sack', phase: 310 },
      { name: 'crane', phase: 20, namespace: 'mill-tools' },
    ]);
    expect(stepsOf(at('one/argo-cd/application-set.yaml'))).toEqual([
      ['200', 0],
      ['300', '50%'],
      ['310', undefined],
    ]);
    expect(stepsOf(at('two/argo-cd/application-set.yaml'))).toEqual([
      ['300', '50%'],
      ['310', undefined],
    ]);
    expect(stepsOf(at('_clusters/near/argo-cd/application-set.yaml'))).toEqual([['020', undefined]]);
    expect(at('_clusters/far/argo-cd/components/crane/component.yaml')).toMatchObject({
      namespace: 'mill-tools',
      manifests: 'three/services/crane',
    });
  });

  test('names the Applications of a far cluster by it', async () => {
    const argoCd = { repoURL, destinations: { far: 'https://far.example' } };
    const { at } = await render({ argoCd }, [{ name: 'crane', namespace: 'mill-tools' }]);
    const nameOf = (cluster: string) => at(`_clusters/${cluster}/argo-cd/application-set.yaml`).spec.template;
    expect(nameOf('near').metadata.name).toBe('cluster-{{ .name }}');
    expect(nameOf('far').metadata.name).toBe('far-{{ .name }}');
    expect(nameOf('far').spec.destination.server).toBe('https://far.example');
  });

  test('publishes to where its paths say', async () => {
    const paths = {
      manifests: 'm/{environment}/{folder}',
      component: 'c/{domain}/{environment}/{name}.yaml',
      sharedValues: 'v/{domain}/{name}.yaml',
      values: 'v/{environment}/{name}.yaml',
    };
    const argoCd = { repoURL, paths, domains: { early: 10, late: 500 } };
    const { at, files } = await render(
      { argoCd },
      [{ name: 'wheel', argoCd: { chart: { path: 'charts/wheel' } } }],
      ['wheel'],
    );
    const { files: published } = publicationSchema.parse(JSON.parse(files.get('publication.json') ?? ''));
    expect(published).toMatchObject({
      'one/services/wheel/wheel.component.k8s.yaml': 'm/one/services/wheel/wheel.component.k8s.yaml',
      'one/argo-cd/components/wheel/component.yaml': 'c/late/one/wheel.yaml',
      '_shared/argo-cd/values/wheel.yaml': 'v/late/wheel.yaml',
      'one/argo-cd/values/wheel.yaml': 'v/one/wheel.yaml',
      'one/environment.json': 'one/environment.json',
    });
    expect(published).not.toHaveProperty(['one/values/wheel.yaml']);
    expect(at('one/argo-cd/application-set.yaml').spec.generators[0].git.files).toEqual([{ path: 'c/*/one/*.yaml' }]);
    expect(at('one/argo-cd/components/wheel/component.yaml').chart.valueFiles).toEqual([
      '$values/v/late/wheel.yaml',
      '$values/v/one/wheel.yaml',
    ]);
  });

  test('gives a chart of an overlay what is shared, its base and its own, and no other environment its layer', async () => {
    const argoCd = { repoURL, overlays: { three: 'one' } };
    const chart = { path: 'charts/wheel' };
    const { at, files } = await render({ argoCd }, [{ name: 'wheel', argoCd: { chart } }], ['wheel']);
    const filesOf = (name: string) => at(`${name}/argo-cd/components/wheel/component.yaml`).chart.valueFiles;
    const layer = (name: string) => `$values/${name}/argo-cd/values/wheel.yaml`;
    expect(filesOf('one')).toEqual([layer('_shared'), layer('one')]);
    expect(filesOf('two')).toEqual([layer('_shared'), layer('two')]);
    expect(filesOf('three')).toEqual([layer('_shared'), layer('one'), layer('three')]);
    for (const name of ['one', 'two', 'three']) {
      const merged = filesOf(name)
        .map((path: string) => at(path.replace('$values/', '')))
        .reduce(mergeValues, {});
      expect(merged, name).toEqual(load(files.get(`${name}/values/wheel.yaml`) ?? ''));
    }
    expect(at('three/argo-cd/values/wheel.yaml')).toEqual({ host: 'mill-three.example' });
  });

  test.each([
    [{ three: 'four' }, 'three', '"four" is not an environment'],
    [{ four: 'one' }, 'four', '"four" is not an environment'],
    [{ three: 'two', two: 'one' }, 'three', '"two" is an overlay itself'],
    [{ two: 'two' }, 'two', '"two" is an overlay itself'],
  ])('that stands environments over each other as %j is refused', async (overlays, field, message) => {
    const { diagnostics } = await render({ argoCd: { repoURL, overlays } }, [{ name: 'wheel' }]);
    expect(diagnostics.join('\n')).toContain(message);
    expect(diagnostics.join('\n')).toContain(`argoCd.overlays.${field}`);
  });

  test('tries a failed sync again as it says, at the newest commit unless told otherwise', async () => {
    const retryOf = async (retry?: object) => {
      const { at } = await render({ argoCd: { repoURL, ...(retry && { retry }) } }, [{ name: 'wheel' }]);
      return at('one/argo-cd/application-set.yaml').spec.template.spec.syncPolicy.retry;
    };
    const backoff = { duration: '5s', factor: 2, maxDuration: '3m' };
    expect(await retryOf()).toEqual({ limit: 10, backoff, refresh: true });
    expect(await retryOf({ limit: 3, backoff: { factor: 3 }, refresh: false })).toEqual({
      limit: 3,
      backoff: { ...backoff, factor: 3 },
    });
  });

  test.each([
    ['{environment}/{name}', 'component', /must hold \{environment\}|stands for nothing/],
    ['a/{name}', 'component', /must hold \{environment\}/],
    ['/a/{environment}/{name}', 'component', /must be relative/],
    ['a/../{environment}/{name}', 'component', /must not hold/],
    ['a/{environment}/{nam}', 'component', /\{nam\} stands for nothing/],
    ['a/{environment}/{name', 'component', /must hold \{name\}/],
  ])('with path %s is told what is wrong with it, or is sound', async (path, field, message) => {
    const { diagnostics } = await render({ argoCd: { repoURL, paths: { [field]: path } } }, [{ name: 'wheel' }]);
    if (path === '{environment}/{name}') expect(diagnostics).toEqual([]);
    else expect(diagnostics.join('\n')).toMatch(message);
  });

  test('that would publish two files to one path is refused', async () => {
    const paths = {
      manifests: '{environment}/{folder}',
      component: '{environment}/services/{name}/{name}.component.k8s.yaml',
    };
    const { diagnostics } = await render({ argoCd: { repoURL, paths } }, [{ name: 'wheel' }]);
    expect(diagnostics.filter((text) => /would both become one\/services\/wheel/.test(text))).toHaveLength(1);
  });

  test.each(['_shared', 'cluster'])('may not name an environment "%s"', (name) => {
    const platform = definePlatform({
      store: 'mill',
      argoCd: { repoURL },
      clusters: { near: { stores: 'cluster' } },
      environments: { [name]: { ...environment('one', 'near'), cluster: 'near' } },
    });
    expect(platform.problems.map(({ place }) => place.field)).toEqual([`environments.${name}`]);
  });
});

describe('a component', () => {
  test('whose chart and Secrets are of two phases becomes two Applications', async () => {
    const { at } = await render(
      { argoCd: { repoURL } },
      [{ name: 'wheel', phase: 30, secretsPhase: 350, argoCd: { chart: { path: 'charts/wheel' } } }],
      ['wheel'],
    );
    const file = (name: string) => at(`one/argo-cd/components/${name}/component.yaml`);
    expect(file('wheel')).toMatchObject({ rolloutPhase: '030', manifests: '', chart: { path: 'charts/wheel' } });
    expect(file('wheel-secrets')).toMatchObject({ rolloutPhase: '350', manifests: 'one/services/wheel', chart: false });
  });

  test('that is off keeps an Application with its reason; one of another environment has none', async () => {
    const { at, files } = await render({ argoCd: { repoURL } }, [
      { name: 'wheel', disabled: 'no water' },
      { name: 'stone', environments: ['two'] },
    ]);
    expect(at('one/argo-cd/components/wheel/component.yaml').state).toBe('disabled');
    expect(at('one/services/wheel/wheel.component.k8s.yaml').data).toEqual({
      component: 'wheel',
      state: 'disabled',
      reason: 'no water',
    });
    expect(files.has('one/argo-cd/components/stone/component.yaml')).toBe(false);
    expect(files.has('two/argo-cd/components/stone/component.yaml')).toBe(true);
  });

  test('adds its differences and its wave to those of the platform', async () => {
    const ofAll = { kind: 'ConfigMap', name: 'clock', jsonPointers: ['/data'] };
    const own = { group: 'apps', kind: 'Deployment', jqPathExpressions: ['.spec.replicas'] };
    const argoCd = { repoURL, ignoreDifferences: [ofAll], steps: [{ phase: 600, wave: 50 }] };
    const { at } = await render({ argoCd }, [
      { name: 'wheel', argoCd: { ignoreDifferences: [own], wave: 16 } },
      { name: 'stone' },
    ]);
    const file = (name: string) => at(`one/argo-cd/components/${name}/component.yaml`);
    expect(file('wheel')).toMatchObject({ ignoreDifferences: [ofAll, own], wave: '16' });
    expect(file('stone')).toMatchObject({ ignoreDifferences: [ofAll], wave: '50' });
  });
});
