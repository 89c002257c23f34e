import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { activate } from './mutant-switch.ts';
import { readOrder } from './order.ts';
import { scopes } from './scope.ts';

/** Run every rule's examples, and compare its document. */
const ofAllRules = /guardrails\/(?:rules|engine\/registry)\.test\.ts$/;

/**
 * Collects all tests of the scope into the test file that calls it, so that one process runs them again for
 * every mutant.
 *
 * @param active a mutant that is to be active from the first module on; all are loaded again then
 * @param about limits the tests to those of rules that speak of this one, and those of all rules
 */
export async function collectJudgingTests(active?: number, about?: string): Promise<void> {
  if (active !== undefined) vi.resetModules();
  activate(active);
  const files = globSync([...(scopes[readOrder().scope]?.tests ?? [])]).sort();
  const isNear = (file: string): boolean =>
    about === undefined ||
    ofAllRules.test(file) ||
    (file.startsWith('test/guardrails/rules/') && readFileSync(file, 'utf8').includes(about));
  for (const file of files.filter(isNear)) await import(/* @vite-ignore */ join(process.cwd(), file));
}
