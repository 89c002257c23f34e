import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { allRules } from '../src/guardrails/registry.ts';
import { newRuleTexts } from './rule-docs/new-rule-texts.ts';
import { ruleRegistry } from './rule-docs/rule-registry.ts';

/** `npm run new:rule`: writes a rule that works, its test and its document, and takes it into the registry. */
const [id = '', wanted] = process.argv.slice(2);
const used = new Set(allRules.map(({ code }) => code));
const code =
  wanted ?? Array.from({ length: 900 }, (_, index) => `VW${3060 + index}`).find((free) => !used.has(free)) ?? '';
const problem = problemWith(id, code);
if (problem === undefined) write();
else {
  console.error(`${problem}\nUsage: npm run new:rule -- <id> [VW3nnn]`);
  process.exitCode = 2;
}

function problemWith(rule: string, given: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(rule)) return 'The id of a rule is two or more words in kebab case.';
  if (!/^VW3\d{3}$/.test(given) || given === 'VW3999') return 'The code of a rule is VW3000 to VW3998.';
  if (used.has(given)) return `Code ${given} belongs to another rule.`;
  return existsSync(`src/guardrails/rules/${rule}.ts`) ? `Rule ${rule} exists.` : undefined;
}

function write(): void {
  const folder = 'src/guardrails/rules';
  const texts = newRuleTexts(id, code);
  for (const [path, text] of texts) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const rules = new Map(readdirSync(folder).map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]));
  writeFileSync('src/guardrails/registry.ts', ruleRegistry(rules));
  const sources = [...texts.keys(), 'src/guardrails/registry.ts'];
  // The documents follow from the registry, which this process has loaded without the rule.
  for (const args of [
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...sources],
    ['scripts/rule-docs.ts'],
  ])
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log([...sources, `docs/rules/${id}.md`].join('\n'));
  console.log('Now write the rule; when its texts or examples change, run: npm run rule-docs && npm run format');
}
