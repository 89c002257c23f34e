import type { VaultPolicy, VaultRole } from '../../model/documents/access-map.ts';
import { vaultPolicyText } from '../../model/documents/vault-policy-text.ts';
import { vaultAuthFields, vaultRoleFields } from '../../model/documents/vault-role-fields.ts';
import { isObject } from '../clients/vault/vault-answer.ts';
import { encodePath, vaultError } from '../clients/vault/vault-client.ts';
import { type BootstrapRun, change } from '../programs/bootstrap/bootstrap-run.ts';
import { inParallel } from '../run/in-parallel.ts';

type Reading = Pick<BootstrapRun, 'vault' | 'deadline' | 'accessMap'>;
type Fields = Readonly<Record<string, unknown>>;

/** How many policies or roles are looked at at once. */
const atOnce = 8;

/** Names the fields in which the configuration of Kubernetes auth differs; `undefined` where there is none yet. */
export async function authConfigDifferences(
  run: Reading & { readonly settings: Pick<BootstrapRun['settings'], 'kubernetesHost'> },
): Promise<readonly string[] | undefined> {
  const found = await fieldsAt(run, `auth/${encodePath(run.accessMap.authMount)}/config`);
  if (found === undefined) return undefined;
  const { token_reviewer_jwt: _, ...wanted } = vaultAuthFields(run.settings.kubernetesHost);
  return differences({ ...wanted, token_reviewer_jwt_set: false }, found);
}

/** Configures Kubernetes auth where its configuration differs. */
export async function configureAuth(run: BootstrapRun): Promise<void> {
  const { vault, deadline, journal, accessMap, settings } = run;
  journal.enter('auth');
  const path = `auth/${encodePath(accessMap.authMount)}/config`;
  const differing = await authConfigDifferences(run);
  if (differing?.length === 0)
    return journal.step({ phase: 'auth', action: 'configure', target: path, outcome: 'unchanged' });
  const reason = differing && `differs in ${differing.join(', ')}`;
  await change(
    run,
    'auth',
    { action: 'configure', target: path, ...(reason !== undefined && { reason }) },
    async () => {
      const body = vaultAuthFields(settings.kubernetesHost);
      await vault.expect({ method: 'POST', path, body, repeat: true }, `configure ${path}`, deadline);
    },
  );
}

/** Tells whether a policy is as the access map wants it. */
export async function policyState(run: Reading, policy: VaultPolicy): Promise<'right' | 'absent' | 'differs'> {
  const found = await fieldsAt(run, `sys/policies/acl/${encodeURIComponent(policy.name)}`);
  if (found === undefined) return 'absent';
  return found.policy === vaultPolicyText(policy) ? 'right' : 'differs';
}

/** Writes the policies that are absent or differ; each lists exactly the paths that are used through its role. */
export async function writePolicies(run: BootstrapRun): Promise<void> {
  const { vault, deadline, journal, accessMap } = run;
  journal.enter('policies');
  await inParallel(accessMap.policies, atOnce, async (policy) => {
    const { name } = policy;
    const state = await policyState(run, policy);
    if (state === 'right')
      return journal.step({ phase: 'policies', action: 'write', target: name, outcome: 'unchanged' });
    await change(run, 'policies', { action: 'write', target: name, reason: state }, async () => {
      const path = `sys/policies/acl/${encodeURIComponent(name)}`;
      const body = { policy: vaultPolicyText(policy) };
      await vault.expect({ method: 'PUT', path, body, repeat: true }, `write policy ${name}`, deadline);
    });
  });
}

/** Names the fields in which a role differs; `undefined` where there is none yet. */
export async function roleDifferences(run: Reading, role: VaultRole): Promise<readonly string[] | undefined> {
  const found = await fieldsAt(run, rolePath(run, role));
  return found && differences(vaultRoleFields(role), found);
}

/** Writes the roles that are absent or differ, every managed field of them. */
export async function writeRoles(run: BootstrapRun): Promise<void> {
  const { vault, deadline, journal, accessMap } = run;
  journal.enter('roles');
  await inParallel(accessMap.roles, atOnce, async (role) => {
    const { name } = role;
    const differing = await roleDifferences(run, role);
    if (differing?.length === 0)
      return journal.step({ phase: 'roles', action: 'write', target: name, outcome: 'unchanged' });
    const reason = differing === undefined ? 'absent' : `differs in ${differing.join(', ')}`;
    await change(run, 'roles', { action: 'write', target: name, reason }, async () => {
      const request = { method: 'POST', path: rolePath(run, role), body: vaultRoleFields(role), repeat: true } as const;
      await vault.expect(request, `write role ${name}`, deadline);
    });
  });
}

const rolePath = ({ accessMap }: Reading, { name }: VaultRole): string =>
  `auth/${encodePath(accessMap.authMount)}/role/${encodeURIComponent(name)}`;

/** Reads the fields of something that may not exist yet; in a dry run the mount may not either. */
async function fieldsAt({ vault, deadline }: Reading, path: string): Promise<Fields | undefined> {
  const answer = await vault.send({ method: 'GET', path }, deadline);
  if (answer.kind === 'absent' || answer.kind === 'no-mount') return undefined;
  if (answer.kind !== 'ok') throw vaultError(answer, `read ${path}`);
  if (!isObject(answer.body.data)) throw vaultError({ kind: 'malformed' }, `read ${path}`);
  return answer.body.data;
}

/** Lists order is Vault’s own, and a field that it leaves out is empty. */
function differences(wanted: Fields, found: Fields): string[] {
  const comparable = (value: unknown): string =>
    isEmpty(value) ? '' : JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  return Object.keys(wanted)
    .filter((field) => comparable(wanted[field]) !== comparable(found[field]))
    .sort();
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);
