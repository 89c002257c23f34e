import path from 'node:path';
import { allRules } from '../../src/guardrails/engine/registry.ts';
import { incidents } from '../../src/platform/incidents.ts';
import { testsAgainst } from './incident-tests.ts';

/** Formats docs/incidents.md: each incident with its rules and tests, or why there are none. */
export function incidentDocument(): string {
  const rows = Object.entries(incidents).map(([id, { title, unseen = '' }]) => {
    const rules = rulesAgainst(id).map((rule) => `[${rule}](rules/${rule}.md)`);
    const tests = testsAgainst(id).map(
      ([file, names]) => `[${shortName(file)}](../${file}): ${names.map(quoted).join(', ')}`,
    );
    return `| ${id} | ${title} | ${rules.join(', ')} | ${tests.join('; ')} | ${unseen} |`;
  });
  return [
    '# Incidents and what would have caught them',
    '',
    'The examples of each rule run as its tests. Tests that end with `.e2e` run on real servers, by `npm run test:e2e`. This file is generated',
    'from `src/platform/incidents.ts`, the rules and `scripts/incident-docs/incident-tests.ts`: run `npm run docs`.',
    '',
    '| Incident | What happened | Rules | Tests | What they cannot see |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const shortName = (file: string): string => path.basename(file, '.ts').replace(/\.test$/, '');
const quoted = (name: string): string => `“${name}”`;

/** Returns the ids of the rules that would have caught an incident. */
export const rulesAgainst = (incident: string): string[] =>
  allRules.filter((rule) => rule.incidents?.includes(incident)).map((rule) => rule.id);
