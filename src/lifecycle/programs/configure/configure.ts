import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { configuratorRules } from '../../../model/documents/configurator-policy.ts';
import { Lease } from '../../clients/kubernetes/lease.ts';
import type { Login } from '../../login/login.ts';
import { errorOf } from '../../problems/lifecycle-problems.ts';
import { AuditDevice } from '../../reconcile/audit-device.ts';
import { reconcile } from '../../reconcile/reconcile.ts';
import { reconcileAccess } from '../../reconcile/reconcile-access.ts';
import type { Phase } from '../../run/journal.ts';
import { readExternalValues } from '../../values/external-values.ts';
import type { ConfigureRun } from './configure-run.ts';
import { proveRights } from './own-rights.ts';
import { settleEntries } from './settle-entries.ts';

/**
 * Brings an open Vault to what its documents say, under an identity that may do exactly that: engines,
 * configuration of the auth method, policies, roles, entries. It initialises nothing, unseals nothing, and
 * reads no value but those that others are composed from.
 *
 * A second run changes nothing, and a killed one is finished by the next, or ends in a state with a name.
 * @param login an identity that was admitted already
 * @throws VaultwrightError with every state that a person must look at, or the one that ended the run
 */
export async function configure(run: ConfigureRun, login: Login, holder: string): Promise<void> {
  const { journal, findings } = run;
  let stoppedIn: Phase | undefined;
  try {
    await configureAs(run, holder);
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    stoppedIn = journal.phase;
    // What was found before it stays true.
    findings.push(...error.diagnostics);
  } finally {
    await logOut(run, login);
  }
  const endedIn = stoppedIn ?? journal.failedIn;
  if (endedIn) journal.enter(endedIn);
  if (findings.length > 0) throw errorOf(findings);
}

async function configureAs(run: ConfigureRun, holder: string): Promise<void> {
  const { settings, accessMap, fixtureMap, journal, kubernetes, deadline, findings } = run;
  const { name, namespace } = settings;
  journal.enter('lease');
  await using _lease = await Lease.acquire(kubernetes, { namespace, name, holder }, deadline);
  journal.enter('rights');
  const rules = configuratorRules({ accessMap, entries: fixtureMap.entries, audit: settings.audit });
  await proveRights(run, { name, rules, accessMap });
  journal.step({ phase: 'rights', action: 'prove the rights of the token', outcome: 'unchanged' });
  // Before anything is written: a required value that is missing ends the run.
  journal.enter('upstream');
  const external = await readExternalValues({
    ...run,
    environment: settings.environment,
    entries: fixtureMap.entries,
    namespace,
    openUpstream: (readSecret) => run.openUpstream(readSecret),
    note: (target, reason) => journal.step({ phase: 'upstream', action: 'read', target, outcome: 'kept', reason }),
  });
  const devices = settings.audit.map((device) => new AuditDevice(device));
  findings.push(...(await reconcile(devices, run, { phase: 'audit', journal })).defects);
  const { defects } = await reconcileAccess(accessMap, settings.kubernetesHost, run, journal);
  findings.push(...defects);
  await settleEntries(run, external);
}

async function logOut(run: ConfigureRun, login: Login): Promise<void> {
  const { journal, findings } = run;
  journal.enter('revoke');
  const finding = await login.end(run);
  const outcome = finding ? 'failed' : 'done';
  journal.step({
    phase: 'revoke',
    action: 'revoke the token of this run',
    outcome,
    ...(finding && { reason: finding.what }),
  });
  if (finding) findings.push(finding);
}
