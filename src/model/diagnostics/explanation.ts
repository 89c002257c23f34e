import type { Severity } from './diagnostic.ts';

/** What a code stands for: what is wrong, why that matters, and what to do. */
export interface Explanation {
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** @default 'error' */
  readonly severity?: Severity;
}
