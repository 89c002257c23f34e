import { type Command, InvalidArgumentError } from 'commander';
import { type RotationReport, runRotation } from '../lifecycle/commands/rotate/run-rotation.ts';
import { commandErrorOf } from '../lifecycle/problems/command-problem.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import {
  defineServerOptions,
  openServers,
  readEnvironment,
  type ServerOptions,
  serverHelp,
} from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { printJson, printText } from './rotate/rotation-report.ts';
import { runnerName } from './runner-name.ts';

/** Options of `rotate`, as the command line gives them. */
interface RotateOptions extends ServerOptions {
  readonly namespace?: string;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly restart?: boolean;
  readonly replaceForeign?: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: boolean;
}

const help = `
SECRET is a Kubernetes Secret that an ExternalSecret of the environment writes, KEY one of its data keys; vault:PATH[#PROPERTY] is a Vault key that no
Secret holds. By the origin of the Vault key:
  generated, operator-reconciled   a new random value; what is composed of it follows
  external                         the newest upstream value is copied; change it upstream first
  literal, composed                refused: change the declaration, or rotate what it is composed from. In an environment with a configurator, which
                                   overwrites nothing, vault:PATH writes what is declared now, and a key that its entry lacks
  service-generated, mirrored      refused: the message names who makes the value
All writes are under check-and-set, and everything is proven before the first one. A value that bootstrap or rotate did not write is replaced
only with --replace-foreign. Values are never printed.

Then it waits until the Secrets hold the new value: in an environment with a cluster of its own the operator is asked at once, elsewhere its
refresh interval decides. It names the workloads that read the Secrets.
${serverHelp}
Logs in as \`vaultwright drift\` does.

Examples:
  vaultwright rotate agents-db-secret -e local --dry-run
  vaultwright rotate vault:argocd-admin-password -e local
  vaultwright rotate grafana-admin-credentials/admin-password -e local --restart
Exit status: 0 rotated and delivered, 1 a person must act, 2 wrong usage or configuration, 4 not delivered yet, or a server does not
answer or serve yet.`;

/** Defines `vaultwright rotate`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineServerOptions(command)
    .argument('<secret[/key]>', 'Kubernetes Secret, one data key of it, or vault:PATH[#PROPERTY]')
    .option('-n, --namespace <name>', 'namespace of the Secret, where Secrets of that name differ')
    .option('--dry-run', 'print what would be done and change nothing')
    .option('--replace-foreign', 'also replace values that bootstrap and rotate did not write')
    .option('--restart', 'restart the workloads that read the Secrets, once these hold the new value')
    .option('--no-wait', 'do not wait until the Secrets hold the new value')
    .option('--timeout <seconds>', 'how long to wait at most', wholeSeconds, 300)
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (target: string, options: RotateOptions) => finish(await rotate(target, options, invocation)));
}

function wholeSeconds(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.');
  return Number(text);
}

/** Time for everything but the wait, in milliseconds. */
const patience = 180_000;

async function rotate(target: string, options: RotateOptions, invocation: Invocation): Promise<ExitStatus> {
  if (options.restart && !options.wait) throw new ConfigurationError([contradiction]);
  const rendered = readEnvironment(options, invocation);
  const report: RotationReport = {
    environment: rendered.name,
    isDryRun: options.dryRun === true,
    written: [],
    delivered: [],
    consumers: [],
    restarted: new Set(),
    notes: [],
    problems: [],
  };
  const { mount, engines = {} } = rendered.fixtureMap;
  const mountOf = (store: string | undefined): string =>
    store === undefined ? mount : (engines[store]?.mount ?? mount);
  const timeout = options.timeout * 1_000;
  const request = {
    target,
    namespace: options.namespace,
    isDryRun: report.isDryRun,
    waits: options.wait,
    restarts: options.restart === true,
    replaceForeign: options.replaceForeign === true,
    timeout,
    runner: runnerName(),
    environment: invocation.environment,
    say: (text: string) => invocation.err(text),
  };
  try {
    await runRotation(rendered, request, report, () => openServers(rendered, options, invocation, patience + timeout));
  } finally {
    // Also where it ended half-way: what was written stays written.
    if (options.json) printJson(report, invocation);
    else printText(report, invocation, mountOf);
  }
  if (report.problems.length > 0) throw commandErrorOf(report.problems);
  return exitStatus.clean;
}

const contradiction = {
  code: 'VW2000',
  severity: 'error' as const,
  what: '--restart and --no-wait contradict each other',
  why: 'A workload that restarts before its Secret has the new value keeps the old one.',
  fix: 'Leave out one of them.',
  place: {},
};
