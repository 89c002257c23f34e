import type { AuditDevice, Server } from '../../model/platform/server/server.ts';
import type { HclBlock } from './hcl.ts';
import { folderOf } from './seal-configuration.ts';

/** An audit device as the server's interface and its configuration have it. */
export interface AuditDeviceSetting {
  /** Path in the server. */
  readonly path: string;
  readonly type: 'file' | 'socket';
  readonly options: Readonly<Record<string, string>>;
}

/** Returns the audit devices of a server, sorted by path. */
export const auditDevicesOf = (server: Server): AuditDeviceSetting[] =>
  Object.entries(server.audit)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, device]) => ({ path, ...settingOf(server, device) }));

function settingOf(server: Server, device: AuditDevice): Omit<AuditDeviceSetting, 'path'> {
  if (device.type === 'stdout') return { type: 'file', options: { file_path: 'stdout' } };
  if (device.type === 'socket')
    return { type: 'socket', options: { address: device.address, socket_type: device.protocol ?? 'tcp' } };
  return { type: 'file', options: { file_path: `${folderOf(server)}/audit/${device.file ?? 'audit.log'}` } };
}

/**
 * Who makes the devices: OpenBao takes them from its configuration alone, Vault from its interface, so that
 * the program which configures it does.
 */
export const auditDevicesBy = ({ product }: Server): 'api' | 'configuration' =>
  product === 'vault' ? 'api' : 'configuration';

/** Returns the devices as blocks of the configuration, which must be the same on every node. */
export const auditBlocks = (server: Server): HclBlock[] =>
  auditDevicesBy(server) === 'api'
    ? []
    : auditDevicesOf(server).map(({ path, type, options }) => ({
        type: 'audit',
        labels: [type, path],
        blocks: [{ type: 'options', attributes: options }],
      }));
