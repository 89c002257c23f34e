import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { Lease } from '../../clients/kubernetes/lease.ts';
import { readCredentials } from '../../login/kept-credentials.ts';
import { logIn, logOut } from '../../login/root-token.ts';
import { errorOf, lifecycleError } from '../../problems/lifecycle-problems.ts';
import { writeFixtures } from '../../reconcile/entry.ts';
import { enableAuth, mountEngine } from '../../reconcile/mount.ts';
import { configureAuth, writePolicies, writeRoles } from '../../reconcile/role.ts';
import type { Phase } from '../../run/journal.ts';
import { readOutsideValues } from '../../values/external-values.ts';
import type { BootstrapRun } from './bootstrap-run.ts';
import { initialise } from './initialise.ts';
import { requireCredentials, unseal } from './unseal.ts';
import { readStatus, waitForActive, waitForVault } from './vault-status.ts';
import { verify } from './verify.ts';

/**
 * Brings the Vault of an ephemeral environment to what its documents say, from whatever state it is in.
 *
 * Each phase reads, finds the difference and applies it, so a second run changes nothing and a killed one is finished by the next.
 * @throws VaultwrightError with every state that a person must look at, or the one that ended the run
 */
export async function bootstrap(run: BootstrapRun): Promise<void> {
  run.journal.enter('lease');
  // A dry run changes nothing, so nobody need wait for it.
  await using _lease = run.isDryRun ? undefined : await acquireLease(run);
  let stoppedIn: Phase | undefined;
  try {
    if (await openVault(run)) await configure(run);
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    stoppedIn = run.journal.phase;
    // What was found before it stays true.
    run.findings.push(...error.diagnostics);
  } finally {
    await logOut(run);
  }
  const endedIn = stoppedIn ?? run.journal.failedIn;
  if (endedIn) run.journal.enter(endedIn);
  if (run.findings.length > 0) throw errorOf(run.findings);
}

const acquireLease = ({ kubernetes, settings, identity, deadline }: BootstrapRun): Promise<Lease> =>
  Lease.acquire(kubernetes, { namespace: settings.namespace, name: settings.name, holder: identity }, deadline);

/**
 * Waits for Vault, initialises and unseals it where it must be, and logs in.
 * @returns whether the rest can be done: a dry run ends before a Vault that it would have to change first
 */
async function openVault(run: BootstrapRun): Promise<boolean> {
  const { vault, deadline, journal, isDryRun } = run;
  journal.enter('wait');
  const status = await waitForVault(vault, deadline);
  journal.enter('status');
  const kept = await readCredentials(run);
  const credentials = status.isInitialised ? requireCredentials(run, kept) : await initialise(run, status, kept);
  const { isSealed } = status.isInitialised || isDryRun ? status : await readStatus(vault, deadline);
  if (isSealed && (credentials || isDryRun)) await unseal(run, credentials ?? { rootToken: '', unsealKey: '' });
  if (isDryRun && (isSealed || !credentials)) {
    journal.step({
      phase: 'login',
      action: 'configure and seed',
      outcome: 'planned',
      reason: 'what, only an open Vault can say',
    });
    return false;
  }
  if (!credentials) throw lifecycleError('VW5020', 'The run was stopped before Vault was initialised');
  journal.enter('unseal');
  await waitForActive(vault, deadline);
  await logIn(run, credentials);
  return true;
}

async function configure(run: BootstrapRun): Promise<void> {
  await mountEngine(run);
  await enableAuth(run);
  await configureAuth(run);
  await writePolicies(run);
  await writeRoles(run);
  await writeFixtures(run, await readOutsideValues(run));
  await verify(run);
}
