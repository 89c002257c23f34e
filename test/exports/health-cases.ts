import type { Health, HealthCase } from './health-case.ts';
import { statefulSets } from './stateful-set-cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const of =
  (apiVersion: string, kind: string) =>
  (title: string, health: Health, fields: Fields, more: Pick<HealthCase, 'says' | 'own'> = {}): HealthCase => {
    const { metadata, ...others } = fields;
    const named = { name: 'shop', namespace: 'shop', generation: 3, ...(metadata as Fields | undefined) };
    return { title: `${kind}: ${title}`, object: { apiVersion, kind, metadata: named, ...others }, health, ...more };
  };

const condition = (type: string, status: string, more: Fields = {}): Fields => ({ type, status, ...more });
const synced = (version: string, reason = 'SecretSynced'): Fields => ({
  syncedResourceVersion: version,
  conditions: [condition('Ready', 'True', { reason, message: 'secret synced' })],
});

const externalSecret = of('external-secrets.io/v1', 'ExternalSecret');
const pushSecret = of('external-secrets.io/v1alpha1', 'PushSecret');
const clusterExternalSecret = of('external-secrets.io/v1', 'ClusterExternalSecret');

const operator: readonly HealthCase[] = [
  externalSecret('nothing is reported', 'Progressing', { spec: {} }),
  externalSecret('this generation is synced', 'Healthy', { spec: {}, status: synced('3-abc') }),
  externalSecret(
    'an older generation is synced',
    'Progressing',
    { spec: {}, status: synced('2-abc') },
    { own: 'Healthy' },
  ),
  externalSecret('30 is not 3', 'Progressing', { spec: {}, status: synced('30-abc') }, { own: 'Healthy' }),
  externalSecret(
    '3 is not 30',
    'Progressing',
    { metadata: { generation: 30 }, spec: {}, status: synced('3-abc') },
    { own: 'Healthy', says: 'Generation 30 ' },
  ),
  externalSecret('Ready without a version', 'Progressing', { spec: {}, status: synced('') }, { own: 'Healthy' }),
  externalSecret(
    'failed',
    'Degraded',
    {
      spec: {},
      status: {
        conditions: [condition('Ready', 'False', { reason: 'SecretSyncedError', message: 'no key shop-db-url' })],
      },
    },
    { says: 'SecretSyncedError: no key shop-db-url' },
  ),
  externalSecret(
    'its target is missing',
    'Progressing',
    { spec: {}, status: synced('3-abc', 'SecretMissing') },
    { own: 'Healthy' },
  ),
  externalSecret(
    'its Secret was deleted, since the provider has none',
    'Degraded',
    { spec: {}, status: synced('3-abc', 'SecretDeleted') },
    { own: 'Healthy' },
  ),
  externalSecret('asked once, and changed since', 'Healthy', {
    spec: { refreshPolicy: 'CreatedOnce' },
    status: synced('2-abc'),
  }),
  externalSecret('never refreshed, and changed since', 'Healthy', {
    spec: { refreshInterval: '0s' },
    status: synced('2-abc'),
  }),
  externalSecret(
    'refreshed on change, and changed since',
    'Progressing',
    { spec: { refreshPolicy: 'OnChange', refreshInterval: '0s' }, status: synced('2-abc') },
    { own: 'Healthy' },
  ),
  externalSecret('Ready is not known', 'Progressing', {
    spec: {},
    status: { conditions: [condition('Ready', 'Unknown')] },
  }),
  pushSecret('nothing is reported', 'Progressing', { spec: {} }),
  pushSecret('this generation is pushed', 'Healthy', { spec: {}, status: synced('3-abc') }),
  pushSecret('an older generation is pushed', 'Progressing', { spec: {}, status: synced('2-abc') }, { own: 'Healthy' }),
  pushSecret('failed', 'Degraded', {
    spec: {},
    status: { conditions: [condition('Ready', 'False', { reason: 'Errored', message: 'no store' })] },
  }),
  clusterExternalSecret('nothing is reported', 'Progressing', {}),
  clusterExternalSecret('made', 'Healthy', { status: { conditions: [condition('Ready', 'True')] } }),
  clusterExternalSecret(
    'failed in a namespace',
    'Degraded',
    {
      status: {
        conditions: [condition('Ready', 'False', { message: 'one or more namespaces failed' })],
        failedNamespaces: [{ namespace: 'shop-a', reason: 'exists already' }, { namespace: 'shop-b' }],
      },
    },
    { own: 'Progressing', says: 'shop-a: exists already; shop-b: no reason' },
  ),
  clusterExternalSecret(
    'failed without a namespace',
    'Degraded',
    { status: { conditions: [condition('Ready', 'False', { message: 'the selector is wrong' })] } },
    { own: 'Progressing', says: 'the selector is wrong' },
  ),
];

