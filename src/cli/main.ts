import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { ConfigurationError, type ExitStatus, exitStatus, VaultwrightError } from '../model/diagnostics/errors.ts';
import { printable } from '../model/diagnostics/printable.ts';
import { commands } from './commands.ts';
import { type Invocation, processInvocation } from './invocation.ts';
import { packageVersion } from './version.ts';

const introduction = `Guards the secrets of Kubernetes platforms: declared once, derived everywhere, checked before they are applied.`;
const examples = `
Examples:
  vaultwright check .                              check every manifest of a repository
  helm template app ./chart | vaultwright check -  check what a chart renders
  vaultwright explain no-inline-secret             explain a rule
  vaultwright bootstrap --environment local        bring Vault to what the rendered environment says
Exit status: 0 clean, 1 findings, 2 wrong usage or configuration, 3 defect of vaultwright, 4 a server does not answer or serve yet.`;

/** Runs the program of this process and sets its exit status. */
export async function run(): Promise<void> {
  // Patterns of stores and kustomizations come with the checked tree, and Go reads them in linear time: after
  // 50,000 steps back V8 changes to an engine that does, wherever a pattern has no look-around.
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await main(processInvocation());
}

/** Runs one command and returns its exit status; every error ends here. */
export async function main(invocation: Invocation): Promise<ExitStatus> {
  try {
    return await dispatch(invocation);
  } catch (error) {
    if (error instanceof VaultwrightError) {
      invocation.err(`${error.message}\n`);
      return error.exitStatus;
    }
    invocation.err(internalError(error, invocation.environment.VAULTWRIGHT_DEBUG !== undefined));
    return exitStatus.internal;
  }
}

async function dispatch(invocation: Invocation): Promise<ExitStatus> {
  const args = [...invocation.args];
  if (args[0] === '--version' || args[0] === '-V') {
    invocation.out(`${packageVersion()}\n`);
    return exitStatus.clean;
  }
  if (args[0] === 'help') args.splice(0, args.length, ...args.slice(1), '--help');
  let status: ExitStatus = exitStatus.clean;
  const { program, CommanderError } = await buildProgram(invocation, args[0], (result) => {
    status = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return exitStatus.clean;
    if (error.code === 'commander.help') return exitStatus.usage;
    // The message quotes the arguments, and only a wrong call pays for loading the judge.
    const { withheldCredential } = await import('../guardrails/credential/withheld-credential.ts');
    throw new ConfigurationError([usageProblem(withheldCredential(error.message))]);
  }
  return status;
}

async function buildProgram(invocation: Invocation, called: string | undefined, finish: (status: ExitStatus) => void) {
  const { Command, CommanderError } = await import('commander');
  const configured = (command: Command): Command =>
    command
      .exitOverride()
      .configureOutput({ writeOut: invocation.out, writeErr: invocation.out, outputError: () => {} })
      .showHelpAfterError(false);
  const program = configured(new Command('vaultwright'))
    .description(introduction)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', examples);
  for (const { name, summary, load } of commands) {
    const command = configured(program.command(name).summary(summary).description(summary)).helpOption(
      '-h, --help',
      'print this help',
    );
    if (name !== called) continue;
    (await load()).define(command, invocation, finish, commands);
    invocation.loaded?.();
  }
  return { program, CommanderError };
}

const usageProblem = (message: string) => ({
  code: 'VW2000',
  severity: 'error' as const,
  what: message.replace(/^error: /, '').replace(/\.$/, ''),
  why: 'The program does not guess what was meant.',
  fix: 'See `vaultwright --help` and `vaultwright help <command>`.',
  place: {},
});

// The message of an unexpected error can quote what was being read, so only its kind and its frames are
// shown.
function internalError(error: unknown, isDebugging: boolean): string {
  const known = error instanceof Error ? error : new Error(String(error));
  const frames = (known.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [
    `error VW2099: vaultwright failed with ${printable(known.name)}`,
    '  why:   this is a defect of vaultwright, not of what was checked',
    '  fix:   report it with the lines below; VAULTWRIGHT_DEBUG=1 adds the message, which may quote a checked file',
    ...(isDebugging ? [`  ${printable(known.message)}`] : []),
    ...frames.slice(0, 12).map(printable),
    '',
  ].join('\n');
}

if (import.meta.main) await run();
