import { isObject, type JsonRecord } from '../../../model/json-record.ts';
import { encodePath, vaultError } from '../../clients/vault/vault-client.ts';
import { mountsAt } from '../../reconcile/mount.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { namesAt } from '../drift/names-at.ts';

/** Somebody who gets policies from Vault. */
export interface Identity {
  readonly kind: 'role' | 'user' | 'group' | 'entity' | 'certificate' | 'token role' | 'token';
  /** API path, or for a token its display name. */
  readonly name: string;
  /** Who may take it, as the server says: service accounts, claims, members. */
  readonly bound: readonly string[];
  readonly policies: readonly string[];
}

/** Where a type of auth method keeps who may log in. */
interface Shelf {
  readonly kind: Identity['kind'];
  /** Below the mount. */
  readonly list: string;
  readonly read: string;
}

const shelf = (kind: Identity['kind'], list: string, read = list): Shelf => ({ kind, list, read });
const role = [shelf('role', 'role')];
const people = [shelf('user', 'users'), shelf('group', 'groups')];

/** @see https://developer.hashicorp.com/vault/api-docs/auth */
const shelves: Readonly<Record<string, readonly Shelf[]>> = {
  kubernetes: role,
  jwt: role,
  oidc: role,
  approle: role,
  azure: role,
  alicloud: role,
  oci: role,
  gcp: [shelf('role', 'roles', 'role')],
  aws: [shelf('role', 'roles', 'role')],
  cf: [shelf('role', 'roles')],
  userpass: [shelf('user', 'users')],
  radius: [shelf('user', 'users')],
  cert: [shelf('certificate', 'certs')],
  ldap: people,
  okta: people,
  kerberos: [shelf('group', 'groups')],
  github: [shelf('group', 'map/teams'), shelf('user', 'map/users')],
  token: [shelf('token role', 'roles')],
};

/** Requests at once. */
const atOnce = 8;

/** Everybody who gets policies, and what could not be looked at. */
export interface Identities {
  readonly found: readonly Identity[];
  /** Parts that could not be read, each a sentence. */
  readonly notes: readonly string[];
}

/**
 * Lists who gets policies: roles, users and groups of every auth method, entities and groups of identity, and
 * tokens that live, as far as the login may list them.
 * @throws VW5001–VW5004 where auth methods or their roles cannot be read
 */
export async function identitiesOf(access: VaultAccess): Promise<Identities> {
  const found: Identity[] = [];
  const notes: string[] = [];
  for (const [mount, method] of Object.entries(await mountsAt(access, 'sys/auth'))) {
    if (!mount.endsWith('/') || !isObject(method)) continue;
    const type = String(method.type).replace(/^ns_/, '');
    const known = Object.hasOwn(shelves, type) ? shelves[type] : undefined;
    if (!known) notes.push(`Who may log in by auth/${mount} is not known: it is of type ${type}`);
    for (const each of known ?? []) found.push(...(await onShelf(access, `auth/${mount}`, each)));
  }
  for (const kind of ['group', 'entity'] as const) found.push(...(await ofIdentity(access, kind)));
  const tokens = await livingTokens(access);
  if (tokens) found.push(...tokens);
  else notes.push('Tokens that live were not looked at: the login may not list their accessors');
  return { found: found.sort((a, b) => (a.name < b.name ? -1 : 1)), notes };
}

async function onShelf(access: VaultAccess, mount: string, { kind, list, read }: Shelf): Promise<Identity[]> {
  const names = await namesAt(access, `${encodePath(mount)}${list}`);
  return collect(names, async (name) => {
    const fields = await fieldsAt(access, `${encodePath(mount)}${read}/${encodePath(name)}`);
    const policies = [
      ...listOf(fields.token_policies),
      ...listOf(fields.policies),
      ...(kind === 'token role' ? listOf(fields.allowed_policies) : []),
      // Teams and users of GitHub.
      ...listOf(fields.value),
    ];
    const hasDefault = kind !== 'token role' && fields.token_no_default_policy !== true;
    return {
      kind,
      name: `${mount}${read}/${name}`,
      bound: boundOf(fields),
      policies: [...new Set([...policies, ...(hasDefault ? ['default'] : [])])].sort(),
    };
  });
}

/** Returns who may take a role, in one text each. */
function boundOf(fields: JsonRecord): string[] {
  const names = listOf(fields.bound_service_account_names);
  const namespaces = listOf(fields.bound_service_account_namespaces);
  const selector = fields.bound_service_account_namespace_selector;
  const places = [...namespaces, ...(typeof selector === 'string' && selector !== '' ? [selector] : [])];
  const accounts = names.flatMap((name) => places.map((place) => `${place}/${name}`));
  const claims = Object.entries(isObject(fields.bound_claims) ? fields.bound_claims : {}).map(
    ([claim, value]) => `${claim}=${listOf(value).join('|')}`,
  );
  const subject = typeof fields.bound_subject === 'string' && fields.bound_subject !== '' ? [fields.bound_subject] : [];
  return [...accounts, ...claims, ...subject].sort();
}

async function ofIdentity(access: VaultAccess, kind: 'group' | 'entity'): Promise<Identity[]> {
  const ids = await namesAt(access, `identity/${kind}/id`);
  const all = await collect(ids, async (id) => {
    const fields = await fieldsAt(access, `identity/${kind}/id/${encodePath(id)}`);
    const name = typeof fields.name === 'string' ? fields.name : id;
    return {
      kind,
      name: `identity/${kind}/name/${name}`,
      bound: [...listOf(fields.member_entity_ids), ...listOf(fields.member_group_ids)],
      policies: listOf(fields.policies),
    };
  });
  return all.filter(({ policies }) => policies.length > 0);
}

/** Tokens that were made by hand; those of a login are behind a role that is listed anyway. */
async function livingTokens({ vault, deadline }: VaultAccess): Promise<Identity[] | undefined> {
  const answer = await vault.send({ method: 'GET', path: 'auth/token/accessors?list=true' }, deadline);
  if (answer.kind === 'forbidden') return undefined;
  if (answer.kind === 'absent') return [];
  if (answer.kind !== 'ok') throw vaultError(answer, 'list the accessors of tokens');
  const accessors = isObject(answer.body.data) ? listOf(answer.body.data.keys) : [];
  const all = await collect(accessors, async (accessor) => {
    const request = { method: 'POST', path: 'auth/token/lookup-accessor', body: { accessor }, repeat: true } as const;
    const seen = await vault.send(request, deadline);
    const fields = seen.kind === 'ok' && isObject(seen.body.data) ? seen.body.data : {};
    const isMade = typeof fields.path === 'string' && fields.path.startsWith('auth/token/');
    const name = `token ${String(fields.display_name ?? 'unnamed')} (accessor ${accessor})`;
    const policies = [...listOf(fields.policies), ...listOf(fields.identity_policies)];
    return { kind: 'token' as const, name, bound: [], policies: isMade ? policies : [] };
  });
  return all.filter(({ policies }) => policies.length > 0);
}

async function collect<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  await inParallel(names, atOnce, async (name) => void found.push(await read(name)));
  return found;
}

async function fieldsAt({ vault, deadline }: VaultAccess, path: string): Promise<JsonRecord> {
  const answer = await vault.send({ method: 'GET', path }, deadline);
  // It may have gone since it was listed.
  if (answer.kind === 'absent') return {};
  if (answer.kind !== 'ok') throw vaultError(answer, `read ${path}`);
  return isObject(answer.body.data) ? answer.body.data : {};
}

/** Some servers give a list, and some a text with commas. */
function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? value.split(',').map((each) => each.trim()) : [];
}
