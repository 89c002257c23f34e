import { condition, type HealthCase, of } from './health-case.ts';

const kafka = of('kafka.strimzi.io/v1beta2', 'Kafka');

const pool = of('kafka.strimzi.io/v1beta2', 'KafkaNodePool');

export const kafkas: readonly HealthCase[] = [
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
