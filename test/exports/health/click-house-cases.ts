import { type HealthCase, of } from './health-case.ts';

const clickHouse = of('clickhouse.altinity.com/v1', 'ClickHouseInstallation');

const completed = { status: 'Completed', taskIDsCompleted: ['second', 'first'] };

export const clickHouses: readonly HealthCase[] = [
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
