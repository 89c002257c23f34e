import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { allRules } from '../src/guardrails/engine/registry.ts';
import { groupBy } from '../src/model/group-by.ts';
import { newRuleTexts } from './rule-docs/new-rule-texts.ts';
import { type ProposedRule, proposedRule } from './rule-docs/proposed-rule.ts';
import { ruleRegistry } from './rule-docs/rule-registry.ts';

/**
 * `npm run new:rule`: writes a rule that works, its test and its document, and takes it into the registry.
 */
const folder = 'src/guardrails/rules';
const files = groupBy(globSync('*/*.ts', { cwd: folder }), dirname);
const proposed = proposedRule(process.argv.slice(2), {
  families: new Map([...files].map(([family, rules]) => [family, rules.map((rule) => basename(rule, '.ts'))])),
  codes: new Set(allRules.map(({ code }) => code)),
});
if (typeof proposed !== 'string') write(proposed);
else {
  console.error(`${proposed}\nUsage: npm run new:rule -- <family>/<id> [VW3nnn]`);
  process.exitCode = 2;
}

function write({ family, id, code }: ProposedRule): void {
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
    ['scripts/rule-docs.ts'],
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...sources, 'docs'],
  ])
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log([...sources, `docs/rules/${id}.md`].join('\n'));
  console.log('Now write the rule; when its texts or examples change, run: npm run docs');
}
