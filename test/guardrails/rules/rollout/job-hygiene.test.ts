import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const configuration = { rules: { 'job-hygiene': 'error' as const } };
const cron = (spec: string, job: string): string =>
  `{apiVersion: batch/v1, kind: CronJob, metadata: {name: work}, spec: {schedule: "* * * * *"${spec}, jobTemplate: {spec: {${job}}}}}`;
const hook = (annotations: string): string =>
  `{apiVersion: batch/v1, kind: Job, metadata: {name: work, annotations: {${annotations}}}, spec: {}}`;
const lacks = (what: string, field: string): string => `error: "work" does not set ${what} | a.yaml | ${field}`;
const ttl = lacks('ttlSecondsAfterFinished', 'spec.jobTemplate.spec.ttlSecondsAfterFinished');
const overlap = lacks('concurrencyPolicy: Forbid', 'spec.concurrencyPolicy');

test.each([
  [cron(', concurrencyPolicy: Forbid', 'ttlSecondsAfterFinished: 300'), []],
  [cron(', concurrencyPolicy: Forbid', 'ttlSecondsAfterFinished: 0'), []],
  [cron(', concurrencyPolicy: Forbid', ''), [ttl]],
  [cron(', concurrencyPolicy: Replace', 'ttlSecondsAfterFinished: 300'), [overlap]],
  [cron('', ''), [overlap, ttl]],
  [hook('argocd.argoproj.io/hook: PreSync'), [lacks('a hook delete policy', 'metadata.annotations')]],
  [hook('helm.sh/hook: pre-install'), [lacks('a hook delete policy', 'metadata.annotations')]],
  [hook('argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/hook-delete-policy: HookSucceeded'), []],
  [hook('helm.sh/hook: pre-install, helm.sh/hook-delete-policy: hook-succeeded'), []],
  [hook('argocd.argoproj.io/hook: Skip'), []],
  [hook('a: b'), []],
])('%s', (text, expected) => {
  expect(linesOf('job-hygiene', text, configuration).sort()).toEqual(expected);
});
