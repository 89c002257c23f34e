import type { Command } from 'commander';
import { z } from 'zod';
import { type ExitStatus, exitStatus } from '../model/errors.ts';
import { checkConfigurationSchema } from './check-configuration.ts';
import type { Invocation } from './invocation.ts';

/** Defines `vaultwright schema`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command.action(() => {
    invocation.out(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
    finish(exitStatus.clean);
  });
}

/** Describes `vaultwright.config.yaml` for editors: what a person may write, before defaults are filled. */
function configurationJsonSchema() {
  const { $schema, ...schema } = z.toJSONSchema(checkConfigurationSchema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title: 'vaultwright.config', ...schema };
}
