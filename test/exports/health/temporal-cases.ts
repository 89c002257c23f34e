import { at, condition, type HealthCase, of } from './health-case.ts';

const namespace = of('temporal.io/v1beta1', 'TemporalNamespace');
const schedule = of('temporal.io/v1beta1', 'TemporalSchedule');
const cluster = of('temporal.io/v1beta1', 'TemporalCluster');

export const temporal: readonly HealthCase[] = [
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
