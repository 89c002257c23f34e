import { parse } from 'yaml';
import { renderedPlatform } from '../../../scripts/golden/rendered-platform.ts';
import { type SmokePlan, smokePlanSchema } from '../../../src/index.ts';
import { environmentDocumentSchema } from '../../../src/model/documents/environment-document.ts';
import { ameide } from '../../../src/platform/definition.ts';
import type { Bench } from '../bench.ts';
import { digestOf, versions } from '../gates/gate-bench.ts';
import { type GitLabFront, gitLabToken } from '../gates/git-lab-front.ts';
import {
  documentsOf,
  exampleUpstream,
  keptCredentials,
  seedLocalSecret,
} from '../lifecycle/bootstrapped-environment.ts';
import { availableDeployment } from '../platform/available-deployment.ts';
import { type RenderedEnvironment, renderedEnvironment } from '../platform/rendered-environment.ts';
import { simulateSurroundings } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import { publishedFiles } from './gitops-repository.ts';

const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const owner = 'its-owner';

/**
 * The environment `local` of the platform as it is published, and in place of what this repository does not
 * bring: charts that render one ConfigMap, Deployments without Pods that run, delivered Secrets, producers.
 */
export class WholePlatform {
  readonly environment: RenderedEnvironment;
  readonly document: ReturnType<typeof environmentDocumentSchema.parse>;
  readonly plans: readonly SmokePlan[];
  readonly #files: ReadonlyMap<string, string>;

  private constructor(environment: RenderedEnvironment, files: ReadonlyMap<string, string>) {
    this.environment = environment;
    this.#files = files;
    this.document = environmentDocumentSchema.parse(JSON.parse(environment.document));
    this.plans = environment.objects.flatMap(({ kind, data }) =>
      kind === 'ConfigMap' && data?.['smoke-plan.json']
        ? [smokePlanSchema.parse(JSON.parse(data['smoke-plan.json']))]
        : [],
    );
  }

  static async render(): Promise<WholePlatform> {
    return new WholePlatform(await renderedEnvironment('local'), (await renderedPlatform()).files);
  }

  /** Component files of an ApplicationSet, by its folder. */
  componentsOf(
    folder: string,
  ): readonly { readonly name: string; readonly chart: false | { readonly path: string } }[] {
    return [...this.#files].flatMap(([path, text]) =>
      path.startsWith(`${folder}/argo-cd/components/`) ? [parse(text)] : [],
    );
  }

  /** The ApplicationSet of a folder, which reads the repository of the bench. */
  applicationSet(folder: string, repository: string) {
    return parse(this.#local(this.#files.get(`${folder}/argo-cd/application-set.yaml`) ?? '', repository));
  }

  /** What is published, with a chart wherever an Application has one. */
  published(repository: string, gitLab: GitLabFront): Map<string, string> {
    const files = [...publishedFiles({ files: this.#files })].map(
      ([path, text]) => [path, gitLab.reached(this.#local(text, repository))] as const,
    );
    const charts = [...new Set(this.componentsOf('local').flatMap(({ chart }) => (chart ? [chart.path] : [])))];
    return new Map([...files, ...charts.flatMap(chartAt)]);
  }

  /** Makes what others would have made before anything is rolled out. */
  async prepare(bench: Bench, gitLab: GitLabFront): Promise<void> {
    const documents = documentsOf(this.environment);
    await simulateSurroundings(bench, this.environment.objects);
    await seedLocalSecret(bench, documents, exampleUpstream(documents));
    // The bootstrap makes the first two, and the third is seeded above.
    const { seedSecret, vault, upstream } = documents.settings;
    const ofBootstrap = [vault.credentialsSecret, seedSecret, 'secret' in upstream ? upstream.secret : ''];
    for (const { namespace, name, keys } of this.document.delivered) {
      if (ofBootstrap.includes(name)) continue;
      const values = keys.map((key) => [key, key === 'ca.crt' ? gitLab.authority : `example of ${name} ${key}`]);
      const stringData = Object.fromEntries(values);
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      await bench.cluster.apply({ ...secretKind, metadata: { name, namespace }, stringData }, owner);
    }
    const deployments = this.plans.flatMap(({ deployments: some }) => some);
    for (const name of new Set(deployments.map(({ namespace }) => namespace)))
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await Promise.all(deployments.map(({ namespace, name }) => availableDeployment(bench, name, namespace)));
    await bench.cluster.apply(prometheusRules);
  }

  /** Runs the bootstrap as soon as it is there, and then what producers do once Vault is open. */
  async openVault(bench: Bench, gitLab: GitLabFront): Promise<void> {
    const documents = documentsOf(this.environment);
    const { name, namespace } = documents.settings;
    const kind = { apiVersion: 'batch/v1', kind: 'CronJob' };
    await until(240_000, async () =>
      (await bench.cluster.find(kind, name, namespace)) ? undefined : 'there is no bootstrap',
    );
    await bench.kubectl('-n', namespace, 'create', 'job', 'by-hand', `--from=cronjob/${name}`);
    await until(120_000, async () => {
      const { status } = await bench.cluster.get(kind, name, namespace);
      return status?.lastSuccessfulTime
        ? undefined
        : `no success: ${bench.pods.logs(namespace, 'by-hand').slice(-500)}`;
    });
    const root = bench.vault().client.as((await keptCredentials(bench, documents))?.rootToken ?? '');
    const { entries, mount, property } = this.environment.fixtureMap;
    const producers = new Set(this.document.producers.map((each) => each.name));
    for (const [path, { writer, storedAs }] of Object.entries(entries)) {
      if (!producers.has(writer)) continue;
      const text = `example of ${path}`;
      const value = storedAs === 'base64' ? Buffer.from(text).toString('base64') : text;
      await root.expect('POST', `${mount}/data/${path}`, { data: { [property]: value } });
    }
    for (const consumer of ['backstage', 'e2e']) gitLab.know(gitLabToken(consumer));
    await bench.cluster.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: versions, namespace },
      data: Object.fromEntries(this.plans.flatMap(digestsOf)),
    });
  }

  #local(text: string, repository: string): string {
    return text.replaceAll(ameide.settings.argoCd?.repoURL ?? '', repository);
  }
}

/** What the client-patcher publishes about the values that a smoke compares. */
const digestsOf = ({ digests, secrets }: SmokePlan): (readonly [string, string])[] =>
  (digests?.values ?? []).map(({ namespace, secret, key, names: [name = ''] }) => {
    const { keys = [] } = secrets.find((one) => one.namespace === namespace && one.secret === secret) ?? {};
    return [name, digestOf(`example of ${keys.find((one) => one.name === key)?.from[0]}`)];
  });

/** A chart that renders what it is given, so that its Application has an object. */
const chartAt = (path: string): (readonly [string, string])[] => {
  const name = path.slice(path.lastIndexOf('/') + 1).replaceAll('_', '-');
  return [
    [`${path}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`],
    [
      `${path}/templates/configuration.yaml`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-chart\ndata:\n  values: {{ .Values | toJson | quote }}\n',
    ],
  ];
};

/** The operator of Prometheus brings it. */
const prometheusRules = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'prometheusrules.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: { kind: 'PrometheusRule', plural: 'prometheusrules', singular: 'prometheusrule' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};
