import type { SecretStoreSpec } from '../../../imports/external-secrets.io.d.ts';
import type { Authority, Login, SecretReference } from '../../model/platform/logins.ts';
import { isOwnEngine, type ResolvedStore, type VaultStore } from '../../model/platform/stores.ts';
import { mountOf, vaultReach } from '../derive/vault-reach.ts';
import type { EnvironmentApp } from '../environment-app.ts';

type Provider = SecretStoreSpec['provider'];
type VaultProvider = NonNullable<Provider['vault']>;

/**
 * Returns the `spec.provider` of a store, every default of its schema written out.
 *
 * What it logs in with is named without a namespace: the operator then uses the one beside each
 * ExternalSecret.
 * @param id name among the platform's stores, `undefined` for the platform's own
 * @param role Vault role of an engine of the environment's own Vault
 * @see https://external-secrets.io/latest/api/secretstore/
 */
export function storeProvider(app: EnvironmentApp, id: string | undefined, role: string): Provider {
  const store = id === undefined ? undefined : app.platform.storeDefinitions.get(id);
  if (store === undefined || isOwnEngine(store)) return ownVault(app, id, role);
  return foreignStore(app, store);
}

function ownVault(app: EnvironmentApp, id: string | undefined, role: string): Provider {
  const { address, ca } = app.environment.vault;
  const reach = vaultReach(app);
  const { mount, version } =
    id === undefined ? { mount: reach.mount, version: 2 } : (reach.engines[id] as { mount: string; version: number });
  return {
    vault: {
      server: address,
      ...(reach.namespace !== undefined && { namespace: reach.namespace }),
      path: mount,
      version: version === 1 ? 'v1' : 'v2',
      ...authority(ca),
      auth: vaultAuth(app, reach.login, role),
    },
  };
}

function foreignStore(app: EnvironmentApp, store: ResolvedStore): Provider {
  switch (store.provider) {
    case 'vault':
      return { vault: otherVault(app, store) };
    case 'aws': {
      const { service, region, role, login } = store;
      const auth =
        login === undefined
          ? undefined
          : 'serviceAccount' in login
            ? { jwt: { serviceAccountRef: { name: login.serviceAccount } } }
            : {
                secretRef: {
                  accessKeyIDSecretRef: selector(login.accessKeyId),
                  secretAccessKeySecretRef: selector(login.secretAccessKey),
                },
              };
      return { aws: { service, region, ...(role !== undefined && { role }), ...(auth && { auth }) } };
    }
    case 'gcp': {
      const { projectId, login } = store;
      const auth =
        login === undefined
          ? undefined
          : 'accessKey' in login
            ? { secretRef: { secretAccessKeySecretRef: selector(login.accessKey) } }
            : {
                workloadIdentity: {
                  serviceAccountRef: { name: login.serviceAccount },
                  ...(login.clusterLocation !== undefined && { clusterLocation: login.clusterLocation }),
                  ...(login.clusterName !== undefined && { clusterName: login.clusterName }),
                  ...(login.clusterProjectId !== undefined && { clusterProjectID: login.clusterProjectId }),
                },
              };
      const secretVersionSelectionPolicy = 'LatestOrFail';
      return { gcpsm: { projectID: projectId, secretVersionSelectionPolicy, ...(auth && { auth }) } };
    }
    case 'azure': {
      const { vaultUrl, tenantId, login } = store;
      const shared = {
        vaultUrl,
        environmentType: 'PublicCloud' as const,
        useAzureSDK: false,
        ...(tenantId !== undefined && { tenantId }),
      };
      if ('workloadIdentity' in login) {
        const { serviceAccount } = login.workloadIdentity;
        const account = serviceAccount === undefined ? {} : { serviceAccountRef: { name: serviceAccount } };
        return { azurekv: { ...shared, authType: 'WorkloadIdentity', ...account } };
      }
      if ('managedIdentity' in login) {
        const { identityId } = login.managedIdentity;
        return { azurekv: { ...shared, authType: 'ManagedIdentity', ...(identityId !== undefined && { identityId }) } };
      }
      const authSecretRef = { clientId: selector(login.clientId), clientSecret: selector(login.clientSecret) };
      return { azurekv: { ...shared, authType: 'ServicePrincipal', authSecretRef } };
    }
  }
}

function otherVault(
  app: EnvironmentApp,
  { server, namespace, mount, version, login, role, ca }: VaultStore,
): VaultProvider {
  return {
    server: server ?? '',
    ...(namespace !== undefined && { namespace }),
    path: mount,
    version,
    ...authority(ca),
    ...(login && { auth: vaultAuth(app, login, role ?? '') }),
  };
}

/**
 * Returns how a store logs in to Vault.
 * @see https://external-secrets.io/latest/provider/hashicorp-vault/#authentication
 */
function vaultAuth(app: EnvironmentApp, login: Login, role: string): NonNullable<VaultProvider['auth']> {
  const { authMount, serviceAccount } = app.platform.settings;
  switch (login.method) {
    case 'kubernetes':
      // Without audiences: a pinned one would fail on clusters whose issuer differs.
      return {
        kubernetes: { mountPath: mountOf(login, authMount), role, serviceAccountRef: { name: serviceAccount } },
      };
    case 'jwt':
      return {
        jwt: {
          path: mountOf(login, authMount),
          role,
          kubernetesServiceAccountToken: {
            serviceAccountRef: { name: serviceAccount, audiences: [...login.audiences] },
          },
        },
      };
    case 'appRole':
      return {
        appRole: {
          path: mountOf(login, authMount),
          roleRef: selector(login.roleId),
          secretRef: selector(login.secretId),
        },
      };
    case 'certificate':
      return {
        cert: {
          path: mountOf(login, authMount),
          clientCert: selector(login.certificate),
          secretRef: selector(login.privateKey),
        },
      };
    case 'token':
      return { tokenSecretRef: selector(login.token) };
  }
}

function authority(ca: Authority | undefined): Pick<VaultProvider, 'caBundle' | 'caProvider'> {
  if (ca === undefined) return {};
  if ('pem' in ca) return { caBundle: Buffer.from(ca.pem).toString('base64') };
  const { configMap: name, key, namespace } = ca;
  return { caProvider: { type: 'ConfigMap', name, key, ...(namespace !== undefined && { namespace }) } };
}

const selector = ({ secret: name, key }: SecretReference): { name: string; key: string } => ({ name, key });
