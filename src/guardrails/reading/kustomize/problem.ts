import type { Origin } from './origins.ts';

/** Why kustomize refuses a kustomization, in words that hold no value of it. */
export interface BuildProblem {
  readonly reason: string;
  readonly origin: Origin;
}

/** A step of a build that cannot be done; the build goes on without it. */
export class BuildError extends Error {}
