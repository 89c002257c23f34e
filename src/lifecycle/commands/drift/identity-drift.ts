import { ceremonyNames } from '../../../model/documents/ceremony-access.ts';
import { isObject } from '../../../model/json-record.ts';
import { encodePath, vaultError } from '../../clients/vault/vault-client.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { extraGrants } from './default-policy.ts';
import type { DriftSearch } from './drift-search.ts';
import { namesAt } from './names-at.ts';

/** Requests at once. */
const atOnce = 8;

/**
 * Looks at what gives rights to tokens beside roles: the policy `default`, which nearly every token has;
 * groups and entities with policies, which add to whoever belongs to them, by whichever mount they logged in;
 * roles of the token mount, which every Vault has.
 *
 * @see https://developer.hashicorp.com/vault/docs/concepts/identity
 * @throws VW5001–VW5004 where they cannot be read
 */
export async function identityDrift(search: DriftSearch): Promise<void> {
  const { find, count } = search;
  const policy = await textAt(search, 'sys/policies/acl/default', 'policy');
  const extra = policy === undefined ? [] : extraGrants(policy);
  if (extra === undefined) find('VW5119', 'The policy "default" holds more than paths with capabilities');
  for (const path of extra ?? []) find('VW5119', `The policy "default" grants more than its own on "${path}"`);
  for (const [kind, code] of [
    ['group', 'VW5150'],
    ['entity', 'VW5151'],
  ] as const) {
    const ids = await namesAt(search, `identity/${kind}/id`);
    count('identities', ids.length);
    await inParallel(ids, atOnce, async (id) => {
      const { name, policies } = await fieldsAt(search, `identity/${kind}/id/${encodePath(id)}`);
      const granted = Array.isArray(policies) ? policies.map(String).sort() : [];
      if (granted.length > 0)
        find(code, `The ${kind} "${typeof name === 'string' ? name : id}" adds ${granted.join(', ')} to its members`);
    });
  }
  const { document } = search.rendered;
  const made = document.vault.operatedBy === 'ceremony' ? ceremonyNames(document).tokenRoles : [];
  for (const name of await namesAt(search, 'auth/token/roles'))
    if (!made.includes(name)) find('VW5152', `The role "${name}" of the token mount is not declared`);
}

async function fieldsAt({ vault, deadline }: DriftSearch, path: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await vault.send({ method: 'GET', path }, deadline);
  // It may have gone since it was listed.
  if (answer.kind === 'absent') return {};
  if (answer.kind !== 'ok') throw vaultError(answer, `read ${path}`);
  return isObject(answer.body.data) ? answer.body.data : {};
}

async function textAt(search: DriftSearch, path: string, field: string): Promise<string | undefined> {
  const value = (await fieldsAt(search, path))[field];
  return typeof value === 'string' ? value : undefined;
}
