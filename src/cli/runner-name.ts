import { hostname, userInfo } from 'node:os';

/**
 * Names who runs a command, as the holder of a Lease and the manager of fields: `user@host` in characters
 * that Kubernetes takes.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers
 */
export const runnerName = (user: () => string = () => userInfo().username, host = hostname()): string =>
  `${nameOf(user)}@${host}`.replace(/[^\w.@-]/g, '_').slice(0, 63);

/** In a container a process may run under a number that no user has. */
function nameOf(user: () => string): string {
  try {
    return user();
  } catch {
    return `user-${process.getuid?.() ?? 'unknown'}`;
  }
}
