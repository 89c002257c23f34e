/**
 * From pulling the image to the first step of the program; the Job is stopped only after the program had its
 * whole time.
 */
export const startSeconds = 60;

/** A run that could not start for so long is left out. */
export const startingDeadlineSeconds = 120;

/** When a CronJob runs, and within which time it succeeds. */
interface Times {
  readonly schedule?: string;
  readonly succeedsWithinSeconds?: number;
}

/**
 * Returns the seconds without a success after which a CronJob counts as failed; `undefined` where a schedule
 * of its own does not tell how long two runs take.
 *
 * @param runSeconds seconds after which a run is stopped
 */
export function succeedsWithin({ schedule, succeedsWithinSeconds }: Times, runSeconds: number): number | undefined {
  const everyMinute = schedule === undefined ? startingDeadlineSeconds + 2 * runSeconds : undefined;
  return succeedsWithinSeconds ?? everyMinute;
}
