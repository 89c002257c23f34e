import type { Command } from 'commander';
import type { ExitStatus } from '../model/diagnostics/errors.ts';
import type { Invocation } from './invocation.ts';

/** What the module of a command exports. */
export interface CommandModule {
  /**
   * Adds arguments, options and the action to the command.
   *
   * @param finish takes the exit status of the action
   * @param all every command of the program, for those that speak about the others
   */
  define(
    command: Command,
    invocation: Invocation,
    finish: (status: ExitStatus) => void,
    all: readonly CommandEntry[],
  ): void;
}

export interface CommandEntry {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loads the command; only the one that is called is loaded, since starting must stay fast. */
  load(): Promise<CommandModule>;
}
