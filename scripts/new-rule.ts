import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { allRules } from '../src/guardrails/engine/registry.ts';
import { newRuleTexts } from './rule-docs/new-rule-texts.ts';
import { ruleRegistry } from './rule-docs/rule-registry.ts';

/**
 * `npm run new:rule`: writes a rule that works, its test and its document, and takes it into the registry.
 */
const [path = '', wanted] = process.argv.slice(2);
const [family = '', id = ''] = path.includes('/') ? path.split('/') : ['', path];
const folder = 'src/guardrails/rules';
const families = readdirSync(folder).sort();
const used = new Set(allRules.map(({ code }) => code));
const code =
  wanted ?? Array.from({ length: 900 }, (_, index) => `VW${3060 + index}`).find((free) => !used.has(free)) ?? '';
const problem = problemWith(family, id, code);
if (problem === undefined) write();
else {
  console.error(`${problem}\nUsage: npm run new:rule -- <family>/<id> [VW3nnn]`);
  process.exitCode = 2;
}

function problemWith(room: string, rule: string, given: string): string | undefined {
  if (!families.includes(room)) return `The family of a rule is one of ${families.join(', ')}.`;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(rule)) return 'The id of a rule is two or more words in kebab case.';
  if (!/^VW3\d{3}$/.test(given) || given === 'VW3999') return 'The code of a rule is VW3000 to VW3998.';
  if (used.has(given)) return `Code ${given} belongs to another rule.`;
  return families.some((name) => existsSync(`${folder}/${name}/${rule}.ts`)) ? `Rule ${rule} exists.` : undefined;
}

function write(): void {
  const texts = newRuleTexts(family, id, code);
  for (const [file, text] of texts) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const rules = new Map(
    globSync('*/*.ts', { cwd: folder }).map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]),
  );
  writeFileSync('src/guardrails/engine/registry.ts', ruleRegistry(rules));
  const sources = [...texts.keys(), 'src/guardrails/engine/registry.ts'];
  // The documents follow from the registry, which this process has loaded without the rule.
  for (const args of [
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...sources],
    ['scripts/rule-docs.ts'],
  ])
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log([...sources, `docs/rules/${id}.md`].join('\n'));
  console.log('Now write the rule; when its texts or examples change, run: npm run rule-docs && npm run format');
}
