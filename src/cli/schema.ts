import type { Command } from 'commander';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { configurationJsonSchema } from './configuration-json-schema.ts';
import type { Invocation } from './invocation.ts';

/** Defines `vaultwright schema`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command.action(() => {
    invocation.out(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
    finish(exitStatus.clean);
  });
}
