import type { Command } from 'commander';
import type { CeremonyRun } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { rootTokenFile } from '../../lifecycle/commands/ceremony/ceremony-state.ts';
import {
  cancelGeneration,
  giveShare,
  type QuorumOptions,
  startGeneration,
} from '../../lifecycle/commands/ceremony/generate-root.ts';
import {
  cancelRotation,
  giveOldShare,
  proveNewShare,
  startRotation,
} from '../../lifecycle/commands/ceremony/rotate-recovery.ts';
import { type ExitStatus, exitStatus } from '../../model/diagnostics/errors.ts';
import type { Invocation } from '../invocation.ts';
import { type BaoOptions, defineBao, hasBao } from './bao-option.ts';
import { type BreakGlassOptions, defineBreakGlass, withBreakGlass } from './break-glass-options.ts';
import {
  defineChangeOptions,
  defineSecret,
  inCeremony,
  named,
  type StepOptions,
  secretOf,
} from './ceremony-options.ts';
import { custodyOf, definePeople, onlyOne, type PeopleOptions, usage } from './recipients.ts';

interface QuorumStepOptions extends StepOptions, PeopleOptions, BreakGlassOptions, BaoOptions {
  readonly key?: ReadonlyMap<string, string>;
}

type DefineStep = (name: string, summary: string) => Command;

const generateHelp = `
  start --key NAME=KEY     begin; the token will be encrypted to that key (default: that of the last root token)
  share CUSTODIAN          give one share: run by each custodian
  cancel                   end it without a token
The share is read from --share-pgp through the custodian’s gpg, from --share-fd, from share-CUSTODIAN.gpg of the folder, or at a hidden
prompt. The token goes to ${rootTokenFile}, encrypted. Revoke it with \`ceremony revoke-root\` when it has served.
Where the server wants a token beside the shares, give --as with a break-glass identity.`;

const rotateHelp = `
  start --custodian NAME=KEY … --threshold N    begin; the new shares will be encrypted to these keys
  share CUSTODIAN                               give one old share: run by each old custodian
  prove CUSTODIAN                               prove one new share: run by each new custodian
  cancel                                        end it; the old shares stay valid
The old shares stay valid until as many new ones as are needed together are proven: who is absent loses nothing.
Shares are read as \`ceremony generate-root\` reads them. Where the server wants a token beside the shares, give --as with a break-glass identity.`;

/** Defines the steps that need a quorum of custodians. */
export function defineQuorumSteps(
  step: DefineStep,
  invocation: Invocation,
  finish: (status: ExitStatus) => void,
): void {
  const define = (name: string, summary: string, actions: readonly string[]): Command => {
    const command = defineBreakGlass(defineChangeOptions(step(name, summary)))
      .argument('<action>', `one of ${actions.join(', ')}`)
      .argument('[custodian]', 'name of the custodian whose share it is');
    return defineBao(defineSecret(command, 'share', 'the share', 'share-CUSTODIAN.gpg'));
  };
  define('generate-root', 'make a root token with a quorum of custodians', ['start', 'share', 'cancel'])
    .option('--key <name=key>', 'for whom the token is encrypted, and the file of the public key', named)
    .option('--channel <name=text>', 'how the encrypted token reaches its holder, for the transcript', named)
    .addHelpText('after', generateHelp)
    .action((action: string, custodian: string | undefined, options: QuorumStepOptions) =>
      act(action, custodian, options, invocation, generation).then(finish),
    );
  definePeople(define('rotate-recovery', 'give the custodians new shares', ['start', 'share', 'prove', 'cancel']))
    .addHelpText('after', rotateHelp)
    .action((action: string, custodian: string | undefined, options: QuorumStepOptions) =>
      act(action, custodian, options, invocation, rotation).then(finish),
    );
}

interface Call {
  readonly run: CeremonyRun;
  readonly custodian: string;
  readonly options: QuorumStepOptions;
  readonly invocation: Invocation;
  readonly quorum: QuorumOptions;
}

type Actions = Readonly<Record<string, { readonly ofCustodian: boolean; readonly act: (call: Call) => Promise<void> }>>;

const shareOf = ({ options, invocation }: Call) => secretOf(options, 'share', invocation);

const generation: Actions = {
  start: {
    ofCustodian: false,
    act: async ({ run, options, invocation, quorum }) => {
      const { rootHolder } = run.folder.state;
      const isKept = options.key === undefined && rootHolder !== undefined;
      const holder = isKept ? rootHolder : await onlyOne(run, '--key', options.key, options, invocation);
      await startGeneration(run, holder, quorum);
    },
  },
  share: {
    ofCustodian: true,
    act: (call) => giveShare(call.run, call.custodian, shareOf(call), call.quorum),
  },
  cancel: { ofCustodian: false, act: ({ run, quorum }) => cancelGeneration(run, quorum) },
};

const rotation: Actions = {
  start: {
    ofCustodian: false,
    act: async ({ run, options, invocation, quorum }) =>
      startRotation(run, await custodyOf(run, options, invocation), quorum),
  },
  share: {
    ofCustodian: true,
    act: (call) => giveOldShare(call.run, call.custodian, shareOf(call), call.quorum),
  },
  prove: {
    ofCustodian: true,
    act: (call) => proveNewShare(call.run, call.custodian, shareOf(call), call.quorum),
  },
  cancel: { ofCustodian: false, act: ({ run, quorum }) => cancelRotation(run, quorum) },
};

async function act(
  action: string,
  custodian: string | undefined,
  options: QuorumStepOptions,
  invocation: Invocation,
  actions: Actions,
): Promise<ExitStatus> {
  const chosen = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!chosen)
    throw usage(`"${action}" is no action of this step`, `Its actions are ${Object.keys(actions).join(', ')}.`);
  if (chosen.ofCustodian !== (custodian !== undefined))
    throw usage(
      chosen.ofCustodian ? `${action} needs the name of a custodian` : `${action} takes no name`,
      'The transcript says who gave which share.',
    );
  await inCeremony(options, invocation, (run) =>
    withBreakGlass(run, options, invocation, async () => {
      const bao = await hasBao(run, options, invocation);
      const name = custodian ?? '';
      await chosen.act({ run, custodian: name, options, invocation, quorum: { bao } });
    }),
  );
  return exitStatus.clean;
}
