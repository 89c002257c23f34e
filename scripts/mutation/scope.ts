import { globSync, readFileSync } from 'node:fs';
import { findMutants } from './find-mutants.ts';
import type { NumberedMutant } from './instrument.ts';

/** Sources that are changed together, and the tests that have to notice; by path below the root. */
export interface Scope {
  readonly sources: string;
  readonly tests: readonly string[];
  /**
   * What judges a mutant that is evaluated while modules are loaded, each in a run of its own: `near`, the
   * tests of rules that speak of it and those of all rules, which is faster, and notices no more than all.
   */
  readonly judgesLoaded: 'near' | 'all';
}

const guardrailTests: readonly string[] = [
  'test/guardrails/rules.test.ts',
  'test/guardrails/rules/**/*.test.ts',
  'test/guardrails/engine/registry.test.ts',
  'test/guardrails/engine/engine.test.ts',
  'test/guardrails/parity/parity.test.ts',
  'test/guardrails/probes/*.test.ts',
  'test/guardrails/indexing/*.test.ts',
  'test/guardrails/certainty/*.test.ts',
  'test/guardrails/wall.test.ts',
];

/** What `npm run mutation` can change. */
export const scopes: Readonly<Record<string, Scope>> = {
  rules: { sources: 'src/guardrails/rules/*/*.ts', tests: guardrailTests, judgesLoaded: 'near' },
  indexing: { sources: 'src/guardrails/indexing/*.ts', tests: guardrailTests, judgesLoaded: 'all' },
  credential: {
    sources: 'src/guardrails/credential/*.ts',
    tests: ['test/guardrails/credential/credential.test.ts', 'test/guardrails/credential/*.test.ts', ...guardrailTests],
    judgesLoaded: 'all',
  },
};

/** Every mutant of a scope; the numbers are the same in every process that looks at the same texts. */
export function mutantsOf({ sources }: Scope): NumberedMutant[] {
  return globSync(sources)
    .sort()
    .flatMap((file) => findMutants(file, readFileSync(file, 'utf8')))
    .map((mutant, id) => ({ ...mutant, id }));
}
