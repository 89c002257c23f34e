import { type Fields, type HealthCase, of } from './health-case.ts';

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

export const cronJobs: readonly HealthCase[] = [
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
