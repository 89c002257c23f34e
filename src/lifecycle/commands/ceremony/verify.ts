import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import {
  bootstrapPolicy,
  bootstrapRole,
  bootstrapRoleFields,
  breakGlassMount,
  breakGlassPolicy,
} from '../../../model/documents/ceremony-access.ts';
import { configuratorRoleFields } from '../../../model/documents/configurator.ts';
import { isObject, type JsonRecord } from '../../../model/json-record.ts';
import { type CommandCode, commandProblem } from '../../problems/command-problem.ts';
import { AuthMethodMount } from '../../reconcile/auth-method.ts';
import { compareAt } from '../../reconcile/fields.ts';
import { Policy } from '../../reconcile/policy.ts';
import { type Observation, reasonOf } from '../../reconcile/resource.ts';
import { accessResources } from '../../reconcile/resources.ts';
import { Role } from '../../reconcile/role.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { auditDevices, differingDevice } from './audit-devices.ts';
import { breakGlassMethod } from './break-glass.ts';
import type { CeremonyRun } from './ceremony-run.ts';
import { servingServer } from './ceremony-run.ts';
import { rootTokensOf } from './root-tokens.ts';
import { type AuditSource, devicesWithout } from './verify/audit-record.ts';
import { differingConfiguration } from './verify/running-configuration.ts';

export interface VerifyRequest {
  /** Where each audit device writes, by its path in Vault. */
  readonly audit: ReadonlyMap<string, AuditSource>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The rendered configuration of the server, in HCL; `undefined` where none is rendered. */
  readonly configuration: string | undefined;
}

type Find = (code: CommandCode, what: string) => void;

/**
 * Looks whether what the ceremony left is as it must be: no root token, the seal, audit devices that hold
 * this very request, raft, policies and roles, and the configuration with which the server runs. It only
 * reads.
 *
 * Where a part cannot be looked at, that is a finding, and the other parts are looked at all the same.
 */
export async function verifyCeremony(
  run: CeremonyRun,
  rendered: RenderedEnvironment,
  request: VerifyRequest,
): Promise<readonly Diagnostic[]> {
  const { folder, document } = run;
  const findings: Diagnostic[] = [];
  const find: Find = (code, what) => findings.push(commandProblem(code, what, { environment: document.name }));
  const { seal, version } = await servingServer(run);
  if (document.vault.seal !== undefined && document.vault.seal !== seal)
    find('VW5242', `Vault is sealed by "${seal}", and rendered is "${document.vault.seal}"`);
  const parts = [
    () => lookAtTokens(run, find),
    () => lookAtAudit(run, request, find),
    () => lookAtRaft(run, version, find),
    () => lookAtAccess(run, rendered, find),
    () => lookAtConfiguration(run, request, find),
  ];
  for (const part of parts)
    await part().catch((error: unknown) => {
      if (!(error instanceof VaultwrightError)) throw error;
      findings.push(...error.diagnostics);
    });
  if (!run.isDryRun) {
    const codes = [...new Set(findings.map(({ code }) => code))].sort().join(' ');
    folder.say({
      step: 'verify',
      event: findings.length === 0 ? 'passed' : 'failed',
      facts: { version, seal, findings: findings.length, ...(codes !== '' && { codes }) },
    });
  }
  return findings;
}

async function lookAtTokens(run: CeremonyRun, find: Find): Promise<void> {
  for (const { name, accessor } of await rootTokensOf(run))
    find('VW5261', `The root token "${name}" lives, with the accessor ${accessor}`);
}

async function lookAtAudit(run: CeremonyRun, { audit, environment }: VerifyRequest, find: Find): Promise<void> {
  const running = await auditDevices(run);
  const names = running.map(({ path }) => path);
  for (const device of run.document.vault.server?.audit ?? []) {
    const differs = differingDevice(device, running);
    if (differs) find('VW5259', differs);
  }
  if (running.length < 2) find('VW5259', `Vault has ${running.length} audit devices, and two are needed`);
  for (const name of names)
    if (!audit.has(name)) find('VW5262', `Nobody said where the audit device "${name}" is read`);
  for (const name of audit.keys()) if (!names.includes(name)) find('VW5259', `Vault has no audit device "${name}"`);
  const looked = new Map([...audit].filter(([name]) => names.includes(name)));
  for (const [name, why] of await devicesWithout(run, looked, environment))
    find('VW5262', `What the audit device "${name}" writes ${why}`);
}

async function lookAtRaft({ vault, deadline, document }: CeremonyRun, version: string, find: Find): Promise<void> {
  const { server } = document.vault;
  if (server?.storage === 'file') return;
  const path = 'sys/storage/raft/autopilot/state';
  const { data } = await vault.expect({ method: 'GET', path, isOfRoot: true }, 'read the state of raft', deadline);
  const { healthy, servers } = isObject(data) ? data : {};
  const nodes = isObject(servers) ? Object.entries(servers) : [];
  if (healthy !== true) find('VW5263', 'Raft is not healthy');
  if (server && nodes.length !== server.replicas)
    find('VW5263', `Raft has ${nodes.length} nodes, and rendered are ${server.replicas}`);
  for (const [name, node] of nodes) {
    const { healthy: isHealthy, status, version: own } = isObject(node) ? node : ({} as JsonRecord);
    if (isHealthy === false || (status !== 'leader' && status !== 'voter'))
      find('VW5263', `The node "${name}" of raft is ${isHealthy === false ? 'not healthy' : String(status)}`);
    const runs = typeof own === 'string' && own !== '' ? own : version;
    if (server && runs.split('+')[0] !== server.version)
      find('VW5265', `The node "${name}" runs ${runs}, and rendered is ${server.version}`);
  }
}

async function lookAtAccess(run: CeremonyRun, { accessMap, document }: RenderedEnvironment, find: Find): Promise<void> {
  const { environmentVault } = run;
  const { configurator } = document;
  const say = (what: string, seen: Observation): void => {
    if (seen.state !== 'right') find('VW5264', `The ${what}: ${reasonOf(seen)}`);
  };
  const ofRoot = [new AuthMethodMount(breakGlassMount, breakGlassMethod), new Policy(breakGlassPolicy(document))];
  const role =
    configurator &&
    new Role(accessMap.authMount, configurator.role.name, configuratorRoleFields(configurator, accessMap));
  const own = [
    ...accessResources(accessMap, document.kubernetesHost).auth,
    new Policy(bootstrapPolicy(document)),
    ...(role ? [role] : []),
  ];
  for (const each of ofRoot) say(`${each.kind} "${each.name}"`, await each.observe(run));
  for (const each of own) say(`${each.kind} "${each.name}"`, await each.observe(environmentVault));
  // How long a bootstrap token lives was chosen at the handover.
  const { token_explicit_max_ttl: _, ...fields } = bootstrapRoleFields(document, 0);
  say(
    `role "${bootstrapRole}" of the token mount`,
    await compareAt(environmentVault, `auth/token/roles/${bootstrapRole}`, fields),
  );
}

async function lookAtConfiguration(run: CeremonyRun, { configuration }: VerifyRequest, find: Find): Promise<void> {
  if (configuration === undefined) return;
  const path = 'sys/config/state/sanitized';
  const request = { method: 'GET', path, isOfRoot: true } as const;
  const { data } = await run.vault.expect(request, 'read the configuration with which it runs', run.deadline);
  const differing = differingConfiguration(configuration, isObject(data) ? data : {});
  if (differing === undefined) find('VW5265', 'The rendered configuration of the server cannot be read');
  else if (differing.length > 0)
    find('VW5265', `Vault runs with another configuration than is rendered: ${differing.join(', ')}`);
}
