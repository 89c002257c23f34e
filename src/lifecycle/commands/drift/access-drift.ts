import { isObject } from '../../clients/vault/vault-answer.ts';
import { encodePath } from '../../clients/vault/vault-client.ts';
import { authState, engineState } from '../../reconcile/mount.ts';
import { authConfigDifferences, policyState, roleDifferences } from '../../reconcile/role.ts';
import { inParallel } from '../../run/in-parallel.ts';

import type { DriftSearch } from './drift.ts';
import { namesAt } from './names-at.ts';

/** Requests at once. */
const atOnce = 8;

/** Engines and auth methods that Vault itself mounts. */
const builtIn: readonly string[] = ['system', 'identity', 'cubbyhole', 'token', 'agent_registry'];
const builtInPolicies: readonly string[] = ['root', 'default'];

/**
 * Compares the mounts, the configuration of Kubernetes auth, the roles and the policies of Vault with the access map.
 * @throws VW5001–VW5004 where they cannot be read
 */
export async function accessDrift(search: DriftSearch): Promise<void> {
  const { accessMap } = search.rendered;
  const reading = { ...search, accessMap };
  const { find, count } = search;
  const auth = await authState(reading);
  for (const [state, what] of [
    [await engineState(reading), `The mount "${accessMap.mount}/" of kv-v2`],
    [auth, `The mount "auth/${accessMap.authMount}/" of Kubernetes auth`],
  ] as const) {
    if (state === 'absent') find('VW5110', `${what} is not there`);
    if (typeof state === 'object') find('VW5110', state.defect);
  }
  await findExtraMounts(search, 'sys/mounts', '', accessMap.mount);
  await findExtraMounts(search, 'sys/auth', 'auth/', accessMap.authMount);
  count('mounts', 2);
  await findPolicies(search);
  if (auth !== 'right') return;
  const { platformSettings } = search;
  const differing = platformSettings && (await authConfigDifferences({ ...reading, settings: platformSettings }));
  if (platformSettings && differing === undefined) find('VW5112', 'Kubernetes auth is not configured');
  if (differing && differing.length > 0)
    find('VW5112', `The configuration of Kubernetes auth differs in ${differing.join(', ')}`);
  await findRoles(search);
}

async function findExtraMounts(
  { vault, deadline, find }: DriftSearch,
  list: 'sys/mounts' | 'sys/auth',
  prefix: string,
  declared: string,
): Promise<void> {
  const body = await vault.expect({ method: 'GET', path: list }, `read ${list}`, deadline);
  for (const [path, mount] of Object.entries(isObject(body.data) ? body.data : body)) {
    if (!path.endsWith('/') || path === `${declared}/` || !isObject(mount)) continue;
    const type = String(mount.type);
    if (!builtIn.includes(type.replace(/^ns_/, ''))) find('VW5111', `"${prefix}${path}" is mounted and not declared`);
  }
}

async function findPolicies(search: DriftSearch): Promise<void> {
  const { find, count, rendered } = search;
  const { accessMap } = rendered;
  await inParallel(accessMap.policies, atOnce, async (policy) => {
    const state = await policyState({ ...search, accessMap }, policy);
    if (state === 'absent') find('VW5116', `The policy "${policy.name}" is not there`);
    if (state === 'differs') find('VW5117', `The text of the policy "${policy.name}" differs from the access map`);
  });
  count('policies', accessMap.policies.length);
  const declared = new Set([...accessMap.policies.map(({ name }) => name), ...builtInPolicies]);
  for (const name of await namesAt(search, 'sys/policies/acl'))
    if (!declared.has(name)) find('VW5118', `The policy "${name}" is not declared`);
}

async function findRoles(search: DriftSearch): Promise<void> {
  const { find, count, rendered } = search;
  const { accessMap } = rendered;
  await inParallel(accessMap.roles, atOnce, async (role) => {
    const differing = await roleDifferences({ ...search, accessMap }, role);
    if (differing === undefined) find('VW5113', `The role "${role.name}" is not there`);
    else if (differing.length > 0) find('VW5114', `The role "${role.name}" differs in ${differing.join(', ')}`);
  });
  count('roles', accessMap.roles.length);
  const declared = new Set(accessMap.roles.map(({ name }) => name));
  for (const name of await namesAt(search, `auth/${encodePath(accessMap.authMount)}/role`))
    if (!declared.has(name)) find('VW5115', `The role "${name}" is not declared`);
}