const cronJob = of('batch/v1', 'CronJob');
const ago = (seconds: number): string => `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
/** The bootstrap: created `age` seconds ago, to succeed within ten minutes. */
const bootstrap = (age: number, status: Fields | undefined, spec: Fields = {}): Fields => ({
  metadata: {
    creationTimestamp: ago(age),
    annotations: { 'vaultwright.io/succeeds-within-seconds': '600' },
  },
  spec: { schedule: '* * * * *', ...spec },
  ...(status && { status }),
});

const cronJobs: readonly HealthCase[] = [
  cronJob('the bootstrap is new', 'Progressing', bootstrap(30, undefined)),
  cronJob('the bootstrap runs', 'Progressing', bootstrap(300, { lastScheduleTime: ago(30) }), { own: 'Healthy' }),
  cronJob('the bootstrap never succeeded', 'Degraded', bootstrap(700, { lastScheduleTime: ago(30) }), {
    own: 'Healthy',
    says: 'never succeeded',
  }),
  cronJob('the bootstrap was never scheduled', 'Degraded', bootstrap(700, {}), { own: 'Healthy' }),
  cronJob(
    'the bootstrap succeeded',
    'Healthy',
    bootstrap(9000, { lastScheduleTime: ago(30), lastSuccessfulTime: ago(20) }),
  ),
  cronJob(
    'the bootstrap runs again',
    'Healthy',
    bootstrap(9000, { active: [{ name: 'a' }], lastScheduleTime: ago(5), lastSuccessfulTime: ago(50) }),
  ),
  cronJob(
    'one run failed, the time is not over',
    'Healthy',
    bootstrap(9000, { lastScheduleTime: ago(5), lastSuccessfulTime: ago(500) }),
    { own: 'Degraded' },
  ),
  cronJob(
    'the bootstrap succeeded too long ago',
    'Degraded',
    bootstrap(9000, { active: [{ name: 'a' }], lastScheduleTime: ago(5), lastSuccessfulTime: ago(700) }),
    { own: 'Healthy' },
  ),
  cronJob('the bootstrap is suspended', 'Suspended', bootstrap(9000, undefined, { suspend: true }), { own: 'Healthy' }),
  cronJob('another one never ran', 'Healthy', { spec: {}, status: {} }),
  cronJob('another one is suspended', 'Healthy', { spec: { suspend: true } }),
  cronJob('another one never succeeded', 'Healthy', { spec: {}, status: { lastScheduleTime: ago(90000) } }),
  cronJob('another one runs', 'Healthy', {
    spec: {},
    status: { active: [{ name: 'a' }], lastScheduleTime: ago(5), lastSuccessfulTime: ago(700) },
  }),
  cronJob('the last run of another one failed', 'Degraded', {
    spec: {},
    status: { lastScheduleTime: ago(5), lastSuccessfulTime: ago(700) },
  }),
  cronJob('the last run of another one succeeded', 'Healthy', {
    spec: {},
    status: { lastScheduleTime: ago(700), lastSuccessfulTime: ago(690) },
  }),
];

const at = (observedGeneration: number, more: Fields = {}): Fields => ({ observedGeneration, ...more });
const keycloak = of('k8s.keycloak.org/v2alpha1', 'Keycloak');
const realmImport = of('k8s.keycloak.org/v2alpha1', 'KeycloakRealmImport');
const early = { lastTransitionTime: '2026-01-01T00:00:00Z' };
const late = { lastTransitionTime: '2026-01-02T00:00:00Z' };

const keycloaks: readonly HealthCase[] = [
  keycloak('nothing is reported', 'Progressing', {}),
  keycloak('ready', 'Healthy', {
    status: { conditions: [condition('Ready', 'True', at(3)), condition('HasErrors', 'False', at(3))] },
  }),
  keycloak(
    'ready before the change',
    'Progressing',
    { status: { conditions: [condition('Ready', 'True', at(2)), condition('HasErrors', 'False', at(2))] } },
    { own: 'Healthy' },
  ),
  keycloak(
    'an error after a good start',
    'Degraded',
    {
      status: {
        conditions: [
          condition('Ready', 'True', at(3, early)),
          condition('HasErrors', 'True', at(3, { ...late, message: 'no database' })),
        ],
      },
    },
    { own: 'Healthy', says: 'no database' },
  ),
  keycloak(
    'being updated',
    'Progressing',
    { status: { conditions: [condition('Ready', 'True', at(3)), condition('RollingUpdate', 'True', at(3))] } },
    { own: 'Healthy' },
  ),
  keycloak(
    'not ready',
    'Progressing',
    { status: { conditions: [condition('Ready', 'False', at(3, { message: 'waits' }))] } },
    { says: 'waits' },
  ),
  realmImport('nothing is reported', 'Progressing', {}, { own: 'none' }),
  realmImport(
    'started',
    'Progressing',
    { status: { conditions: [condition('Done', 'False'), condition('Started', 'True')] } },
    { own: 'none' },
  ),
  realmImport(
    'done',
    'Healthy',
    { status: { conditions: [condition('Done', 'True'), condition('HasErrors', 'False')] } },
    { own: 'none' },
  ),
  realmImport(
    'failed',
    'Degraded',
    { status: { conditions: [condition('Done', 'False'), condition('HasErrors', 'True', { message: 'bad realm' })] } },
    { own: 'none', says: 'bad realm' },
  ),
];

const cluster = of('temporal.io/v1beta1', 'TemporalCluster');
const namespace = of('temporal.io/v1beta1', 'TemporalNamespace');
const schedule = of('temporal.io/v1beta1', 'TemporalSchedule');

const temporal: readonly HealthCase[] = [
  cluster('nothing is reported', 'Progressing', {}, { own: 'none' }),
  cluster(
    'ready',
    'Healthy',
    { status: { conditions: [condition('ReconcileSuccess', 'True', at(3)), condition('Ready', 'True', at(3))] } },
    { own: 'none' },
  ),
  cluster(
    'reconciled, but its services are not ready',
    'Progressing',
    {
      status: {
        conditions: [
          condition('ReconcileSuccess', 'True', at(3)),
          condition('Ready', 'False', at(3, { reason: 'ServicesNotReady' })),
        ],
      },
    },
    { own: 'none', says: 'ServicesNotReady' },
  ),
  cluster(
    'an error that a later run got over',
    'Healthy',
    {
      status: {
        conditions: [
          condition('ReconcileError', 'True', at(3)),
          condition('ReconcileSuccess', 'True', at(3)),
          condition('Ready', 'True', at(3)),
        ],
      },
    },
    { own: 'none' },
  ),
  cluster(
    'this generation failed',
    'Degraded',
    {
      status: {
        conditions: [
          condition('ReconcileError', 'True', at(3, { message: 'no schema' })),
          condition('ReconcileSuccess', 'True', at(2)),
          condition('Ready', 'True', at(2)),
        ],
      },
    },
    { own: 'none', says: 'no schema' },
  ),
  namespace(
    'an older generation succeeded',
    'Progressing',
    { status: { conditions: [condition('ReconcileSuccess', 'True', at(2))] } },
    { own: 'none' },
  ),
  namespace(
    'reconciled',
    'Healthy',
    { status: { conditions: [condition('ReconcileSuccess', 'True', at(3))] } },
    { own: 'none' },
  ),
  schedule(
    'failed',
    'Degraded',
    { status: { conditions: [condition('ReconcileError', 'True', at(3))] } },
    { own: 'none' },
  ),
];

const gateway = of('gateway.networking.k8s.io/v1', 'Gateway');
const gatewayClass = of('gateway.networking.k8s.io/v1', 'GatewayClass');
const route = of('gateway.networking.k8s.io/v1', 'HTTPRoute');
const programmed = (generation: number): readonly Fields[] => [
  condition('Accepted', 'True', at(generation)),
  condition('Programmed', 'True', at(generation)),
];
const listener = (...conditions: Fields[]): Fields => ({ name: 'https', conditions });
const resolved = condition('ResolvedRefs', 'True', at(3));
const parent = (name: string, generation: number, status = 'True'): Fields => ({
  parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name },
  conditions: [condition('Accepted', status, at(generation, { message: `said by ${name}` }))],
});
const both = { parentRefs: [{ name: 'public' }, { name: 'private' }] };

const gateways: readonly HealthCase[] = [
  gateway('nothing is reported', 'Progressing', {}),
  gateway('programmed', 'Healthy', {
    status: { conditions: programmed(3), listeners: [listener(...programmed(3), resolved)] },
  }),
  gateway('programmed before the change', 'Progressing', { status: { conditions: programmed(2) } }, { own: 'Healthy' }),
  gateway(
    'a listener whose certificate is missing',
    'Degraded',
    {
      status: {
        conditions: programmed(3),
        listeners: [
          listener(...programmed(3), condition('ResolvedRefs', 'False', at(3, { message: 'no Secret tls' }))),
        ],
      },
    },
    { says: 'Listener https: no Secret tls' },
  ),
  gateway('not accepted', 'Degraded', {
    status: { conditions: [condition('Accepted', 'False', at(3, { message: 'no' }))] },
  }),
  gateway('not programmed yet', 'Progressing', {
    status: { conditions: [condition('Accepted', 'True', at(3)), condition('Programmed', 'False', at(3))] },
  }),
  gatewayClass('nobody takes it', 'Progressing', {}, { own: 'none' }),
  gatewayClass('taken', 'Healthy', { status: { conditions: [condition('Accepted', 'True', at(3))] } }, { own: 'none' }),
  gatewayClass(
    'refused',
    'Degraded',
    { status: { conditions: [condition('Accepted', 'False', at(3))] } },
    { own: 'none' },
  ),
  gatewayClass(
    'taken before the change',
    'Progressing',
    { status: { conditions: [condition('Accepted', 'True', at(2))] } },
    { own: 'none' },
  ),
  route('nobody takes it', 'Progressing', { spec: both }),
  route('both Gateways took it', 'Healthy', {
    spec: both,
    status: { parents: [parent('public', 3), parent('private', 3)] },
  }),
  route(
    'one of two Gateways took it',
    'Progressing',
    { spec: both, status: { parents: [parent('public', 3)] } },
    { own: 'Healthy', says: 'private' },
  ),
  route(
    'one of two Gateways took this generation',
    'Progressing',
    { spec: both, status: { parents: [parent('public', 3), parent('private', 2)] } },
    { own: 'Healthy' },
  ),
  route(
    'one refused',
    'Degraded',
    { spec: both, status: { parents: [parent('public', 3), parent('private', 3, 'False')] } },
    { says: 'said by private' },
  ),
];

const kafka = of('kafka.strimzi.io/v1beta2', 'Kafka');
const pool = of('kafka.strimzi.io/v1beta2', 'KafkaNodePool');

const kafkas: readonly HealthCase[] = [
  kafka('nothing is reported', 'Progressing', {}),
  kafka('ready', 'Healthy', { status: { observedGeneration: 3, conditions: [condition('Ready', 'True')] } }),
  kafka(
    'ready before the change',
    'Progressing',
    { status: { observedGeneration: 2, conditions: [condition('Ready', 'True')] } },
    { own: 'Healthy' },
  ),
  kafka('being created', 'Progressing', {
    status: { observedGeneration: 3, conditions: [condition('NotReady', 'True', { reason: 'Creating' })] },
  }),
  kafka('failed', 'Degraded', {
    status: {
      observedGeneration: 3,
      conditions: [condition('NotReady', 'True', { reason: 'Fatal', message: 'no pool' })],
    },
  }),
  pool('nothing is reported', 'Progressing', { spec: { replicas: 3 } }, { own: 'none' }),
  pool(
    'all nodes',
    'Healthy',
    { spec: { replicas: 3 }, status: { observedGeneration: 3, nodeIds: [0, 1, 2] } },
    { own: 'none' },
  ),
  pool(
    'two of three nodes',
    'Progressing',
    { spec: { replicas: 3 }, status: { observedGeneration: 3, nodeIds: [0, 1] } },
    { own: 'none', says: '2 of 3' },
  ),
  pool(
    'an older generation',
    'Progressing',
    { spec: { replicas: 3 }, status: { observedGeneration: 2, nodeIds: [0, 1, 2] } },
    { own: 'none' },
  ),
];

const clickHouse = of('clickhouse.altinity.com/v1', 'ClickHouseInstallation');
const completed = { status: 'Completed', taskIDsCompleted: ['second', 'first'] };

const clickHouses: readonly HealthCase[] = [
  clickHouse('nothing is reported', 'Progressing', { spec: {} }),
  clickHouse('being reconciled', 'Progressing', { spec: {}, status: { status: 'InProgress' } }),
  clickHouse('completed', 'Healthy', { spec: { stop: 'no' }, status: completed }),
  clickHouse('its task is completed', 'Healthy', { spec: { taskID: 'first' }, status: completed }),
  clickHouse(
    'a task that has not run',
    'Progressing',
    { spec: { taskID: 'third' }, status: completed },
    { own: 'Healthy', says: 'third' },
  ),
  clickHouse('stopped', 'Suspended', { spec: { stop: 'yes' }, status: completed }, { own: 'Healthy' }),
  clickHouse(
    'aborted',
    'Degraded',
    { spec: {}, status: { status: 'Aborted', error: 'no storage' } },
    { says: 'Aborted: no storage' },
  ),
  clickHouse('being deleted', 'Degraded', { spec: {}, status: { status: 'Terminating' } }),
];

/** Objects of every kind that has a check. */
export const healthCases: readonly HealthCase[] = [
  ...clickHouses,
  ...operator,
  ...cronJobs,
  ...keycloaks,
  ...temporal,
  ...gateways,
  ...kafkas,
  ...statefulSets,
];
