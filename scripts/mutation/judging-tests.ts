import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, vi } from 'vitest';
import { activate } from './mutant-switch.ts';
import { isNear } from './near-tests.ts';
import { readOrder } from './order.ts';
import { scopes } from './scope.ts';

/**
 * Collects all tests of the scope into the test file that calls it, so that one process runs them again for
 * every mutant; each file is a suite of its own.
 *
 * @param active a mutant that is to be active from the first module on; all are loaded again then
 * @param about limits the tests to the files that speak of this rule, and those of all rules
 */
export async function collectJudgingTests(active?: number, about?: string): Promise<void> {
  if (active !== undefined) vi.resetModules();
  activate(active);
  for (const file of globSync([...(scopes[readOrder().scope]?.tests ?? [])]).sort())
    if (about === undefined || isNear(file, about))
      describe(file, async () => {
        await import(/* @vite-ignore */ join(process.cwd(), file));
      });
}
