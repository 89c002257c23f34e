import type { Command } from 'commander';
import { allRules } from '../guardrails/engine/registry.ts';
import type { Example, Rule } from '../guardrails/engine/rule.ts';
import { nearestName } from '../guardrails/indexing/nearest-name.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import type { Invocation } from './invocation.ts';

/** Defines `vaultwright explain`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command
    .argument('[rule]', 'id or code of a rule; without it, all rules are listed')
    .action((name: string | undefined) => {
      invocation.out(name === undefined ? listRules() : explain(findRule(name)));
      finish(exitStatus.clean);
    });
}

function listRules(): string {
  const width = Math.max(...allRules.map(({ id }) => id.length));
  return allRules
    .map(({ id, code, severity, what }) => `${code}  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${what}\n`)
    .join('');
}

function findRule(name: string): Rule {
  const rule = allRules.find(({ id, code }) => id === name || code === name.toUpperCase());
  if (rule) return rule;
  const nearest = nearestName(
    name,
    allRules.map(({ id }) => id),
  );
  throw new ConfigurationError([
    {
      code: 'VW2005',
      severity: 'error',
      what: `There is no rule "${name}"${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      why: 'Only rules can be explained; the codes of other messages are in docs/errors.md.',
      fix: 'Run `vaultwright explain` for the list.',
      place: {},
    },
  ]);
}

function explain({ id, code, severity, what, why, fix, incidents = [], examples }: Rule): string {
  return [
    `${id} (${code}, ${severity})`,
    '',
    what,
    '',
    `Why:  ${why}`,
    `Fix:  ${fix}`,
    ...(incidents.length > 0 ? [`Incidents it would have caught: ${incidents.join(', ')}`] : []),
    ...examples.failing.slice(0, 2).map((example) => section('Wrong', example)),
    ...examples.passing.slice(0, 2).map((example) => section('Right', example)),
    '',
    `Accept one finding:  # vaultwright-ignore ${id}: <reason>`,
    '',
  ].join('\n');
}

const section = (label: string, { title, files }: Example): string =>
  [
    '',
    `${label}: ${title}`,
    ...Object.entries(files).flatMap(([file, text]) => [
      `  ${file}`,
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
    ]),
  ].join('\n');
