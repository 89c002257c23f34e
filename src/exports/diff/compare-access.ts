import type { VaultPolicy } from '../../model/documents/access-map.ts';
import type { ConfiguratorPolicy } from '../../model/documents/configurator.ts';
import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import type { VaultRole } from '../../model/documents/vault-role.ts';
import { access, type Consequence, change, type LocalChange, list, match, person } from './change.ts';
import { differingPaths, isSame } from './field-paths.ts';

/** Returns what is otherwise with the roles and policies of Vault. */
export function compareAccess(before: EnvironmentDocument, after: EnvironmentDocument): LocalChange[] {
  const byName = <T extends { readonly name: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [item.name, item]));
  const others = after.vault.operatedBy === 'others';
  const byHand = (what: string): Consequence[] =>
    others ? [person(`The operators of the Vault bring ${what} to what is rendered`)] : [];
  const policies = match(byName(before.policies), byName(after.policies));
  const roles = match(byName(before.roles), byName(after.roles));
  return [
    ...policies.added.map(([name, policy]) =>
      change('policy-added', `Policy ${name}`, list(grants(policy), 8), [
        access(`Policy ${name} is new: ${list(grants(policy), 8)}`),
        ...byHand(`policy ${name}`),
      ]),
    ),
    ...policies.removed.map(([name]) =>
      change('policy-removed', `Policy ${name}`, 'it is not rendered any more', [
        person(`Policy ${name} stays in Vault until somebody deletes it`),
      ]),
    ),
    ...policies.kept.flatMap(({ name, before: old, after: now }) =>
      widened('policy', `Policy ${name}`, grants(old), grants(now), byHand(`policy ${name}`)),
    ),
    ...roles.added.map(([name, role]) =>
      change('role-added', `Role ${name}`, list(admissions(role)), [
        access(`Role ${name} is new: ${list(admissions(role))}`),
        ...byHand(`role ${name}`),
      ]),
    ),
    ...roles.removed.map(([name]) =>
      change('role-removed', `Role ${name}`, 'it is not rendered any more', [
        person(`Role ${name} stays in Vault until somebody deletes it`),
      ]),
    ),
    ...roles.kept.flatMap(({ name, before: old, after: now }) =>
      widened('role', `Role ${name}`, admissions(old), admissions(now), byHand(`role ${name}`)),
    ),
  ];
}

/**
 * Returns what is otherwise with the identity of the configurator. It may not change its own policy, so every
 * change of it needs people.
 */
export function compareConfigurator(
  { configurator: before }: EnvironmentDocument,
  { configurator: after, name }: EnvironmentDocument,
): LocalChange[] {
  if (isSame(before, after)) return [];
  const handover = [person(`Renew what the configurator may do: \`vaultwright ceremony handover -e ${name}\``)];
  if (!before || !after)
    return [
      change(
        'configurator-changed',
        'Configurator',
        after ? 'it is rendered now' : 'it is gone',
        after ? handover : [],
      ),
    ];
  const changes = widened(
    'policy',
    `Policy ${after.policy.name}`,
    grants(before.policy),
    grants(after.policy),
    handover,
  );
  const paths = differingPaths({ ...before, policy: '' }, { ...after, policy: '' });
  if (paths.length > 0) changes.push(change('configurator-changed', 'Configurator', list(paths), handover));
  return changes;
}

/** One text for each thing that is allowed, so that two lists compare as sets. */
const grants = ({ rules }: Pick<VaultPolicy | ConfiguratorPolicy, 'rules'>): string[] =>
  rules.flatMap(({ path, capabilities }) => capabilities.map((capability) => `${capability} ${path}`)).sort();

const admissions = (role: VaultRole): string[] =>
  [
    ...role.serviceAccounts.map((name) => `ServiceAccount ${name}`),
    ...role.namespaces.map((name) => `namespace ${name}`),
    ...Object.entries(role.namespaceSelector ?? {}).map(([label, value]) => `namespaces with ${label}=${value}`),
    ...role.policies.map((name) => `policy ${name}`),
  ].sort();

/** Compares two lists of what is allowed. */
export function widened(
  what: 'policy' | 'role' | 'rbac',
  subject: string,
  before: readonly string[],
  after: readonly string[],
  follows: readonly Consequence[] = [],
): LocalChange[] {
  if (isSame(before, after)) return [];
  const [old, now] = [new Set(before), new Set(after)];
  const more = after.filter((each) => !old.has(each));
  const less = before.filter((each) => !now.has(each));
  return [
    ...(more.length > 0
      ? [change(`${what}-widened`, subject, list(more, 8), [access(`${subject} gains ${list(more, 8)}`), ...follows])]
      : []),
    ...(less.length > 0 ? [change(`${what}-narrowed`, subject, list(less, 8), more.length > 0 ? [] : follows)] : []),
  ];
}
