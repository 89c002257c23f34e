/** How long a gate waits for what is not there yet. */
export interface GateWait {
  readonly attempts: number;
  readonly sleepSeconds: number;
}

/** What a gate waits unless its declaration says it. */
export const defaultWait: GateWait = { attempts: 60, sleepSeconds: 5 };

/** Returns the wait as the program reads it. */
export const waitVariables = ({ attempts, sleepSeconds }: GateWait): Record<string, string> => ({
  EXTERNALSECRET_WAIT_ATTEMPTS: String(attempts),
  EXTERNALSECRET_WAIT_SLEEP: String(sleepSeconds),
});
