import { readdirSync, readFileSync } from 'node:fs';

/** Lists the servers of a bench that run in this namespace, by the name of their program. */
export function runningServers(): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      } catch {
        // Ended in the meantime.
        return [];
      }
    })
    .filter((name) => /^(vault|etcd|kube|external)/.test(name));
}
