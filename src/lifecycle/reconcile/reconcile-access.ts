import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { Journal } from '../run/journal.ts';
import { type Reconciled, reconcile } from './reconcile.ts';
import type { VaultAccess } from './resource.ts';
import { accessResources } from './resources.ts';

/** Policies or roles that are looked at at once. */
const atOnce = 8;

/**
 * Brings engines, auth method, policies and roles to what an access map declares, in this order.
 * @param kubernetesHost address at which Vault reaches the API server
 * @returns what is missing of engines that others mount
 * @throws VW5011 where something else stands in the way, VW5001–VW5004
 */
export async function reconcileAccess(
  accessMap: AccessMapDocument,
  kubernetesHost: string,
  access: VaultAccess,
  journal: Journal,
): Promise<Reconciled> {
  const { engines, auth, policies, roles } = accessResources(accessMap, kubernetesHost);
  const reconciled = await reconcile(engines, access, { phase: 'mount', journal });
  await reconcile(auth, access, { phase: 'auth', journal });
  await reconcile(policies, access, { phase: 'policies', journal, atOnce });
  await reconcile(roles, access, { phase: 'roles', journal, atOnce });
  return reconciled;
}
