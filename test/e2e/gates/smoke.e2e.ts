// e2e: needs external-secrets, 2 minutes
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ameide } from '../../../src/platform/definition.ts';
import { WorkstationRunner } from '../lifecycle/workstation-runner.ts';
import { until } from '../platform/until.ts';
import { digestOf, externalSecretKind, GateBench, type GateRun, namespace } from './gate-bench.ts';

const platform = 'platform-secrets-smoke';
const dataPlane = 'data-data-plane-smoke';
const operator = 'foundation-external-secrets-ready';

let gates: GateBench;
let station: WorkstationRunner;

/** One thing that is broken, what the smoke must name, and what the finding asks for. */
interface Defect {
  readonly title: string;
  readonly incident: string;
  readonly code: string;
  /** Words that one finding holds: Secret, data key, Vault key, and who must act. */
  readonly names: readonly string[];
  readonly seed: () => Promise<unknown>;
  readonly remedy: () => Promise<unknown>;
}

const cluster = () => gates.bench.cluster;
const example = (path: string): string => `example of ${path}`;
const reapply = (name: string) => async () => {
  await cluster().apply(gates.rendered('ExternalSecret', name));
};
/** Changes what an ExternalSecret asks for, as somebody with kubectl would. */
const editData = (name: string, edit: (data: { secretKey: string }[]) => object[]) => async () => {
  const { data } = gates.rendered('ExternalSecret', name).spec;
  await cluster().patch(externalSecretKind, name, namespace, { spec: { data: edit(structuredClone(data)) } });
};
const inVault =
  (path: string, value: string, ...names: readonly string[]) =>
  async () => {
    await gates.put(path, value);
    await gates.sync(...names);
  };
const signal = (name: NodeJS.Signals) => async () => {
  for (const { pid } of gates.bench.operator.processes) process.kill(pid, name);
};

const rolePath = 'auth/kubernetes/role/external-secrets';
let role: object;

