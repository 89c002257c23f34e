import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { judgedMutants } from './mutation/judged-mutants.ts';
import {
  type Explanations,
  mutationDocument,
  nameOfMutant,
  type ScopeResult,
  scoreOf,
  survivorsOf,
  whyOf,
} from './mutation/mutation-document.ts';
import { mutantsOf, scopes } from './mutation/scope.ts';

/**
 * `npm run mutation`: changes the guardrails in one place at a time and reports which changes no test
 * notices.
 */
const { values } = parseArgs({
  options: {
    scope: { type: 'string', multiple: true, default: ['rules'] },
    only: { type: 'string', multiple: true, default: [''] },
    workers: { type: 'string', default: '2' },
    assert: { type: 'string', default: '98' },
    write: { type: 'boolean', default: false },
  },
});
const survivorsFile = 'test/mutation/survivors.yaml';
const explanations: Explanations = existsSync(survivorsFile)
  ? ((load(readFileSync(survivorsFile, 'utf8')) as Explanations | undefined) ?? {})
  : {};

const results: ScopeResult[] = [];
for (const name of values.scope) {
  const scope = scopes[name];
  if (scope === undefined) throw new Error(`There is no scope ${name}; there are ${Object.keys(scopes).join(', ')}`);
  const started = performance.now();
  const all = mutantsOf(scope);
  const verdicts = await judgedMutants({
    name,
    scope,
    only: values.only,
    workers: Number(values.workers),
    folder: '.cache/mutation',
    progress: (done, all) => process.stderr.isTTY && process.stderr.write(`\r${name}: ${done} of ${all}`),
  });
  if (JSON.stringify(mutantsOf(scope)) !== JSON.stringify(all)) throw new Error('The sources changed meanwhile');
  const mutants = all.filter(({ file }) => values.only.some((part) => file.includes(part)));
  const result = { name, mutants, verdicts };
  const survivors = survivorsOf(result);
  const score = scoreOf(mutants.length - survivors.length, mutants.length);
  const open = survivors.filter((mutant) => whyOf(explanations, mutant) === undefined);
  for (const mutant of open)
    console.log(`${mutant.file}:${mutant.line} ${verdicts.get(mutant.id)?.status}: ${nameOfMutant(mutant)}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${name}: ${mutants.length} mutants, ${survivors.length} survivors of which ${open.length} are not explained, score ${score.toFixed(1)} %, ${seconds} s`,
  );
  if (score < Number(values.assert)) process.exitCode = 1;
  results.push(result);
}
if (values.write)
  writeFileSync('docs/mutation.md', mutationDocument(results, explanations, new Date().toISOString().slice(0, 10)));
