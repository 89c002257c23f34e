import { randomBytes } from 'node:crypto';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { Upstream } from '../../clients/upstream/upstream.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import { ServiceAccountLogin } from '../../login/service-account.ts';
import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import { Deadline } from '../../run/deadline.ts';
import type { ConfiguratorDocuments } from '../../run/documents.ts';
import { Journal, type Step } from '../../run/journal.ts';
import { type EndedRun, summarise } from '../../run/run-summary.ts';
import { readStatus } from '../../run/vault-status.ts';
import type { SecretReader } from '../../values/external-values.ts';
import { configure } from './configure.ts';

export interface ConfigureOptions extends ConfiguratorDocuments {
  readonly vault: VaultClient;
  readonly kubernetes: KubernetesClient;
  openUpstream(readSecret: SecretReader): Promise<Upstream>;
  /** Returns the token of the ServiceAccount as which the configurator logs in. */
  readonly accountToken: () => string;
  /** Who runs it, such as the name of the Pod. */
  readonly runner: string;
  /** Changes nothing and says what would be done. @default false */
  readonly isDryRun?: boolean;
  /** Told each step that did something, as it happens. */
  readonly onStep?: (step: Step) => void;
  /** Stops the run, which then ends its token and gives back its Lease. @default never */
  readonly signal?: AbortSignal;
}

/** Milliseconds between two questions whether Vault admits the configurator by now. */
const pause = 5_000;

/**
 * Waits until people initialised Vault and admitted the configurator, runs it to its end and says how it
 * ended; only a defect of the program itself is thrown.
 */
export async function runConfigure(options: ConfigureOptions): Promise<EndedRun<'ConfigureSummary'>> {
  const { settings, vault, isDryRun = false, signal, onStep = () => undefined } = options;
  const { environment, name, handoverSeconds, deadlineSeconds } = settings;
  const journal = new Journal(onStep, { isDryRun });
  return summarise({ kind: 'ConfigureSummary', environment, journal }, async () => {
    const waiting = new Deadline(handoverSeconds * 1000, signal);
    const sayOnce = once((reason) => journal.step({ phase: journal.phase, action: 'wait', outcome: 'kept', reason }));
    journal.enter('wait');
    await waitForPeople(options, waiting, sayOnce, signal);
    journal.enter('login');
    const login = new ServiceAccountLogin({
      mount: options.accessMap.authMount,
      role: name,
      token: options.accountToken,
      wait: () => {
        sayOnce('Vault does not admit the configurator yet: the handover of the ceremony is to come');
        return waiting.wait(pause);
      },
    });
    await login.begin({ vault, deadline: new Deadline((handoverSeconds + deadlineSeconds) * 1000, signal) });
    journal.step({ phase: 'login', action: 'log in', outcome: 'done' });
    // The token lives from now on, and little longer than the run may take.
    const deadline = new Deadline(deadlineSeconds * 1000, signal);
    const holder = `${options.runner.slice(0, 63)}-${randomBytes(4).toString('hex')}`;
    await configure(
      { ...options, journal, deadline, findings: [], openUpstream: (read) => options.openUpstream(read) },
      login,
      holder,
    );
  });
}

/**
 * Waits for a Vault that is initialised and open.
 * @throws VW5208 where people have not come to it yet; VW5001–VW5004
 */
async function waitForPeople(
  { vault, settings }: ConfigureOptions,
  waiting: Deadline,
  say: (reason: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    const { isInitialised, isSealed } = await readStatus(vault, new Deadline(settings.deadlineSeconds * 1000, signal));
    if (isInitialised && !isSealed) return;
    const state = isInitialised ? 'is sealed' : 'is not initialised';
    say(`Vault ${state}: ${isInitialised ? 'its key service unseals it' : 'the ceremony is to come'}`);
    if (await waiting.wait(pause)) continue;
    throw isInitialised
      ? lifecycleError('VW5002', `Vault at ${vault.address} is sealed, and its key service has not unsealed it`)
      : lifecycleError('VW5208', `Vault at ${vault.address} is not initialised`);
  }
}

/** Reports each thing once, however long it lasts. */
function once(say: (reason: string) => void): (reason: string) => void {
  const said = new Set<string>();
  return (reason) => {
    if (said.has(reason)) return;
    said.add(reason);
    say(reason);
  };
}