const rounds: readonly { readonly smoke: string; readonly title: string; readonly defects: readonly Defect[] }[] = [
  {
    title: 'values',
    smoke: platform,
    defects: [
      {
        title: 'a placeholder in place of a client secret',
        incident: 'INC-06',
        code: 'VW5167',
        names: [
          'keycloak-realm-oidc-clients',
          'pgadmin-client-secret',
          'pgadmin-oidc-client-secret',
          'keycloak-client-patcher',
        ],
        seed: inVault('pgadmin-oidc-client-secret', ameide.settings.placeholder, 'keycloak-realm-oidc-clients'),
        remedy: inVault(
          'pgadmin-oidc-client-secret',
          example('pgadmin-oidc-client-secret'),
          'keycloak-realm-oidc-clients',
        ),
      },
      {
        title: 'a client secret that is not the one of the service',
        incident: 'INC-28',
        code: 'VW5169',
        names: [
          'argocd/argocd-secret',
          'dex.keycloak.clientSecret',
          'argocd-dex-client-secret',
          'keycloak-client-patcher',
        ],
        seed: () => gates.publish({ argocd: digestOf('newer') }),
        remedy: inVault('argocd-dex-client-secret', 'newer', 'argocd-secret-sync', 'keycloak-realm-oidc-clients'),
      },
      {
        title: 'a digest that was not published',
        incident: 'INC-27',
        code: 'VW5170',
        names: ['keycloak-client-secret-versions', 'backstage-client-secret', 'backstage-oidc-client-secret'],
        seed: () => gates.publish({ backstage: undefined }),
        remedy: () => gates.publish({ backstage: digestOf(example('backstage-oidc-client-secret')) }),
      },
      {
        title: 'an empty value',
        incident: 'INC-19',
        code: 'VW5166',
        names: [
          'ameide-local/backstage-session',
          'session-secret',
          'backstage-session-secret',
          'vault-bootstrap-by-hand',
        ],
        seed: inVault('backstage-session-secret', '', 'backstage-session-sync'),
        remedy: inVault('backstage-session-secret', example('backstage'), 'backstage-session-sync'),
      },
    ],
  },
  {
    title: 'Secrets and their keys',
    smoke: dataPlane,
    defects: [
      {
        title: 'the text of a template in place of a password',
        incident: 'INC-22',
        code: 'VW5168',
        names: ['ameide-local/redis-auth', 'redis-password', 'vault-bootstrap-by-hand'],
        seed: inVault('redis-password', '{{ .password }}', 'redis-auth-sync'),
        remedy: inVault('redis-password', example('redis'), 'redis-auth-sync'),
      },
      {
        title: 'an ExternalSecret that nobody brought',
        incident: 'INC-01',
        code: 'VW5160',
        names: [
          'graph-db-credentials-sync',
          'graph-db-credentials',
          'GRAPH_DATABASE_URL',
          'graph-db-url',
          'Sync the Application',
        ],
        seed: () => cluster().delete(externalSecretKind, 'graph-db-credentials-sync', namespace),
        remedy: reapply('graph-db-credentials-sync'),
      },
      {
        title: 'a data key of somebody else',
        incident: 'INC-05',
        code: 'VW5165',
        names: ['ameide-local/agents-db-secret', 'INTRUDER', 'agents-db-secret-sync'],
        seed: editData('agents-db-secret-sync', ([first, ...rest]) => [
          { ...first, secretKey: 'INTRUDER' },
          first as object,
          ...rest,
        ]),
        remedy: reapply('agents-db-secret-sync'),
      },
      {
        title: 'a data key that is not fetched',
        incident: 'INC-07',
        code: 'VW5164',
        names: [
          'ameide-local/threads-db-credentials',
          'THREADS_DATABASE_URL',
          'threads-db-url',
          'threads-db-secret-sync',
        ],
        seed: editData('threads-db-secret-sync', (data) =>
          data.filter(({ secretKey }) => secretKey !== 'THREADS_DATABASE_URL'),
        ),
        remedy: reapply('threads-db-secret-sync'),
      },
      {
        title: 'a Vault key without a value',
        incident: 'INC-20',
        code: 'VW5161',
        names: [
          'workflows-db-secret-sync',
          'SecretSyncedError',
          'WORKFLOWS_DATABASE_PASSWORD',
          'workflows-db-password',
          'vault-bootstrap-by-hand',
        ],
        seed: async () => {
          await gates.root.expect('DELETE', 'secret/metadata/workflows-db-password');
          await gates.sync('workflows-db-secret-sync');
        },
        remedy: inVault('workflows-db-password', example('workflows'), 'workflows-db-secret-sync'),
      },
    ],
  },
  {
    title: 'servers, and what they show of an earlier time',
    smoke: dataPlane,
    defects: [
      {
        title: 'a Ready of an earlier generation',
        incident: 'INC-39',
        code: 'VW5162',
        names: ['ameide-local/clickhouse-auth', 'generation', 'adminPassword', 'operator runs'],
        seed: async () => {
          await signal('SIGSTOP')();
          await cluster().patch(externalSecretKind, 'clickhouse-auth', namespace, {
            spec: { refreshInterval: '2h0m0s' },
          });
        },
        remedy: async () => {
          await reapply('clickhouse-auth')();
          await signal('SIGCONT')();
        },
      },
      {
        title: 'a sealed Vault behind ExternalSecrets that are all Ready',
        incident: 'INC-16',
        code: 'VW5173',
        names: ['sealed', 'vault-bootstrap-by-hand'],
        seed: () => gates.root.expect('PUT', 'sys/seal'),
        remedy: () => gates.bench.vault().unseal(gates.keys),
      },
      {
        title: 'a store that is not there',
        incident: 'INC-03',
        code: 'VW5172',
        names: ['ameide-vault', 'not in the cluster'],
        seed: () =>
          cluster().delete({ apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore' }, 'ameide-vault'),
        remedy: () => cluster().apply(gates.rendered('ClusterSecretStore', 'ameide-vault')),
      },
    ],
  },
  {
    title: 'rights',
    smoke: platform,
    defects: [
      {
        title: 'a Vault role that is missing',
        incident: 'INC-03',
        code: 'VW5161',
        names: ['gitlab-bootstrap-admin-sync', 'gitlab-bootstrap-admin-password', 'SecretSyncedError'],
        seed: async () => {
          role = (await gates.root.expect('GET', rolePath)).data;
          await gates.root.expect('DELETE', rolePath);
          await gates.sync('gitlab-bootstrap-admin-sync');
        },
        remedy: async () => {
          await gates.root.expect('POST', rolePath, role);
          await gates.sync('gitlab-bootstrap-admin-sync');
        },
      },
      {
        title: 'a right of the smoke that is missing',
        incident: 'INC-39',
        code: 'VW5019',
        names: ['externalsecrets/argocd-secret-sync in argocd', 'the rendered Role does'],
        seed: () =>
          cluster().delete(
            { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
            `${namespace}-${platform}`,
            'argocd',
          ),
        remedy: async () => {
          const binding = gates.environment.objects.find(
            ({ kind, metadata }) =>
              kind === 'RoleBinding' && metadata.name === `${namespace}-${platform}` && metadata.namespace === 'argocd',
          );
          if (binding) await cluster().apply(binding);
        },
      },
    ],
  },
  {
    title: 'the operator',
    smoke: operator,
    defects: [
      {
        title: 'a Deployment at zero',
        incident: 'INC-39',
        code: 'VW5171',
        names: ['external-secrets/external-secrets-webhook', 'zero', 'rollout status'],
        seed: () =>
          cluster().patch(
            { apiVersion: 'apps/v1', kind: 'Deployment' },
            'external-secrets-webhook',
            'external-secrets',
            { spec: { replicas: 0 } },
          ),
        remedy: () => gates.deploy('external-secrets-webhook', 'external-secrets'),
      },
    ],
  },
];

/** A placeholder has another digest, and an ExternalSecret that lost its store or its role shows that too. */
const alsoFound = new Set(['VW5169', 'VW5161', 'VW5172']);

const isNamed = ({ findings }: GateRun, { code, names }: Defect): boolean =>
  findings.some((one) => one.code === code && names.every((name) => `${one.what} ${one.fix}`.includes(name)));

beforeAll(async () => {
  gates = await GateBench.start([platform, dataPlane, operator]);
  await cluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'external-secrets' } });
  for (const { name, namespace: of } of gates.plans.get(operator)?.deployments ?? []) await gates.deploy(name, of);
  station = await WorkstationRunner.prepare(gates.bench, gates.environment);
});
afterAll(async () => {
  await station?.stop();
  await gates?.stop();
});

