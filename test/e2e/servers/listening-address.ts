import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** Where a server listens. */
export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Returns whether some process listens there, so that another that is to listen there would fail or be taken
 * for it.
 */
export function isTaken({ host, port }: ListeningAddress): Promise<boolean> {
  return new Promise((settle, fail) => {
    const attempt = createServer();
    attempt.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? settle(true) : fail(error)));
    attempt.listen({ host, port, exclusive: true }, () => attempt.close(() => settle(false)));
  });
}

/**
 * Returns whether the process itself listens on the port, by the sockets that it holds open.
 *
 * Where the system has no `/proc` that cannot be seen and is taken as so.
 */
export function listens(pid: number, port: number): boolean {
  if (!existsSync('/proc/self/net/tcp')) return true;
  const sockets = listeningSockets(port);
  return heldSockets(pid).some((socket) => sockets.has(socket));
}

/** Inodes of the sockets of this network namespace that listen on a port. */
function listeningSockets(port: number): ReadonlySet<string> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8').split('\n').slice(1),
  );
  const fields = lines.map((line) => line.trim().split(/\s+/));
  // Local address and port, then remote, then the state, of which 0A is "listens"; the tenth is the inode.
  return new Set(
    fields
      .filter(([, local = '', , state]) => state === '0A' && local.endsWith(`:${wanted}`))
      .map((row) => row[9] ?? ''),
  );
}

/** Inodes of the sockets that a process holds open; none where it has ended. */
function heldSockets(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((descriptor) => {
    try {
      return readlinkSync(`${folder}/${descriptor}`).match(/^socket:\[(\d+)\]$/)?.[1] ?? [];
    } catch {
      // Closed in the meantime.
      return [];
    }
  });
}
