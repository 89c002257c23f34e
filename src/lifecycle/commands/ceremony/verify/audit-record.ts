import { execFile } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { withoutVaultCredentials } from '../../../../model/child-environment.ts';
import { vaultError } from '../../../clients/vault/vault-client.ts';
import type { VaultAccess } from '../../../reconcile/resource.ts';

/** Where the operator reads what an audit device writes. */
export type AuditSource = { readonly file: string } | { readonly command: string };

/** How much of the end of a log is looked at, in bytes. */
const tail = 4 * 1024 * 1024;
/** How long a device may take to write, in milliseconds. */
const patience = 6_000;

/**
 * Sends a request that only this run can have sent, and looks for it where each device writes.
 * @returns the devices that do not hold it, by name, with what went wrong
 * @throws VW5001–VW5004 where Vault does not answer
 */
export async function devicesWithout(
  { vault, deadline }: VaultAccess,
  sources: ReadonlyMap<string, AuditSource>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, string>> {
  const answer = await vault.send({ method: 'GET', path: 'auth/token/lookup-self', isOfRoot: true }, deadline);
  if (answer.kind !== 'ok') throw vaultError(answer, 'look at the token of this run');
  const id = answer.body.request_id;
  if (typeof id !== 'string' || id.length < 16)
    throw vaultError({ kind: 'malformed' }, 'look at the token of this run');
  const missing = new Map<string, string>();
  const until = deadline.atMost(patience);
  await Promise.all(
    [...sources].map(async ([device, source]) => {
      for (;;) {
        const log = 'file' in source ? endOf(source.file) : await outputOf(source.command, environment);
        if (log?.includes(id)) return;
        if (await until.wait(500)) continue;
        return void missing.set(device, log === undefined ? 'cannot be read' : 'does not hold this very request');
      }
    }),
  );
  return missing;
}

function endOf(path: string): Buffer | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, tail));
      const length = readSync(file, bytes, 0, bytes.length, size - bytes.length);
      return bytes.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** The command is the operator’s own, such as `kubectl logs`; it gets no token of Vault. */
function outputOf(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const options = { env: withoutVaultCredentials(environment), timeout: patience, maxBuffer: tail * 16 };
  return new Promise((settle) =>
    execFile('/bin/sh', ['-c', command], options, (error, stdout) => settle(error ? undefined : stdout)),
  );
}