test('the rendered hook waits for a fresh environment, and is green', async () => {
  for (const smoke of [platform, dataPlane, operator]) await cluster().apply(gates.rendered('Job', smoke));
  for (const smoke of [platform, dataPlane, operator]) {
    const { exitStatus, log } = await gates.ended(smoke);
    expect(exitStatus, log).toBe(0);
  }
});

test('its CronJob is accepted, and a run of it by hand is green', async () => {
  const cronJob = structuredClone(gates.rendered('CronJob', dataPlane));
  cronJob.spec.suspend = true;
  await cluster().apply(cronJob);
  await gates.bench.kubectl('-n', namespace, 'create', 'job', 'by-hand', `--from=cronjob/${dataPlane}`);
  expect((await gates.ended('by-hand')).exitStatus).toBe(0);
});

describe.each(rounds)('a smoke of $title', ({ smoke, defects }) => {
  let red: GateRun;

  beforeAll(async () => {
    for (const { seed } of defects) await seed();
    await until(60_000, async () => {
      red = await gates.run(smoke, 1);
      const unnamed = defects.filter((defect) => !isNamed(red, defect));
      return unnamed.length === 0
        ? undefined
        : `${unnamed.map(({ title }) => title).join(', ')}\n${red.log.slice(-4000)}`;
    });
  }, 70_000);

  test.each(defects)('is red for $title ($incident), with Secret, key and remedy', (defect) => {
    expect(isNamed(red, defect), red.log).toBe(true);
    expect(red.exitStatus).toBe(1);
  });

  test('is red for nothing else, in one run', () => {
    const wanted = new Set([...defects.map(({ code }) => code), ...alsoFound]);
    expect(red.findings.map(({ code }) => code).filter((code) => !wanted.has(code))).toEqual([]);
  });

  test('shows no value', () => {
    expect(red.log).not.toContain('example of');
    expect(red.log).not.toContain(ameide.settings.placeholder);
  });

  test('says the same from a workstation', async () => {
    const { status, out, err } = await station.run(['doctor', '--json', '--smoke', smoke]);
    const report: { reports: { findings: { code: string }[] }[] } = JSON.parse(out || '{"reports":[]}');
    const codes = new Set(report.reports.flatMap(({ findings }) => findings.map(({ code }) => code)));
    // A person has the right that the smoke lacks.
    const wanted = defects.map(({ code }) => code).filter((code) => code !== 'VW5019');
    expect(
      [...wanted].filter((code) => !codes.has(code)),
      err,
    ).toEqual([]);
    expect(status).toBe(1);
  });

  test('is green after the remedies', async () => {
    for (const { remedy } of defects.toReversed()) await remedy();
    const { exitStatus, findings, log } = await gates.run(smoke, 40);
    expect(findings, log.slice(-3000)).toEqual([]);
    expect(exitStatus).toBe(0);
  });
});
