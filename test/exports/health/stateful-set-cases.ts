import type { Health, HealthCase } from './health-case.ts';

type Fields = Readonly<Record<string, unknown>>;

const reason = 'People initialise Vault: see vaultwright ceremony plan -e production';
const set = (
  title: string,
  health: Health,
  { spec, status, waits = false }: { readonly spec?: Fields; readonly status?: Fields; readonly waits?: boolean },
  more: Pick<HealthCase, 'says' | 'own'> = {},
): HealthCase => ({
  title: `StatefulSet: ${title}`,
  object: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name: 'vault',
      namespace: 'shop',
      generation: 3,
      ...(waits && { annotations: { 'vaultwright.io/waits-for': reason } }),
    },
    spec: { replicas: 3, updateStrategy: { type: 'OnDelete' }, ...spec },
    status: { observedGeneration: 3, replicas: 3, ...status },
  },
  health,
  ...more,
});
const rolling = (partition?: number): Fields => ({
  updateStrategy: { type: 'RollingUpdate', ...(partition !== undefined && { rollingUpdate: { partition } }) },
});

export const statefulSets: readonly HealthCase[] = [
  set('Vault that nobody has opened', 'Suspended', { waits: true }, { own: 'Progressing', says: reason }),
  set(
    'Vault of which one node is sealed',
    'Suspended',
    { waits: true, status: { readyReplicas: 2 } },
    { own: 'Progressing', says: 'ceremony plan' },
  ),
  set('Vault whose spec nobody has seen', 'Progressing', { waits: true, status: { observedGeneration: 2 } }),
  set('Vault that is open', 'Healthy', { waits: true, status: { readyReplicas: 3 } }),
  // Every other one as Argo CD does.
  set('one that waits for Pods', 'Progressing', { status: { readyReplicas: 1 } }, { says: '2 Pods' }),
  set('one without a status', 'Progressing', { status: { observedGeneration: 0 } }),
  set('one without Pods', 'Healthy', { spec: { replicas: 0 } }),
  set('a partition that is not updated', 'Progressing', {
    spec: rolling(1),
    status: { readyReplicas: 3, updatedReplicas: 1 },
  }),
  set('a partition that is updated', 'Healthy', { spec: rolling(1), status: { readyReplicas: 3, updatedReplicas: 2 } }),
  set('an update that is not complete', 'Progressing', {
    spec: rolling(),
    status: { readyReplicas: 3, updateRevision: 'b', currentRevision: 'a' },
  }),
  set('an update that is complete', 'Healthy', {
    spec: rolling(),
    status: { readyReplicas: 3, updateRevision: 'a', currentRevision: 'a' },
  }),
];
