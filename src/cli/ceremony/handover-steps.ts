import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { handOutBootstrapToken, unwrapBootstrapToken } from '../../lifecycle/commands/ceremony/bootstrap-token.ts';
import { servingServer } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { rootTokenFile } from '../../lifecycle/commands/ceremony/ceremony-state.ts';
import { handOver } from '../../lifecycle/commands/ceremony/handover.ts';
import { revokeRoot } from '../../lifecycle/commands/ceremony/revoke-root.ts';
import { type ExitStatus, exitStatus } from '../../model/diagnostics/errors.ts';
import { goDuration } from '../../model/go-duration.ts';
import type { Invocation } from '../invocation.ts';
import { type BaoOptions, defineBao, hasBao } from './bao-option.ts';
import { type BreakGlassOptions, defineBreakGlass, withBreakGlass } from './break-glass-options.ts';
import {
  defineChangeOptions,
  defineSecret,
  defineStepOptions,
  inCeremony,
  type StepOptions,
  secretOf,
} from './ceremony-options.ts';
import { usage } from './recipients.ts';

const handoverHelp = `
Makes what takes the place of the root token: the audit devices, the auth method, the configurator's role and policy, a break-glass identity
for each custodian, and a bootstrap token, wrapped by Vault and encrypted to its holder. Each break-glass identity proves itself: it logs in,
starts a generation of a root token, and cancels it. Run again it goes on from where it ended.
The root token is read from --root-token-pgp through gpg, from --root-token-fd, from ${rootTokenFile} of the folder, or at a hidden prompt.`;

const renewHelp = `
Ends the bootstrap token that was handed out last and makes another, wrapped and encrypted to the same holder. It logs in with a break-glass
identity; no root token is needed.`;

const unwrapHelp = `
Run by the holder of bootstrap tokens. It proves that the wrapping was made where bootstrap tokens are, and that nobody opened it before;
then it prints the token, to a pipe and never to a terminal:
  vaultwright ceremony unwrap -e production | vault-token-consumer`;

const revokeHelp = `
Refused until the handover is verified, and as many custodians have given a receipt as are needed together.`;

interface LifetimeOptions {
  readonly tokenTtl: number;
  readonly wrappingTtl: number;
}

/** Defines the steps between the initialisation and the end of the root token. */
export function defineHandoverSteps(
  step: (name: string, summary: string) => Command,
  invocation: Invocation,
  finish: (status: ExitStatus) => void,
): void {
  const rootToken = (command: Command): Command => defineSecret(command, 'root-token', 'the root token', rootTokenFile);
  const lifetimes = (command: Command): Command =>
    command
      .option('--token-ttl <duration>', 'how long a bootstrap token lives', seconds, 3600)
      .option('--wrapping-ttl <duration>', 'how long it may be unwrapped', seconds, 1800);
  const of = ({ tokenTtl, wrappingTtl }: LifetimeOptions) => ({ token: tokenTtl, wrapping: wrappingTtl });
  const way = (options: object, name: string) => secretOf(options, name, invocation);

  defineBao(lifetimes(rootToken(defineChangeOptions(step('handover', 'make what takes the place of the root token')))))
    .addHelpText('after', handoverHelp)
    .action(async (options: StepOptions & LifetimeOptions & BaoOptions) => {
      const request = { way: way(options, 'root-token'), bootstrap: of(options) };
      await inCeremony(options, invocation, async (run, rendered) =>
        handOver(run, rendered, { ...request, bao: await hasBao(run, options, invocation) }),
      );
      finish(exitStatus.clean);
    });

  lifetimes(defineBreakGlass(defineChangeOptions(step('renew-bootstrap', 'hand out another bootstrap token'))))
    .addHelpText('after', renewHelp)
    .action(async (options: StepOptions & LifetimeOptions & BreakGlassOptions) => {
      await inCeremony(options, invocation, (run) =>
        withBreakGlass(run, options, invocation, async () => {
          await servingServer(run);
          if (run.isDryRun) run.say('renew-bootstrap: the bootstrap token would end, and another be made\n');
          else await handOutBootstrapToken(run, 'renew-bootstrap', of(options));
        }),
      );
      finish(exitStatus.clean);
    });

  defineSecret(
    defineStepOptions(step('unwrap', 'open the bootstrap token that was handed out')),
    'wrapped',
    'the wrapped token',
    'bootstrap-token.gpg',
  )
    .addHelpText('after', unwrapHelp)
    .action(async (options: StepOptions) => {
      if (invocation.isTerminal)
        throw usage('A token is never printed to a terminal', 'It would stay in its history and on its screen.');
      const token = await inCeremony({ ...options, dryRun: true }, invocation, (run) =>
        unwrapBootstrapToken(run, way(options, 'wrapped')),
      );
      invocation.out(token);
      finish(exitStatus.clean);
    });

  rootToken(defineChangeOptions(step('revoke-root', 'end the root token, once it is replaced')))
    .option('--others', 'end other root tokens as well, such as one whose generation was never answered')
    .addHelpText('after', revokeHelp)
    .action(async (options: StepOptions & { others?: boolean }) => {
      const others = options.others === true;
      await inCeremony(options, invocation, (run) => revokeRoot(run, way(options, 'root-token'), others));
      finish(exitStatus.clean);
    });
}

/** Reads a duration as Vault writes it. @returns seconds */
function seconds(text: string): number {
  const [, hours = '0', minutes = '0', rest = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  if (goDuration(text) === undefined || total < 1 || total > 86_400 * 7)
    throw new InvalidArgumentError('It must be a duration of at most a week, such as 30m.');
  return total;
}
