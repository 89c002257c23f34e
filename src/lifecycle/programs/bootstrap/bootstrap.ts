import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { Lease } from '../../clients/kubernetes/lease.ts';
import { GivenToken } from '../../login/given-token.ts';
import { CredentialsSecret } from '../../login/kept-credentials.ts';
import type { Login } from '../../login/login.ts';
import { RootToken } from '../../login/root-token.ts';
import { errorOf, lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { Phase } from '../../run/journal.ts';
import { readStatus, waitForActive, waitForVault } from '../../run/vault-status.ts';
import type { BootstrapRun } from './bootstrap-run.ts';
import { configure } from './configure.ts';
import { initialise, opensItself } from './initialise.ts';
import { requireCredentials, unseal } from './unseal.ts';

/**
 * Brings the Vault of an ephemeral environment to what its documents say, from any state it is in.
 *
 * Each phase reads, finds the difference and applies it, so a second run changes nothing and a killed one is
 * finished by the next.
 * @throws VaultwrightError with every state that a person must look at, or the one that ended the run
 */
export async function bootstrap(run: BootstrapRun): Promise<void> {
  const { journal, findings } = run;
  journal.enter('lease');
  // A dry run changes nothing, so nobody need wait for it.
  await using _lease = journal.isDryRun ? undefined : await acquireLease(run);
  let stoppedIn: Phase | undefined;
  let login: Login | undefined;
  try {
    login = await openVault(run);
    if (login) {
      await logIn(run, login);
      await configure(run);
    }
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    stoppedIn = journal.phase;
    // What was found before it stays true.
    findings.push(...error.diagnostics);
  } finally {
    if (login) await logOut(run, login);
  }
  const endedIn = stoppedIn ?? journal.failedIn;
  if (endedIn) journal.enter(endedIn);
  if (findings.length > 0) throw errorOf(findings);
}

const acquireLease = ({ kubernetes, settings, identity, deadline }: BootstrapRun): Promise<Lease> =>
  Lease.acquire(kubernetes, { namespace: settings.namespace, name: settings.name, holder: identity }, deadline);

/**
 * Waits for Vault, and initialises and unseals it where it must be.
 * @returns how to log in; `undefined` where the rest cannot be planned: a dry run ends before a Vault that it
 * would have to change first
 */
async function openVault(run: BootstrapRun): Promise<Login | undefined> {
  const { vault, kubernetes, deadline, journal, settings } = run;
  const { isDryRun } = journal;
  const secret = new CredentialsSecret({
    kubernetes,
    deadline,
    namespace: settings.namespace,
    name: settings.vault.credentialsSecret,
    manager: settings.name,
  });
  journal.enter('wait');
  const status = await waitForVault(vault, deadline);
  journal.enter('status');
  const kept = await secret.read();
  const opening = { vault, deadline, journal, secret, settings: settings.vault };
  const credentials = status.isInitialised ? requireCredentials(secret, kept) : await initialise(opening, status, kept);
  const { isSealed, sealType } = status.isInitialised || isDryRun ? status : await readStatus(vault, deadline);
  // Whom a key service opens is only waited for.
  if (isSealed && !opensItself(sealType) && (credentials || isDryRun))
    await unseal(opening, credentials ?? { rootToken: '', unsealKey: '' });
  if (isDryRun && (isSealed || !credentials)) {
    const reason = 'what, only an open Vault can say';
    journal.step({ phase: 'login', kind: 'server', action: 'configure and seed', outcome: 'planned', reason });
    return undefined;
  }
  if (!credentials) throw lifecycleError('VW5020', 'The run was stopped before Vault was initialised');
  journal.enter('unseal');
  await waitForActive(vault, deadline);
  const { rootToken } = credentials;
  const { name: displayName, deadlineSeconds: seconds } = settings;
  // A plan makes no token, since that would change Vault.
  return isDryRun ? new GivenToken(rootToken) : new RootToken({ rootToken, label: secret.label, displayName, seconds });
}

async function logIn(run: BootstrapRun, login: Login): Promise<void> {
  run.journal.enter('login');
  await login.begin(run);
  if (login.makesToken) run.journal.step({ phase: 'login', action: 'log in', outcome: 'done' });
}

async function logOut(run: BootstrapRun, login: Login): Promise<void> {
  const { journal, vault, findings } = run;
  if (!vault.hasToken) return;
  if (login.makesToken) journal.enter('revoke');
  const finding = await login.end(run);
  if (!login.makesToken) return;
  const action = 'revoke the token of this run';
  journal.step({
    phase: 'revoke',
    action,
    outcome: finding ? 'failed' : 'done',
    ...(finding && { reason: finding.what }),
  });
  if (finding) findings.push(finding);
}
