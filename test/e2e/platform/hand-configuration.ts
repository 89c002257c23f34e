import type { Bench } from '../bench.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import type { VaultKeys, VaultServer } from '../servers/vault-server.ts';
import type { RenderedEnvironment } from './rendered-environment.ts';

/**
 * Configures Vault by hand as the rendered access map says, for tests whose subject is not the bootstrap.
 * @param keys those of its initialisation, where the test goes on to use them
 * @returns a client with the root token
 */
export async function configureByHand(
  bench: Bench,
  vault: VaultServer,
  { accessMap }: RenderedEnvironment,
  keys?: VaultKeys,
): Promise<VaultClient> {
  const root = vault.client.as((keys ?? (await vault.initialise())).rootToken);
  const { mount, authMount, policies, roles } = accessMap;
  await root.expect('POST', `sys/mounts/${mount}`, { type: 'kv', options: { version: '2' } });
  await root.expect('POST', `sys/auth/${authMount}`, { type: 'kubernetes' });
  await root.expect('POST', `auth/${authMount}/config`, {
    kubernetes_host: bench.network.isPrivate ? 'https://kubernetes.default.svc' : bench.kubernetes.address,
    disable_iss_validation: true,
    // Without mounts Vault cannot find its own token and authority, so they stand in the configuration.
    ...(!bench.network.isPrivate && {
      disable_local_ca_jwt: true,
      kubernetes_ca_cert: bench.kubernetes.authority,
      token_reviewer_jwt: await bench.cluster.serviceAccountToken(vault.account.namespace, vault.account.name),
    }),
  });
  for (const { name, rules } of policies) {
    const policy = Object.fromEntries(rules.map(({ path, capabilities }) => [path, { capabilities }]));
    await root.expect('PUT', `sys/policies/acl/${name}`, { policy: JSON.stringify({ path: policy }) });
  }
  for (const role of roles)
    await root.expect('POST', `auth/${authMount}/role/${role.name}`, {
      bound_service_account_names: role.serviceAccounts,
      bound_service_account_namespaces: role.namespaces,
      ...(role.namespaceSelector && {
        bound_service_account_namespace_selector: JSON.stringify({ matchLabels: role.namespaceSelector }),
      }),
      token_policies: role.policies,
      token_ttl: '10m',
    });
  await letVaultReviewTokens(bench, vault);
  return root;
}

/**
 * Writes a value that is obviously nobody's credential to every path of the fixture map.
 *
 * Paths of mirrors are left to the operator, which refuses to write where it has not written before.
 */
export async function writeExampleValues(root: VaultClient, { fixtureMap }: RenderedEnvironment): Promise<void> {
  const entries = Object.entries(fixtureMap.entries).filter(([, { writer }]) => writer !== 'mirror');
  const writes = entries.map(async ([path, { storedAs }]) => {
    const text = `example of ${path}`;
    const value = storedAs === 'base64' ? Buffer.from(text).toString('base64') : text;
    await root.expect('POST', `${fixtureMap.mount}/data/${path}`, { data: { [fixtureMap.property]: value } });
  });
  await Promise.all(writes);
}

async function letVaultReviewTokens({ cluster }: Bench, { account }: VaultServer): Promise<void> {
  await cluster.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `${account.namespace}-${account.name}-reviews-tokens` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
}
