import { randomBytes } from 'node:crypto';
import type { AccessMapDocument } from '../../../model/documents/access-map.ts';
import type { ConfiguratorRule } from '../../../model/documents/configurator.ts';
import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';

export interface ExpectedRights {
  /** Name of the role, and of the one policy. */
  readonly name: string;
  readonly rules: readonly ConfiguratorRule[];
  readonly accessMap: Pick<AccessMapDocument, 'mount' | 'engines' | 'authMount'>;
}

/** Paths in one request; an answer stays far below what Vault and proxies take. */
const pathsAtOnce = 500;
/** Paths that a message names. */
const mostNamed = 8;

/**
 * Proves that the token of a run may do exactly what the run does: it holds its one policy and nothing that a
 * group or an entity adds, and Vault grants neither more nor less on any path that is known.
 * @throws VW5206 where it may do more, VW5207 where it may do less
 * @see https://developer.hashicorp.com/vault/api-docs/system/capabilities-self
 */
export async function proveRights(access: VaultAccess, expected: ExpectedRights): Promise<void> {
  const { name, rules } = expected;
  const foreign = (await policiesOfToken(access)).filter((policy) => policy !== name);
  if (foreign.length > 0)
    throw lifecycleError('VW5206', `The token holds ${foreign.join(', ')} besides its own policy "${name}"`);
  const wanted = new Map<string, readonly string[]>([
    ...forbiddenPaths(expected).map((path) => [path, []] as const),
    ...rules.map(({ path, capabilities }) => [path, capabilities] as const),
  ]);
  const granted = await capabilitiesAt(access, [...wanted.keys()]);
  const more: string[] = [];
  const less: string[] = [];
  for (const [path, capabilities] of wanted) {
    const found = granted.get(path) ?? [];
    const extra = found.filter((each) => !capabilities.includes(each));
    const missing = capabilities.filter((each) => !found.includes(each));
    if (extra.length > 0) more.push(`${extra.join(', ')} on ${path}`);
    if (missing.length > 0) less.push(`${missing.join(', ')} on ${path}`);
  }
  const problems = [
    ...(more.length > 0 ? [lifecycleProblem('VW5206', `The token may ${listed(more)}`)] : []),
    ...(less.length > 0 ? [lifecycleProblem('VW5207', `The token lacks ${listed(less)}`)] : []),
  ];
  if (problems.length > 0) throw errorOf(problems);
}

const listed = (items: readonly string[]): string =>
  items.length <= mostNamed
    ? items.join('; ')
    : `${items.slice(0, mostNamed).join('; ')}; and on ${items.length - mostNamed} more paths`;

async function policiesOfToken({ vault, deadline }: VaultAccess): Promise<readonly string[]> {
  const body = await vault.expect({ method: 'GET', path: 'auth/token/lookup-self' }, 'look up the own token', deadline);
  const data = isObject(body.data) ? body.data : {};
  const lists = [data.policies, data.identity_policies, ...externalPolicies(data.external_namespace_policies)];
  if (!Array.isArray(data.policies)) throw vaultError({ kind: 'malformed' }, 'look up the own token');
  return [...new Set(lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : [])))].sort();
}

/** Policies that groups of other namespaces add, by namespace. */
const externalPolicies = (found: unknown): readonly unknown[] => (isObject(found) ? Object.values(found) : []);

/**
 * Paths that no configurator may touch, also where they are declared: a wildcard in its policy shows on one
 * of them. Names that nobody has are random, so that a policy cannot be written around them.
 */
function forbiddenPaths({ name, accessMap }: ExpectedRights): readonly string[] {
  const { mount, engines = {}, authMount } = accessMap;
  const any = `vaultwright-${randomBytes(6).toString('hex')}`;
  const mounts = new Set([mount, ...Object.values(engines).map((each) => each.mount)]);
  return [
    ...[...mounts].flatMap((each) => [
      `${each}/config`,
      `${each}/${any}`,
      ...['data', 'metadata', 'delete', 'undelete', 'destroy', 'subkeys'].map((part) => `${each}/${part}/${any}`),
      `${each}/metadata/`,
      `sys/mounts/${each}/tune`,
    ]),
    ...[name, any].flatMap((each) => [
      `auth/${authMount}/role/${each}`,
      `sys/policies/acl/${each}`,
      `sys/policy/${each}`,
      `sys/policies/password/${each}`,
    ]),
    `sys/auth/${authMount}`,
    `sys/auth/${any}`,
    `sys/mounts/${any}`,
    `sys/audit/${any}`,
    `sys/raw/${any}`,
    `sys/plugins/catalog/secret/${any}`,
    'auth/token/create',
    'auth/token/create-orphan',
    'identity/entity',
    'identity/group',
    'sys/config/cors',
    'sys/remount',
    'sys/rotate',
    'sys/seal',
    'sys/step-down',
    'sys/storage/raft/snapshot',
  ];
}

/** Asks what the token may do; `deny` is nothing. */
async function capabilitiesAt(
  { vault, deadline }: VaultAccess,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (let from = 0; from < paths.length; from += pathsAtOnce) {
    const part = paths.slice(from, from + pathsAtOnce);
    const request = { method: 'POST', path: 'sys/capabilities-self', body: { paths: part }, repeat: true } as const;
    const answer = await vault.send(request, deadline);
    if (answer.kind === 'forbidden')
      throw lifecycleError('VW5207', 'The token may not ask what it may do (sys/capabilities-self)');
    if (answer.kind !== 'ok') throw vaultError(answer, 'ask for the own capabilities');
    const data = isObject(answer.body.data) ? answer.body.data : answer.body;
    for (const path of part) {
      const list = data[path];
      if (!Array.isArray(list)) throw vaultError({ kind: 'malformed' }, 'ask for the own capabilities');
      found.set(
        path,
        list.map(String).filter((each) => each !== 'deny'),
      );
    }
  }
  return found;
}
