/** Rollout phases run from 010 to 699; a step waits until everything of it is healthy. */
export const firstPhase = 10;
export const lastPhase = 699;

/** Formats a phase as the rollout label has it: three digits. */
export const formatPhase = (phase: number): string => String(phase).padStart(3, '0');

/** Returns whether `phase` is a whole number between the first and the last phase. */
export const isPhase = (phase: number): boolean => Number.isInteger(phase) && phase >= firstPhase && phase <= lastPhase;

/** What a correction changes about the recorded phase of a component, and why it cannot stand as recorded. */
export interface PhaseCorrection {
  /** Phase in which the component itself is rolled out. @default the recorded one */
  readonly phase?: number;
  /**
   * Phase in which its ExternalSecrets are rolled out, where that differs.
   * @default the phase of the component
   */
  readonly secretsPhase?: number;
  readonly reason: string;
}
