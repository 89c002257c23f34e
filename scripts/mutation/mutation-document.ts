import { basename } from 'node:path';
import type { NumberedMutant } from './instrument.ts';
import type { Verdicts } from './judged-mutants.ts';
import type { Mutant } from './mutant.ts';

/** Why nothing can notice mutants of an expression: of all that stand in its place, or of those in `to`. */
interface Explanation {
  /** The expression, as the list of survivors shows it. */
  readonly of: string;
  readonly to?: readonly string[];
  readonly why: string;
}

/** Explanations by file. */
export type Explanations = Readonly<Record<string, readonly Explanation[]>>;

/** Why nothing can notice a mutant, where somebody said so. */
export const whyOf = (explanations: Explanations, { file, original, replacement }: Mutant): string | undefined =>
  explanations[file]?.find(({ of, to }) => of === original && (to === undefined || to.includes(replacement)))?.why;

export interface ScopeResult {
  readonly name: string;
  readonly mutants: readonly NumberedMutant[];
  readonly verdicts: Verdicts;
}

/** How a mutant is called: what stands there, what would, and which one of several that read the same. */
export const nameOfMutant = ({ original, replacement, occurrence }: Mutant): string =>
  `${original} → ${replacement === '' ? '(nothing)' : replacement}${occurrence > 1 ? ` (${occurrence})` : ''}`;

/** Mutants that no test noticed, whether one ran them or not. */
export const survivorsOf = ({ mutants, verdicts }: ScopeResult): NumberedMutant[] =>
  mutants.filter(({ id }) => ['survived', 'uncovered'].includes(verdicts.get(id)?.status ?? ''));

/** Percentage of mutants that a test noticed; one that never ended counts as noticed. */
export const scoreOf = (noticed: number, all: number): number => (all === 0 ? 100 : (100 * noticed) / all);

/** Formats docs/mutation.md. */
export function mutationDocument(results: readonly ScopeResult[], explanations: Explanations, date: string): string {
  return [
    '# Mutation testing',
    '',
    '`npm run mutation` changes the guardrails in one small place at a time (a condition, a comparison, a logical operator, a literal, a call, a',
    'statement, a body) and runs the tests that come past that place and speak of the rule. A change that none notices is a survivor: a test is missing, or',
    'the change makes no difference. `npm run mutation -- --only known-secret` judges the files whose path holds that and prints their survivors;',
    'several `--only` judge more. `--scope credential` and `--scope indexing` judge what the rules stand on, `--write` writes this file. Texts of',
    'rules and their examples, types and regular expressions stay unchanged.',
    '',
    `Recorded on ${date}.`,
    '',
    'Survivors are explained in `test/mutation/survivors.yaml`; the score counts them as not noticed all the same.',
    '',
    '| Scope | Mutants | Noticed | Survivors | Score |',
    '| --- | --- | --- | --- | --- |',
    ...results.map((result) => scoreRow(result.name, result.mutants, new Set(survivorsOf(result)))),
    ...results.flatMap((result) => scopeSection(result, explanations)),
    '',
  ].join('\n');
}

function scopeSection(result: ScopeResult, explanations: Explanations): string[] {
  const survivors = new Set(survivorsOf(result));
  const byFile = [...Map.groupBy(result.mutants, ({ file }) => file)];
  return [
    '',
    `## ${result.name}`,
    '',
    '| File | Mutants | Noticed | Survivors | Score |',
    '| --- | --- | --- | --- | --- |',
    ...byFile.map(([file, mutants]) => scoreRow(basename(file, '.ts'), mutants, survivors)),
    ...byFile.flatMap(([file, mutants]) => {
      const left = mutants.filter((mutant) => survivors.has(mutant));
      return left.length === 0
        ? []
        : [
            '',
            `### ${basename(file)}`,
            '',
            ...left.map(
              (mutant) =>
                `- ${code(nameOfMutant(mutant))}: ${whyOf(explanations, mutant) ?? '**not explained**: a test may be missing.'}`,
            ),
          ];
    }),
  ];
}

function scoreRow(name: string, mutants: readonly NumberedMutant[], survivors: ReadonlySet<NumberedMutant>): string {
  const noticed = mutants.filter((mutant) => !survivors.has(mutant)).length;
  const score = scoreOf(noticed, mutants.length).toFixed(1);
  return `| ${name} | ${mutants.length} | ${noticed} | ${mutants.length - noticed} | ${score} % |`;
}

/** Code in Markdown, with as many backticks around it as it needs. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}
