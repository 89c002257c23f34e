import { globSync, readFileSync } from 'node:fs';
import { findMutants } from './find-mutants.ts';
import type { NumberedMutant } from './instrument.ts';

/** Sources that are changed together, and the tests that have to notice; by path below the root. */
export interface Scope {
  readonly sources: string;
  readonly tests: readonly string[];
  /**
   * Whether all tests judge every mutant, or only the tests that are `near`: those that speak of the rule,
   * and its examples; faster, since most tests run every rule, and they notice no more than all.
   */
  readonly judgedBy: 'near' | 'all';
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
  rules: { sources: 'src/guardrails/rules/*/*.ts', tests: guardrailTests, judgedBy: 'near' },
  indexing: { sources: 'src/guardrails/indexing/*.ts', tests: guardrailTests, judgedBy: 'all' },
  credential: {
    sources: 'src/guardrails/credential/*.ts',
    tests: ['test/guardrails/credential/credential.test.ts', 'test/guardrails/credential/*.test.ts', ...guardrailTests],
    judgedBy: 'all',
  },
};

/** Every mutant of a scope; the numbers are the same in every process that looks at the same texts. */
export function mutantsOf({ sources }: Scope): NumberedMutant[] {
  return globSync(sources)
    .sort()
    .flatMap((file) => findMutants(file, readFileSync(file, 'utf8')))
    .map((mutant, id) => ({ ...mutant, id }));
}
