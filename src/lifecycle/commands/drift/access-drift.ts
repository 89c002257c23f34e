import { ceremonyNames } from '../../../model/documents/ceremony-access.ts';
import { loginMethodOf } from '../../../model/documents/logins/login-methods.ts';
import { isObject } from '../../../model/json-record.ts';
import type { CommandCode } from '../../problems/command-problem.ts';
import { mountsAt } from '../../reconcile/mount.ts';
import { type Observation, type Resource, type ResourceKind, reasonOf } from '../../reconcile/resource.ts';
import { accessResources, configuratorResources } from '../../reconcile/resources.ts';
import { rolesPath } from '../../reconcile/role.ts';
import { inParallel } from '../../run/in-parallel.ts';
import type { DriftSearch } from './drift-search.ts';
import { namesAt } from './names-at.ts';

/** Requests at once. */
const atOnce = 8;

/** Engines and auth methods that Vault itself mounts. */
const builtIn: readonly string[] = ['system', 'identity', 'cubbyhole', 'token', 'agent_registry'];
const builtInPolicies: readonly string[] = ['root', 'default'];

/** Code of a resource that is missing, and of one that differs. */
const codes: Readonly<Record<ResourceKind, { readonly absent: CommandCode; readonly differs: CommandCode }>> = {
  'audit device': { absent: 'VW5209', differs: 'VW5209' },
  engine: { absent: 'VW5110', differs: 'VW5110' },
  'auth method': { absent: 'VW5110', differs: 'VW5110' },
  'auth configuration': { absent: 'VW5112', differs: 'VW5112' },
  policy: { absent: 'VW5116', differs: 'VW5117' },
  role: { absent: 'VW5113', differs: 'VW5114' },
};

/**
 * Compares the engines, the auth method and its configuration, the roles and the policies of Vault with the
 * access map.
 *
 * What is not declared is named as well, unless somebody else runs Vault, where that is nobody’s business
 * here.
 * @throws VW5001–VW5004 where they cannot be read
 */
export async function accessDrift(search: DriftSearch): Promise<void> {
  const { rendered, find, count } = search;
  const { accessMap, document } = rendered;
  const { engines, auth, ...managed } = accessResources(accessMap, document.kubernetesHost);
  const own = configuratorResources(document);
  const policies = [...managed.policies, ...own.policies];
  const roles = [...managed.roles, ...own.roles];
  await lookAtAll(search, own.audit);
  const [method, ...configuration] = auth;
  const mounts = [...engines, ...(method ? [method] : [])];
  let isOpen = true;
  for (const mount of mounts) {
    const seen = await look(search, mount);
    if (mount === method) isOpen = seen.state === 'right';
  }
  count('mounts', mounts.length);
  const isOurs = document.vault.operatedBy !== 'others';
  // What the ceremony made; its own verification looks at it.
  const made = document.vault.operatedBy === 'ceremony' ? ceremonyNames(document) : undefined;
  if (isOurs) {
    await findExtraMounts(search, 'sys/mounts', '', nameOf(engines));
    await findExtraMounts(search, 'sys/auth', 'auth/', [...nameOf(mounts), ...(made?.mounts ?? [])]);
  }
  await lookAtAll(search, policies);
  count('policies', policies.length);
  if (isOurs)
    await findExtra(
      search,
      'sys/policies/acl',
      [...builtInPolicies, ...nameOf(policies), ...(made?.policies ?? [])],
      (name) => find('VW5118', `The policy "${name}" is not declared`),
    );
  if (!isOpen || !loginMethodOf(accessMap).role) return;
  await lookAtAll(search, configuration);
  await lookAtAll(search, roles);
  count('roles', roles.length);
  const names = [...nameOf(roles), ...(made?.roles ?? [])];
  if (isOurs)
    await findExtra(search, rolesPath(accessMap.authMount), names, (name) =>
      find('VW5115', `The role "${name}" is not declared`),
    );
}

const nameOf = (resources: readonly Resource[]): string[] => resources.map(({ name }) => name);

const lookAtAll = (search: DriftSearch, resources: readonly Resource[]): Promise<void> =>
  inParallel(resources, atOnce, async (resource) => void (await look(search, resource)));

async function look(search: DriftSearch, resource: Resource): Promise<Observation> {
  const seen = await resource.observe(search);
  const { kind, name } = resource;
  const { absent, differs } = codes[kind];
  if (seen.state === 'absent') search.find(absent, `The ${kind} "${name}" is not there`);
  else if (seen.state === 'defect') search.find(differs, seen.defect);
  else if (seen.state === 'differs') {
    const how = seen.fields.length === 0 ? 'differs from the access map' : reasonOf(seen);
    search.find(differs, `The ${kind} "${name}" ${how}`);
  }
  search.propose(resource.plan(seen));
  return seen;
}

async function findExtraMounts(
  search: DriftSearch,
  list: 'sys/mounts' | 'sys/auth',
  prefix: string,
  names: readonly string[],
): Promise<void> {
  const declared = new Set(names);
  for (const [path, mount] of Object.entries(await mountsAt(search, list))) {
    if (!path.endsWith('/') || declared.has(`${prefix}${path}`) || !isObject(mount)) continue;
    const type = String(mount.type).replace(/^ns_/, '');
    if (!builtIn.includes(type)) search.find('VW5111', `"${prefix}${path}" is mounted and not declared`);
  }
}

async function findExtra(
  search: DriftSearch,
  path: string,
  declared: readonly string[],
  find: (name: string) => void,
): Promise<void> {
  for (const name of await namesAt(search, path)) if (!declared.includes(name)) find(name);
}
