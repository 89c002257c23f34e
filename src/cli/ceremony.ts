import { resolve } from 'node:path';
import type { Command } from 'commander';
import { initialise } from '../lifecycle/commands/ceremony/init.ts';
import { planCeremony } from '../lifecycle/commands/ceremony/plan.ts';
import { receive } from '../lifecycle/commands/ceremony/receipt.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import {
  defineChangeOptions,
  defineStepOptions,
  inCeremony,
  named,
  type StepOptions,
} from './ceremony/ceremony-options.ts';
import { defineHandoverSteps } from './ceremony/handover-steps.ts';
import { defineQuorumSteps } from './ceremony/quorum-steps.ts';
import { custodyOf, definePeople, onlyOne, type PeopleOptions } from './ceremony/recipients.ts';
import { defineVerify } from './ceremony/verify-step.ts';
import { defineVerifyTranscript } from './ceremony/verify-transcript.ts';
import type { Invocation } from './invocation.ts';
import { table } from './table.ts';

const help = `
A ceremony brings a regulated environment from an empty Vault to one that nobody can open alone. Its folder holds the transcript, the state
of what is under way, and what is encrypted for people. A step that was interrupted is run again: it goes on from where it ended.
Shares, tokens and passwords come from gpg, from a descriptor or from a hidden prompt, and are never shown. docs/ceremony.md is the runbook.

Examples:
  vaultwright ceremony plan -e production
  vaultwright ceremony init -e production --threshold 2 --custodian ada=ada.asc --custodian bob=bob.asc --custodian eve=eve.asc \\
    --root-token-key ada=ada.asc
Exit status: 0 done, 1 a person must act, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

const planHelp = `
Reads only, and needs no login. It says which steps are done, which is next and who must be present, what the server offers, and at which
phase a fresh rollout waits meanwhile. The inputs are values that somebody puts into the upstream store before the handover is done:
the configurator writes nothing while one of them is missing (VW5012).`;

const initHelp = `
Keys are public keys of OpenPGP, armoured or binary. Vault itself encrypts each share to its custodian, and the root token to its holder:
the files share-NAME.gpg and root-token.gpg of the folder. Without keys it is refused. Read each fingerprint aloud before you confirm.`;

const receiptHelp = `
Run by the custodian, with the private key: gpg decrypts the share, which is then forgotten. A quorum of receipts is needed before
the root token is revoked.`;

/** Defines `vaultwright ceremony …`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command.addHelpText('after', help);
  const step = (name: string, summary: string): Command =>
    command.command(name).summary(summary).description(summary).helpOption('-h, --help', 'print this help');

  defineStepOptions(step('plan', 'say what will happen, and who must be present'))
    .option('--json', 'print JSON')
    .addHelpText('after', planHelp)
    .action(async (options: StepOptions & { json?: boolean }) => finish(await plan(options, invocation)));

  definePeople(defineChangeOptions(step('init', 'initialise Vault, with an encrypted share for each custodian')))
    .requiredOption('--root-token-key <name=key>', 'holder of the root token, and the file of the public key', named)
    .option(
      '--bootstrap-token-key <name=key>',
      'holder of bootstrap tokens, and the file of the public key (default: that of the root token)',
      named,
    )
    .addHelpText('after', initHelp)
    .action(async (options: InitOptions) => finish(await init(options, invocation)));

  defineChangeOptions(step('receipt', 'record that a custodian holds a share and can decrypt it'))
    .argument('<custodian>', 'name of the custodian')
    .option('--share <file>', 'the custodian’s own copy of the file (default: that of the folder)')
    .addHelpText('after', receiptHelp)
    .action(async (custodian: string, options: StepOptions & { share?: string }) => {
      const given = options.share === undefined ? undefined : resolve(invocation.workingDirectory, options.share);
      await inCeremony(options, invocation, (run) => receive(run, custodian, given));
      finish(exitStatus.clean);
    });

  defineHandoverSteps(step, invocation, finish);
  defineQuorumSteps(step, invocation, finish);
  defineVerify(step, invocation, finish);
  defineVerifyTranscript(step, invocation, finish);
}

interface InitOptions extends StepOptions, PeopleOptions {
  readonly rootTokenKey: ReadonlyMap<string, string>;
  readonly bootstrapTokenKey?: ReadonlyMap<string, string>;
}

async function plan(options: StepOptions & { json?: boolean }, invocation: Invocation): Promise<ExitStatus> {
  const made = await inCeremony({ ...options, dryRun: true }, invocation, planCeremony);
  if (options.json) {
    invocation.out(`${printableJson({ kind: 'CeremonyPlan', environment: options.environment, ...made }, 2)}\n`);
    return exitStatus.clean;
  }
  const { server, generateRoot, rotateRecovery, waits, inputs, steps } = made;
  invocation.out(
    table(
      ['WHAT', ''],
      [
        ['server', server],
        ['generate-root', generateRoot],
        ['rotate-recovery', rotateRecovery],
        ['rollout', waits],
        ['inputs', inputs.length === 0 ? 'none' : `must be in the upstream store: ${inputs.join(', ')}`],
      ],
    ),
  );
  invocation.out('\n');
  invocation.out(
    table(
      ['STEP', 'STATE', 'PRESENT', 'WHAT HAPPENS'],
      steps.map(({ step, state, present, what }) => [step, state, present, what]),
    ),
  );
  return exitStatus.clean;
}

async function init(options: InitOptions, invocation: Invocation): Promise<ExitStatus> {
  await inCeremony(options, invocation, async (run) => {
    const custody = await custodyOf(run, options, invocation);
    const rootHolder = await onlyOne(run, '--root-token-key', options.rootTokenKey, options, invocation);
    const bootstrapHolder = options.bootstrapTokenKey
      ? await onlyOne(run, '--bootstrap-token-key', options.bootstrapTokenKey, options, invocation)
      : rootHolder;
    await initialise(run, { custody, rootHolder, bootstrapHolder });
  });
  return exitStatus.clean;
}
