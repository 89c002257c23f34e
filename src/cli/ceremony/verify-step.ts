import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { AuditSource } from '../../lifecycle/commands/ceremony/verify/audit-record.ts';
import { verifyCeremony } from '../../lifecycle/commands/ceremony/verify.ts';
import { commandErrorOf } from '../../lifecycle/problems/command-problem.ts';
import { formatDiagnostic, sortDiagnostics } from '../../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus } from '../../model/diagnostics/errors.ts';
import { printableJson } from '../../model/diagnostics/printable.ts';
import type { Invocation } from '../invocation.ts';
import { type BreakGlassOptions, defineBreakGlass, withBreakGlass } from './break-glass-options.ts';
import { defineStepOptions, inCeremony, named, type StepOptions } from './ceremony-options.ts';

const help = `
Reads only. It looks that no root token lives among the accessors that the login may list; that Vault is sealed as rendered; that each audit
device is there, and that what it writes holds this very request; that raft is healthy, with the rendered number of nodes and version; that
the auth method, roles and policies of the handover are in place; and that the server runs with the rendered configuration, although its
StatefulSet restarts nothing by itself. What was found goes into the transcript.
Every audit device of the server must be named, by the file or by the command that shows what it writes:
  vaultwright ceremony verify -e production --as ada --audit file=/mnt/audit/audit.log \\
    --audit-command 'stdout=kubectl -n ameide-prod logs -l app.kubernetes.io/name=vault --tail=5000'
Exit status: 0 all is as it must be, 1 findings, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

interface VerifyOptions extends StepOptions, BreakGlassOptions {
  readonly audit?: ReadonlyMap<string, string>;
  readonly auditCommand?: ReadonlyMap<string, string>;
  readonly json?: boolean;
}

/** Defines `vaultwright ceremony verify`. */
export function defineVerify(
  step: (name: string, summary: string) => Command,
  invocation: Invocation,
  finish: (status: ExitStatus) => void,
): void {
  defineBreakGlass(defineStepOptions(step('verify', 'look whether what the ceremony left is as it must be')))
    .option('--audit <device=file>', 'file that an audit device writes; several times', named)
    .option('--audit-command <device=command>', 'command that shows what an audit device writes; several times', named)
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: VerifyOptions) => finish(await verify(options, invocation)));
}

async function verify(options: VerifyOptions, invocation: Invocation): Promise<ExitStatus> {
  const { workingDirectory, environment } = invocation;
  const files = [...(options.audit ?? [])].map(([device, file]): [string, AuditSource] => [
    device,
    { file: resolve(workingDirectory, file) },
  ]);
  const commands = [...(options.auditCommand ?? [])].map(([device, command]): [string, AuditSource] => [
    device,
    { command },
  ]);
  const findings = await inCeremony(options, invocation, (run, rendered) =>
    withBreakGlass(run, options, invocation, async () => {
      const { serverConfiguration: configuration } = rendered;
      const audit = new Map([...files, ...commands]);
      return sortDiagnostics(await verifyCeremony(run, rendered, { audit, environment, configuration }));
    }),
  );
  if (options.json)
    invocation.out(`${printableJson({ kind: 'CeremonyReport', environment: options.environment, findings }, 2)}\n`);
  else {
    for (const finding of findings) invocation.out(`${formatDiagnostic(finding)}\n\n`);
    invocation.err(`verify: ${findings.length} findings\n`);
  }
  return findings.length === 0 ? exitStatus.clean : commandErrorOf(findings).exitStatus;
}
