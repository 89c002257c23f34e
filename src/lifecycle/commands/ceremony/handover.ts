import { configuratorRoleFields } from '../../../model/documents/configurator.ts';
import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import { accessResources } from '../../reconcile/resources.ts';
import { Role } from '../../reconcile/role.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { makeAuditDevices } from './audit-devices.ts';
import { type BootstrapLifetimes, handOutBootstrapToken, makeBootstrapRole } from './bootstrap-token.ts';
import { makeBreakGlass } from './break-glass.ts';
import { bringAbout } from './bring-about.ts';
import { type CeremonyRun, readSecret, type SecretWay, servingServer } from './ceremony-run.ts';
import { rootTokenFile } from './ceremony-state.ts';

export interface HandoverRequest {
  readonly way: SecretWay;
  readonly bootstrap: BootstrapLifetimes;
  /** Whether OpenBao’s own client of the same release is at hand. */
  readonly bao: boolean;
}

/**
 * With the root token, makes what takes its place: audit devices first, so that the rest is on record; the
 * auth method; role and policy of the configurator; break-glass identities that prove themselves; a bootstrap
 * token. Each part looks at what is there and goes on from it.
 * @throws VW5008 where the token is no root token, VW5011, VW5254, VW5258, VW5001–VW5004
 */
export async function handOver(
  run: CeremonyRun,
  { accessMap, document }: RenderedEnvironment,
  { way, bootstrap, bao }: HandoverRequest,
): Promise<void> {
  const { folder, say, isDryRun, environmentVault } = run;
  await servingServer(run);
  const { custody } = folder.state;
  if (!custody) throw commandError('VW5241', `${folder.path} has no record of an initialisation`);
  await withRootToken(run, way, async (token) => {
    await makeAuditDevices(run);
    // Engines, roles and policies of the environment are the configurator’s; it may not make a way for
    // itself.
    for (const resource of accessResources(accessMap, document.kubernetesHost).auth)
      await bringAbout(run, resource, environmentVault);
    await makeBootstrapRole(run, bootstrap);
    const { configurator } = document;
    if (configurator) {
      const fields = configuratorRoleFields(configurator, accessMap);
      await bringAbout(run, new Role(accessMap.authMount, configurator.role.name, fields), environmentVault);
    }
    if (isDryRun)
      return say(
        `handover: would try ${custody.custodians.length} break-glass identities, and hand out a bootstrap token\n`,
      );
    await makeBreakGlass(run, custody.custodians, token, bao);
    if (!folder.last('handover', 'bootstrap-token')) await handOutBootstrapToken(run, 'handover', bootstrap);
    if (folder.records.at(-1)?.event !== 'verified')
      folder.say({
        step: 'handover',
        event: 'verified',
        facts: { identities: custody.custodians.length, configurator: configurator?.role.name ?? 'none' },
      });
    say('handover: done; the root token can be revoked once enough custodians have given a receipt\n');
  });
}

/**
 * Logs in with the root token for one piece of work; the token is kept, as it is, by its holder.
 * @throws VW5252 where Vault does not know it, or it is none
 */
export async function withRootToken(
  run: CeremonyRun,
  way: SecretWay,
  work: (token: string, accessor: string) => Promise<void>,
): Promise<void> {
  const token = await readSecret(run, way, 'the root token', rootTokenFile);
  try {
    setToken(run, token);
    const accessor = await rootAccessor(run);
    if (accessor === undefined) throw commandError('VW5252', 'What was given is no root token of this Vault');
    await work(token, accessor);
  } finally {
    setToken(run, undefined);
  }
}

/** Accessor of the token of the run, where it is a root token that lives. @throws VW5001, VW5002, VW5004 */
export async function rootAccessor({ vault, deadline }: CeremonyRun): Promise<string | undefined> {
  const answer = await vault.send({ method: 'GET', path: 'auth/token/lookup-self', isOfRoot: true }, deadline);
  if (answer.kind === 'forbidden') return undefined;
  if (answer.kind !== 'ok') throw vaultError(answer, 'look at the root token');
  const { policies, accessor } = isObject(answer.body.data) ? answer.body.data : {};
  const isRoot = Array.isArray(policies) && policies.includes('root');
  return isRoot && typeof accessor === 'string' ? accessor : undefined;
}

/** Sets the token of both clients of a run. */
export function setToken({ vault, environmentVault }: CeremonyRun, token: string | undefined): void {
  vault.token = token;
  environmentVault.vault.token = token;
}
