// e2e: needs argocd, needs helm
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderedPlatform } from '../../../scripts/golden/rendered-platform.ts';
import { ameide } from '../../../src/platform/definition.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { until } from '../platform/until.ts';
import { GitOpsRepository, publishedFiles } from './gitops-repository.ts';
import { hasRedis } from './has-redis.ts';

const applicationKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const setKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet' };
const phase = 'vaultwright.io/phase';

/** What one Argo CD has: the clusters of the platform have one each. */
const clusters = [
  { cluster: 'aks', sets: ['cluster', 'dev', 'production', 'staging'] },
  { cluster: 'k3d', sets: ['cluster', 'local'] },
] as const;

let bench: Bench;
let files: ReadonlyMap<string, string>;
let local: (text: string) => string;

// Nothing of Argo CD runs without its Redis; `.ci/run` counts what is skipped.
describe.skipIf(!hasRedis)('what the real controllers make of the ApplicationSets', () => {
  beforeAll(async () => {
    bench = await Bench.start({ kubernetes: true, argoCd: { projects: ['ameide'], syncs: false } });
    const repository = new GitOpsRepository(`${bench.folder}/gitops`);
    local = (text) => text.replaceAll(ameide.settings.argoCd?.repoURL ?? '', repository.url);
    ({ files } = await renderedPlatform());
    repository.publish(new Map([...publishedFiles({ files })].map(([path, text]) => [path, local(text)])));
  });

  afterAll(async () => {
    await bench?.stop();
  });

  describe.each(clusters)('in the cluster $cluster', ({ cluster, sets }) => {
    const folders = sets.map((name) => (name === 'cluster' ? `_clusters/${cluster}` : name));
    const components = (): readonly { readonly name: string; readonly value: Record<string, unknown> }[] =>
      [...files].flatMap(([path, text]) => {
        const index = folders.findIndex((folder) => path.startsWith(`${folder}/argo-cd/components/`));
        if (index === -1) return [];
        const value = parse(local(text));
        return [{ name: `${sets[index]}-${value.name}`, value }];
      });
    let applications: ReadonlyMap<string, KubernetesObject>;

    beforeAll(async () => {
      // Strict: a field that the definitions of Argo CD do not know is refused.
      for (const folder of folders)
        await bench.cluster.apply(parse(local(files.get(`${folder}/argo-cd/application-set.yaml`) ?? '')));
      await until(60_000, async () => {
        const live = await bench.cluster.list(applicationKind);
        applications = new Map(live.map((each) => [each.metadata.name, each]));
        if (applications.size >= components().length) return undefined;
        const states = (await bench.cluster.list(setKind)).map(({ metadata, status }) => [
          metadata.name,
          status?.conditions?.map(({ message }: Record<string, string>) => message),
        ]);
        return `${applications.size} of ${components().length} Applications: ${JSON.stringify(states)}`;
      });
    });

    afterAll(async () => {
      // The last ones end with their servers.
      if (cluster === clusters.at(-1)?.cluster) return;
      // Nothing is deployed, so that nothing would be removed in reverse order either.
      for (const name of sets) await bench.cluster.patch(setKind, name, 'argocd', { spec: { strategy: null } });
      for (const name of sets) await bench.cluster.delete(setKind, name, 'argocd');
      await until(60_000, async () => {
        const left = await bench.cluster.list(applicationKind);
        for (const { metadata } of left)
          await bench.cluster.patch(applicationKind, metadata.name, 'argocd', { metadata: { finalizers: null } }).catch(
            // The controller was faster.
            () => undefined,
          );
        return left.length === 0 ? undefined : `${left.length} Applications are left`;
      });
    });

    test('the real controller generates an Application for every component, and no other', () => {
      expect([...applications.keys()].sort()).toEqual(
        components()
          .map(({ name }) => name)
          .sort(),
      );
    });

    test('nothing is left of a template', () => {
      const texts = [...applications.values()].map(({ metadata: { labels, annotations }, spec }) =>
        JSON.stringify({ labels, annotations, spec }),
      );
      expect(texts.filter((text) => /\{\{|<no value>|<nil>/.test(text))).toEqual([]);
    });

    test('each has the sources, options and differences of its component', () => {
      for (const { name, value } of components()) {
        const { spec, metadata } = applications.get(name) as KubernetesObject;
        expect(spec.syncPolicy.syncOptions, name).toEqual(value.syncOptions);
        expect(spec.ignoreDifferences, name).toEqual(value.ignoreDifferences);
        expect(spec.destination, name).toEqual({
          server: 'https://kubernetes.default.svc',
          namespace: value.namespace,
        });
        expect(spec.sources[0].path ?? '', name).toBe(value.manifests);
        expect(spec.sources.length, name).toBe(value.chart ? 2 : 1);
        expect(metadata.labels?.[phase], name).toBe(value.rolloutPhase);
        expect(metadata.labels?.wave ?? '', name).toBe(value.wave);
      }
    });

    test('each is in exactly one step, and no step is empty', async () => {
      for (const name of sets) {
        const { spec } = await bench.cluster.get(setKind, name, 'argocd');
        const steps: string[] = spec.strategy.rollingSync.steps.map(
          ({ matchExpressions: [{ values }] }: { matchExpressions: [{ values: [string] }] }) => values[0],
        );
        const own = [...applications.values()]
          .filter(({ metadata }) => metadata.name.startsWith(`${name}-`))
          .map(({ metadata }) => metadata.labels?.[phase] ?? '');
        expect([...new Set(own)].sort(), name).toEqual(steps);
        expect(steps, name).toEqual([...new Set(steps)].sort());
      }
    });

    test('every ApplicationSet reports itself up to date', async () => {
      for (const name of sets) {
        const { status } = await bench.cluster.get(setKind, name, 'argocd');
        const conditions = Object.fromEntries(
          status.conditions.map(({ type, status: holds }: Record<string, string>) => [type, holds]),
        );
        expect(conditions, name).toMatchObject({ ErrorOccurred: 'False', ParametersGenerated: 'True' });
      }
    });

    test.runIf(cluster === 'aks')('data-clickhouse has the options of all and its own', () => {
      for (const environment of ['dev', 'staging', 'production'])
        expect(applications.get(`${environment}-data-clickhouse`)?.spec.syncPolicy.syncOptions).toEqual([
          'CreateNamespace=true',
          'RespectIgnoreDifferences=true',
          'SkipDryRunOnMissingResource=true',
          'PruneLast=true',
        ]);
    });
  });
});
