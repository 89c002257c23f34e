import type { EnvironmentDocument } from '../../../model/documents/environment-document.ts';
import { isObject, type JsonRecord } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import type { CeremonyRun } from './ceremony-run.ts';

/** An audit device as a server has it. */
export interface RunningDevice {
  /** Without the slash at its end. */
  readonly path: string;
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** An audit device as it is rendered. */
type RenderedDevice = NonNullable<EnvironmentDocument['vault']['server']>['audit'][number];

/** Reads the audit devices of a server. @throws VW5001–VW5004 */
export async function auditDevices({ vault, deadline }: VaultAccess): Promise<readonly RunningDevice[]> {
  const answer = await vault.send({ method: 'GET', path: 'sys/audit', isOfRoot: true }, deadline);
  if (answer.kind !== 'ok') throw vaultError(answer, 'read sys/audit');
  const devices: JsonRecord = isObject(answer.body.data) ? answer.body.data : answer.body;
  return Object.entries(devices).flatMap(([path, device]) =>
    path.endsWith('/') && isObject(device) && typeof device.type === 'string'
      ? [{ path: path.slice(0, -1), type: device.type, options: isObject(device.options) ? device.options : {} }]
      : [],
  );
}

/**
 * Makes the rendered audit devices by the interface of the server; where the server takes them from its own
 * configuration, looks that they are there.
 * @see https://developer.hashicorp.com/vault/api-docs/system/audit
 * @throws VW5259 where one is missing or another than rendered
 */
export async function makeAuditDevices(run: CeremonyRun): Promise<void> {
  const { vault, deadline, document, isDryRun, say } = run;
  const { audit: wanted = [], auditBy = 'api' } = document.vault.server ?? {};
  const running = await auditDevices(run);
  for (const device of wanted) {
    const { path, type, options } = device;
    const isMade = auditBy === 'api' && !running.some((each) => each.path === path);
    if (isMade) {
      say(`handover: enable audit device ${path}${isDryRun ? ': planned' : ''}\n`);
      const request = { method: 'PUT', path: `sys/audit/${path}`, body: { type, options }, isOfRoot: true } as const;
      if (!isDryRun) await vault.expect(request, `enable the audit device "${path}"`, deadline);
      continue;
    }
    const differs = differingDevice(device, running);
    if (differs) throw commandError('VW5259', differs);
  }
}

/** Returns how a rendered device is not as it runs; `undefined` where it is. */
export function differingDevice(
  { path, type, options }: RenderedDevice,
  running: readonly RunningDevice[],
): string | undefined {
  const found = running.find((each) => each.path === path);
  if (!found) return `The audit device "${path}" is not there`;
  const differing = [
    ...(found.type === type ? [] : ['type']),
    ...Object.keys(options).filter((name) => found.options[name] !== options[name]),
  ];
  if (differing.length === 0) return undefined;
  return `The audit device "${path}" differs from the rendered one in ${differing.join(', ')}`;
}
