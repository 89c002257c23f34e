import { configuratorRules } from './configurator-policy.ts';
import type { EnvironmentDocument } from './environment-document.ts';
import type { PolicyRules } from './vault-policy-text.ts';

/** Mount of the auth method by which people log in when nothing else does; in the root namespace. */
export const breakGlassMount = 'break-glass';
/** What break-glass identities may do. */
export const breakGlassPolicyName = 'vaultwright-break-glass';
/** Role of the token mount that makes bootstrap tokens, and the policy where there is no configurator. */
export const bootstrapRole = 'vaultwright-bootstrap';

/** API path that makes a bootstrap token; what is wrapped there says so for ever. */
export const bootstrapCreationPath = `auth/token/create/${bootstrapRole}`;

const all = ['create', 'read', 'update', 'delete', 'sudo'] as const;

/**
 * Derives what a break-glass identity may do: start and cancel what needs a quorum, hand out a bootstrap
 * token anew, and look at what `ceremony verify` compares. No value, no policy, no seal.
 */
export function breakGlassPolicy({ vault, configurator }: EnvironmentDocument): PolicyRules {
  const own = vault.namespace === undefined ? '' : `${vault.namespace}/`;
  const policies = [bootstrapPolicyName({ configurator })];
  const read = (path: string) => ({ path, capabilities: ['read'] });
  const quorum = [
    'sys/generate-root/attempt',
    'sys/generate-root/update',
    'sys/generate-root-token/attempt',
    'sys/generate-root-token/update',
    'sys/rekey-recovery-key/init',
    'sys/rekey-recovery-key/update',
    'sys/rekey-recovery-key/verify',
    'sys/rotate/recovery/init',
    'sys/rotate/recovery/update',
    'sys/rotate/recovery/verify',
  ];
  const rules = [
    ...quorum.map((path) => ({ path, capabilities: [...all] })),
    { path: `${own}${bootstrapCreationPath}`, capabilities: ['create', 'update'] },
    { path: `${own}auth/token/revoke-accessor`, capabilities: ['update'] },
    { path: 'auth/token/accessors', capabilities: ['list', 'sudo'] },
    { path: 'auth/token/accessors/', capabilities: ['list', 'sudo'] },
    { path: 'auth/token/lookup-accessor', capabilities: ['update'] },
    read('auth/token/lookup-self'),
    { path: 'auth/token/revoke-self', capabilities: ['update'] },
    { path: 'sys/audit', capabilities: ['read', 'sudo'] },
    read('sys/auth'),
    read('sys/config/state/sanitized'),
    read('sys/storage/raft/configuration'),
    read('sys/storage/raft/autopilot/state'),
    read(`sys/policies/acl/${breakGlassPolicyName}`),
    ...policies.map((name) => read(`${own}sys/policies/acl/${name}`)),
    ...(own === '' ? [] : [read(`${own}sys/auth`)]),
    ...(configurator ? [read(`${own}auth/${vault.authMount}/role/${configurator.role.name}`)] : []),
    read(`${own}auth/${vault.authMount}/config`),
    read(`${own}auth/token/roles/${bootstrapRole}`),
  ];
  return { name: breakGlassPolicyName, rules: rules.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Name of the policy of a bootstrap token, which may do what the configurator may. */
export const bootstrapPolicyName = ({ configurator }: Pick<EnvironmentDocument, 'configurator'>): string =>
  configurator?.policy.name ?? bootstrapRole;

/** The policy of a bootstrap token. */
export function bootstrapPolicy(document: EnvironmentDocument): PolicyRules {
  const { configurator, engines, vault, roles, policies, keys: entries } = document;
  if (configurator) return configurator.policy;
  const own = Object.fromEntries(
    Object.entries(engines).flatMap(([store, { mount, version, isOwn }]) =>
      isOwn && store !== '' ? [[store, { mount, version }]] : [],
    ),
  );
  const { authMount, auth } = vault;
  const accessMap = { mount: engines['']?.mount ?? '', engines: own, authMount, auth, roles, policies };
  return { name: bootstrapRole, rules: configuratorRules({ accessMap, entries }) };
}

/**
 * Returns the fields of the role that makes bootstrap tokens: of one policy, without a parent that could end
 * them or that they could outlive, and without a way to live longer.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-update-token-role
 */
export const bootstrapRoleFields = (document: EnvironmentDocument, seconds: number) => ({
  allowed_policies: [bootstrapPolicyName(document)],
  disallowed_policies: [],
  orphan: true,
  renewable: false,
  token_explicit_max_ttl: seconds,
  token_no_default_policy: true,
  token_type: 'service',
});

/** Seconds that a break-glass login lives at most. */
const loginSeconds = 3600;

/** Returns the fields of a break-glass identity, without its password. */
export const breakGlassFields = {
  token_policies: [breakGlassPolicyName],
  token_ttl: loginSeconds,
  token_max_ttl: loginSeconds,
  token_explicit_max_ttl: loginSeconds,
  token_no_default_policy: true,
  token_type: 'service',
} as const;

/** Names what a ceremony makes in Vault, for whoever looks for what nobody declared. */
export const ceremonyNames = (document: Pick<EnvironmentDocument, 'configurator'>) => ({
  mounts: [`auth/${breakGlassMount}/`],
  policies: [breakGlassPolicyName, bootstrapPolicyName(document)],
  roles: document.configurator ? [document.configurator.role.name] : [],
  tokenRoles: [bootstrapRole],
});
