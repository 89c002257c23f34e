import type { CronJobSpec, JobSpec, PodTemplateSpec } from '../../../imports/kubernetes.d.ts';
import { exitStatus } from '../../model/diagnostics/errors.ts';

/** From pulling the image to the first step of the program, in seconds. */
const startSeconds = 60;

/**
 * Returns the Job that runs a configurator after each change. A state that a person resolves fails it at
 * once; a server that does not answer yet, or a ceremony that is still to come, never does, so that the
 * rollout goes on by itself.
 */
export const configuratorJob = (template: PodTemplateSpec): JobSpec => ({
  // Of what has no name: a Pod that ran out of memory, a defect.
  backoffLimit: 3,
  podFailurePolicy: {
    rules: [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'Ignore', onExitCodes: { operator: 'In', values: [exitStatus.temporary] } },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [exitStatus.findings, exitStatus.usage] } },
    ],
  },
  template,
});

/**
 * Returns the CronJob that runs the same Pod between changes, so that what is new in the upstream store comes
 * to Vault; what failed is tried again by the next run.
 * @param runSeconds longest run of the program, the wait for people included
 */
export const configuratorCronJob = (template: PodTemplateSpec, schedule: string, runSeconds: number): CronJobSpec => ({
  schedule,
  concurrencyPolicy: 'Forbid',
  // Without it a CronJob that was held up for a hundred runs is never scheduled again.
  startingDeadlineSeconds: 600,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 1,
  jobTemplate: {
    spec: {
      backoffLimit: 0,
      ttlSecondsAfterFinished: 86_400,
      activeDeadlineSeconds: runSeconds + startSeconds,
      template,
    },
  },
});
