import type { Command } from 'commander';
import { type CeremonyRun, readSecret } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { passwordFile } from '../../lifecycle/commands/ceremony/ceremony-state.ts';
import { setToken } from '../../lifecycle/commands/ceremony/handover.ts';
import { BreakGlassIdentity } from '../../lifecycle/login/ceremony.ts';
import { formatDiagnostic } from '../../model/diagnostics/diagnostic.ts';
import { breakGlassMount } from '../../model/documents/ceremony-access.ts';
import type { Invocation } from '../invocation.ts';
import { defineSecret, secretOf } from './ceremony-options.ts';

/** Options that name who logs in. */
export interface BreakGlassOptions {
  readonly as?: string;
}

/** Adds the options by which a person logs in with a break-glass identity. */
export const defineBreakGlass = (command: Command): Command =>
  defineSecret(
    command.option('--as <name>', 'break-glass identity that logs in (default: VAULT_TOKEN, or no login)'),
    'password',
    'its password',
    'break-glass-NAME.gpg',
  );

/**
 * Does something with the token of a break-glass identity, which then ends; else with `VAULT_TOKEN`, which
 * stays; else without one.
 */
export async function withBreakGlass<T>(
  run: CeremonyRun,
  options: BreakGlassOptions,
  invocation: Invocation,
  work: () => Promise<T>,
): Promise<T> {
  const { VAULT_TOKEN: given } = invocation.environment;
  if (options.as === undefined) {
    setToken(run, given || undefined);
    return work();
  }
  const name = options.as;
  const way = secretOf(options, 'password', invocation);
  const password = await readSecret(run, way, `the password of ${name}`, passwordFile(name));
  const identity = new BreakGlassIdentity({ mount: breakGlassMount, name, password });
  await identity.begin(run);
  run.environmentVault.vault.loginAs(run.vault);
  try {
    return await work();
  } finally {
    run.environmentVault.vault.token = undefined;
    const finding = await identity.end(run);
    if (finding) run.say(`${formatDiagnostic({ ...finding, severity: 'warning' })}\n`);
  }
}
