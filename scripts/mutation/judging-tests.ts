import { globSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { activate } from './mutant-switch.ts';
import { readOrder } from './order.ts';
import { scopes } from './scope.ts';

/**
 * Collects all tests of the scope into the test file that calls it, so that one process runs them again for
 * every mutant.
 *
 * @param active a mutant that is to be active from the first module on; all are loaded again then
 */
export async function collectJudgingTests(active?: number): Promise<void> {
  if (active !== undefined) vi.resetModules();
  activate(active);
  for (const file of globSync([...(scopes[readOrder().scope]?.tests ?? [])]).sort())
    await import(/* @vite-ignore */ join(process.cwd(), file));
}
