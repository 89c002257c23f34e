import type { Server } from '../../model/platform/server/server.ts';
import { auditBlocks } from './audit-devices.ts';
import type { HclBlock, HclBody } from './hcl.ts';
import { folderOf, type SealConfiguration } from './seal-configuration.ts';

/** Where a server of the cluster is reached. */
export interface ServerPlace {
  /** Name of its Service, and the beginning of the names of its Pods. */
  readonly service: string;
  /** Host name by which clients call it, which its certificate holds. */
  readonly host: string;
  readonly isTls: boolean;
}

/** Folder of the server's own certificate. */
export const tlsFolder = (server: Pick<Server, 'product'>): string => `${folderOf(server)}/userconfig/tls`;
export const pluginFolder = '/openbao/plugins';

/**
 * Returns the address of one node of a server, from 0: its Pod's name in the headless Service of its chart.
 * It is in the domain of the server's own address, so that clients follow a redirect to it.
 */
export const nodeAddress = ({ service, host, isTls }: ServerPlace, node: number | string): string => {
  const pod = typeof node === 'number' ? `${service}-${node}` : node;
  return `${isTls ? 'https' : 'http'}://${pod}.${service}-internal${host.slice(service.length)}:8200`;
};

/**
 * Returns the configuration that every node of a server has, so that none is told apart by it: what is a
 * node's own (its id, its addresses) comes from its environment, as the charts set it.
 * @see https://developer.hashicorp.com/vault/docs/configuration
 */
export function serverConfiguration(server: Server, seal: SealConfiguration | undefined, place: ServerPlace): HclBody {
  const isVault = server.product === 'vault';
  return {
    attributes: {
      cluster_name: place.service,
      // Without it Vault refuses to start on raft; OpenBao locks no memory.
      disable_mlock: isVault ? true : undefined,
      plugin_directory: seal?.plugin ? pluginFolder : undefined,
      plugin_auto_download: seal?.plugin?.image === undefined ? undefined : true,
    },
    blocks: [
      listener(server, place),
      server.storage === 'raft'
        ? raft(server, place)
        : { type: 'storage', labels: ['file'], attributes: { path: data(server) } },
      ...(seal?.blocks ?? []),
      ...auditBlocks(server),
      { type: 'service_registration', labels: ['kubernetes'] },
    ],
  };
}

const data = (server: Server): string => `${folderOf(server)}/data`;

function listener(server: Server, { isTls }: ServerPlace): HclBlock {
  const folder = tlsFolder(server);
  return {
    type: 'listener',
    labels: ['tcp'],
    attributes: {
      address: '[::]:8200',
      cluster_address: '[::]:8201',
      ...(isTls
        ? { tls_cert_file: `${folder}/tls.crt`, tls_key_file: `${folder}/tls.key`, tls_min_version: 'tls12' }
        : { tls_disable: true }),
    },
  };
}

/**
 * Each node tries all, itself included, until one that is initialised answers.
 * @see https://developer.hashicorp.com/vault/docs/configuration/storage/raft
 */
function raft(server: Server, place: ServerPlace): HclBlock {
  return {
    type: 'storage',
    labels: ['raft'],
    attributes: { path: data(server) },
    blocks: Array.from({ length: server.replicas === 1 ? 0 : server.replicas }, (_, node) => ({
      type: 'retry_join',
      attributes: {
        leader_api_addr: nodeAddress(place, node),
        leader_ca_cert_file: place.isTls ? `${tlsFolder(server)}/ca.crt` : undefined,
        // The certificate need hold one name only, that of the Service.
        leader_tls_servername: place.isTls ? place.host : undefined,
      },
    })),
  };
}
