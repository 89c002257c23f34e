import type { SecretContract } from '../../model/declarations/secret-contract.ts';
import type { Server } from '../../model/platform/server/server.ts';
import type { HelmValues } from './helm-values.ts';
import { type SealConfiguration, sealFolder } from './seal-configuration.ts';
import { nodeAddress, pluginFolder, type ServerPlace, tlsFolder } from './server-configuration.ts';

/** Health codes under which standby nodes of raft are ready as well; without them none ever is. */
const serving = '/v1/sys/health?standbyok=true&perfstandbyok=true';

/**
 * Returns the path of the readiness probe. Where a bootstrap of the cluster opens the server, it waits for
 * "ready" itself, so that a sealed server counts; elsewhere only one that serves does.
 * @see https://developer.hashicorp.com/vault/api-docs/system/health
 */
export const readinessPath = (lifecycle: 'ephemeral' | 'regulated'): string =>
  lifecycle === 'ephemeral' ? `${serving}&sealedcode=200&uninitcode=200` : serving;

/** What the values of a chart are made of. */
export interface ServerValuesInput {
  readonly server: Server;
  readonly seal: SealConfiguration | undefined;
  readonly place: ServerPlace;
  readonly configuration: string;
  readonly lifecycle: 'ephemeral' | 'regulated';
  /** Secret with the certificate of an https address. */
  readonly tls: SecretContract | undefined;
  /** Annotations of the StatefulSet. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Read-only for the server's group, by which the chart mounts volumes. */
const secretMode = 0o440;

/**
 * Returns values of the official chart of a server: HashiCorp's 0.34, OpenBao's 0.29.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/helm/configuration
 * @see https://github.com/openbao/openbao-helm
 */
export function serverValues(input: ServerValuesInput): HelmValues<unknown> {
  const { server, seal, place, configuration, lifecycle, annotations } = input;
  const isVault = server.product === 'vault';
  const { volumes, volumeMounts } = volumesOf(input);
  const variables = Object.entries(seal?.variables ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  // Chart and configuration are of one version; a change of either shows in the revision of the StatefulSet.
  const isRaft = server.storage === 'raft';
  const pod = isVault ? '$(VAULT_K8S_POD_NAME)' : '$(BAO_K8S_POD_NAME)';
  return {
    fullnameOverride: place.service,
    global: { tlsDisable: !place.isTls },
    server: {
      image: imageOf(server),
      ...(server.license && {
        enterpriseLicense: { secretName: server.license.secret, secretKey: server.license.key },
      }),
      [isVault ? 'includeConfigAnnotation' : 'configAnnotation']: true,
      ...(!isVault && { podManagementPolicy: 'Parallel' }),
      updateStrategyType: 'OnDelete',
      readinessProbe: {
        enabled: true,
        path: readinessPath(lifecycle),
        port: 8200,
        failureThreshold: 2,
        initialDelaySeconds: 5,
        periodSeconds: 5,
        successThreshold: 1,
        timeoutSeconds: 3,
      },
      ...(Object.values(server.audit).some(({ type }) => type === 'file') && { auditStorage: { enabled: true } }),
      ...(Object.keys(annotations).length > 0 && { statefulSet: { annotations } }),
      ...(variables.length > 0 && {
        extraSecretEnvironmentVars: variables.map(([envName, { secret, key }]) => ({
          envName,
          secretName: secret,
          secretKey: key,
        })),
      }),
      // A transit seal would take this authority for that of its own server.
      ...(place.isTls &&
        !seal?.blocks.some(({ labels }) => labels?.includes('transit')) && {
          extraEnvironmentVars: { [isVault ? 'VAULT_CACERT' : 'BAO_CACERT']: `${tlsFolder(server)}/ca.crt` },
        }),
      ...(volumes.length > 0 && { volumes, volumeMounts }),
      ...(seal &&
        Object.keys(seal.accountAnnotations).length > 0 && {
          serviceAccount: { annotations: seal.accountAnnotations },
        }),
      ...(seal && Object.keys(seal.podLabels).length > 0 && { extraLabels: seal.podLabels }),
      ...(isRaft
        ? {
            ha: {
              enabled: true,
              replicas: server.replicas,
              // By name, since the certificate holds no address of a Pod.
              apiAddr: nodeAddress(place, pod),
              raft: { enabled: true, setNodeId: true, config: configuration },
            },
          }
        : { standalone: { enabled: true, config: configuration } }),
    },
  };
}

function imageOf({ product, version, edition }: Server): { readonly tag: string; readonly repository?: string } {
  if (product === 'openbao' || edition === 'community') return { tag: version };
  return { repository: 'hashicorp/vault-enterprise', tag: `${version}-ent` };
}

interface Volumes {
  readonly volumes: readonly HelmValues<unknown>[];
  readonly volumeMounts: readonly HelmValues<unknown>[];
}

function volumesOf({ server, seal, tls }: ServerValuesInput): Volumes {
  const secrets = [
    ...(tls === undefined ? [] : [{ name: 'tls', secretName: tls, mountPath: tlsFolder(server) }]),
    ...(seal?.mounted ?? []).map((secretName, index) => ({
      name: `seal-${index}`,
      secretName,
      mountPath: sealFolder(server, index),
    })),
  ];
  // The server writes there what it fetches.
  const isFetched = seal?.plugin?.image !== undefined;
  return {
    volumes: [
      ...secrets.map(({ name, secretName }) => ({ name, secret: { secretName, defaultMode: secretMode } })),
      ...(isFetched ? [{ name: 'plugins', emptyDir: {} }] : []),
    ],
    volumeMounts: [
      ...secrets.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
      ...(isFetched ? [{ name: 'plugins', mountPath: pluginFolder }] : []),
    ],
  };
}
