import { condition, type Fields, type HealthCase, of } from './health-case.ts';

const synced = (version: string, reason = 'SecretSynced'): Fields => ({
  syncedResourceVersion: version,
  conditions: [condition('Ready', 'True', { reason, message: 'secret synced' })],
});

const externalSecret = of('external-secrets.io/v1', 'ExternalSecret');

const pushSecret = of('external-secrets.io/v1alpha1', 'PushSecret');

const clusterExternalSecret = of('external-secrets.io/v1', 'ClusterExternalSecret');

export const externalSecrets: readonly HealthCase[] = [
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
