import type { SecretReference } from '../../model/platform/logins.ts';
import type { KmsPlugin, Seal } from '../../model/platform/server/seals.ts';
import type { Server } from '../../model/platform/server/server.ts';
import type { HclBlock, HclValue } from './hcl.ts';

/** What a seal needs in the configuration and around the server. */
export interface SealConfiguration {
  /** The seal itself, and the plugin that serves it. */
  readonly blocks: readonly HclBlock[];
  readonly plugin: KmsPlugin | undefined;
  /** Variables of the server, each from a Secret. */
  readonly variables: Readonly<Record<string, SecretReference>>;
  /** Secrets that are mounted, each at {@link sealFolder} with its place in this list. */
  readonly mounted: readonly string[];
  /** Annotations of the ServiceAccount by which a cloud knows the server. */
  readonly accountAnnotations: Readonly<Record<string, string>>;
  /** Labels of the Pods by which a cloud knows the server. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * Returns the name of the key behind a seal, for whoever must pair it with a snapshot; it is no credential.
 */
export function sealKeyName(seal: Seal): string {
  switch (seal.type) {
    case 'azurekeyvault':
      return `${seal.vaultName}/${seal.keyName}`;
    case 'awskms':
      return `${seal.region}/${seal.kmsKeyId}`;
    case 'gcpckms':
      return [seal.project, seal.region ?? 'global', seal.keyRing, seal.cryptoKey].join('/');
    case 'ocikms':
      return seal.keyId;
    case 'transit':
      return `${seal.address}/${seal.mountPath ?? 'transit'}/${seal.keyName}`;
    case 'pkcs11':
      return `${seal.tokenLabel ?? seal.slot}/${seal.keyLabel}`;
    case 'static':
      return seal.currentKeyId;
  }
}

/** What one type of seal gives; what is left out is empty. */
interface Parts {
  readonly attributes: Readonly<Record<string, HclValue | undefined>>;
  readonly variables?: Readonly<Record<string, SecretReference>>;
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** Folder below which the chart of a product mounts what a user brings. */
export const folderOf = ({ product }: Pick<Server, 'product'>): string => (product === 'vault' ? '/vault' : '/openbao');
/** Folder of the n-th Secret of a seal, from 0. */
export const sealFolder = (server: Pick<Server, 'product'>, index: number): string =>
  `${folderOf(server)}/userconfig/seal-${index}`;

/**
 * Returns what a seal needs. A credential is a variable or a file from a Secret, or the identity of the
 * workload; the configuration holds none.
 */
export function sealConfiguration(seal: Seal, server: Server): SealConfiguration {
  const mounted: string[] = [];
  const fileOf = ({ secret, key }: SecretReference): string => {
    if (!mounted.includes(secret)) mounted.push(secret);
    return `${sealFolder(server, mounted.indexOf(secret))}/${key}`;
  };
  const { attributes, variables = {}, accountAnnotations = {}, podLabels = {} } = partsOf(seal, server, fileOf);
  const plugin = 'plugin' in seal ? seal.plugin : undefined;
  return {
    blocks: [
      ...(plugin ? [{ type: 'plugin', labels: ['kms', seal.type], attributes: pluginAttributes(plugin) }] : []),
      { type: 'seal', labels: [seal.type], attributes },
    ],
    plugin,
    variables,
    mounted,
    accountAnnotations,
    podLabels,
  };
}

const pluginAttributes = ({ image, command, binaryName, version, sha256sum }: KmsPlugin) => ({
  image,
  command,
  version,
  binary_name: binaryName,
  sha256sum,
});

type FileOf = (reference: SecretReference) => string;

function partsOf(seal: Seal, server: Server, fileOf: FileOf): Parts {
  switch (seal.type) {
    case 'azurekeyvault':
      return azure(seal);
    case 'awskms':
      return aws(seal);
    case 'gcpckms':
      return google(seal, fileOf);
    case 'ocikms': {
      const { keyId, cryptoEndpoint, managementEndpoint } = seal;
      const endpoints = { crypto_endpoint: cryptoEndpoint, management_endpoint: managementEndpoint };
      return { attributes: { key_id: keyId, ...endpoints } };
    }
    case 'transit':
      return transit(seal, fileOf);
    case 'pkcs11':
      return pkcs11(seal, server);
    case 'static': {
      const { currentKeyId, currentKey, previous } = seal;
      return {
        attributes: {
          current_key_id: currentKeyId,
          current_key: `file://${fileOf(currentKey)}`,
          previous_key_id: previous?.keyId,
          previous_key: previous && `file://${fileOf(previous.key)}`,
        },
      };
    }
  }
}

type SealOf<T extends Seal['type']> = Extract<Seal, { readonly type: T }>;

/**
 * @see
 * https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
function azure({ vaultName, keyName, managedHsm, resource, tenantId, identity }: SealOf<'azurekeyvault'>): Parts {
  const isSecret = identity !== undefined && 'clientSecret' in identity;
  return {
    attributes: {
      tenant_id: tenantId,
      client_id: isSecret ? identity.clientId : undefined,
      vault_name: vaultName,
      key_name: keyName,
      resource: resource ?? (managedHsm ? 'managedhsm.azure.net' : undefined),
    },
    ...(isSecret && { variables: { AZURE_CLIENT_SECRET: identity.clientSecret } }),
    ...(identity &&
      !isSecret && {
        accountAnnotations: { 'azure.workload.identity/client-id': identity.clientId },
        podLabels: { 'azure.workload.identity/use': 'true' },
      }),
  };
}

function aws({ region, kmsKeyId, endpoint, identity }: SealOf<'awskms'>): Parts {
  const attributes = { region, kms_key_id: kmsKeyId, endpoint };
  if (identity === undefined) return { attributes };
  return 'roleArn' in identity
    ? { attributes, accountAnnotations: { 'eks.amazonaws.com/role-arn': identity.roleArn } }
    : {
        attributes,
        variables: { AWS_ACCESS_KEY_ID: identity.accessKeyId, AWS_SECRET_ACCESS_KEY: identity.secretAccessKey },
      };
}

function google({ project, region, keyRing, cryptoKey, identity }: SealOf<'gcpckms'>, fileOf: FileOf): Parts {
  const file = identity && 'credentialsFile' in identity ? fileOf(identity.credentialsFile) : undefined;
  return {
    attributes: {
      project,
      region: region ?? 'global',
      key_ring: keyRing,
      crypto_key: cryptoKey,
      credentials: file,
    },
    ...(identity &&
      'serviceAccount' in identity && {
        accountAnnotations: { 'iam.gke.io/gcp-service-account': identity.serviceAccount },
      }),
  };
}

function transit(seal: SealOf<'transit'>, fileOf: FileOf): Parts {
  const { address, keyName, mountPath = 'transit', namespace, token, disableRenewal, ca } = seal;
  return {
    attributes: {
      address,
      key_name: keyName,
      mount_path: mountPath,
      namespace,
      disable_renewal: disableRenewal === undefined ? undefined : String(disableRenewal),
      tls_ca_cert: ca && fileOf(ca),
    },
    ...(token && { variables: { VAULT_TOKEN: token } }),
  };
}

function pkcs11(seal: SealOf<'pkcs11'>, { product }: Server): Parts {
  const { lib, slot, tokenLabel, keyLabel, hmacKeyLabel, mechanism, pin } = seal;
  return {
    attributes: {
      lib,
      slot,
      token_label: tokenLabel,
      key_label: keyLabel,
      hmac_key_label: hmacKeyLabel,
      mechanism,
    },
    variables: { [product === 'vault' ? 'VAULT_HSM_PIN' : 'BAO_HSM_PIN']: pin },
  };
}
