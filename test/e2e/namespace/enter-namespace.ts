import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Address at which Pods reach the API server, as in a usual cluster. */
export const kubernetesServiceAddress = '10.96.0.1';

/** Variable by which a program knows that it runs inside a namespace of the bench. */
export const namespaceVariable = 'VAULTWRIGHT_E2E_NAMESPACE';

const unshare = [
  'unshare',
  ...['--user', '--map-root-user', '--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'],
];

/**
 * First process of the namespace: prepares the network and names, runs the program, and reaps what is left
 * over.
 */
const prepare = [
  'set -e',
  'mount --bind "$1" /etc/hosts',
  'ip link set lo up',
  `ip address add ${kubernetesServiceAddress}/32 dev lo`,
  'shift',
  'set +e',
  // Not by exec: the shell stays as the first process, which takes care of orphans.
  '"$@"',
  'exit $?',
].join('\n');

/** Returns why no namespace can be made here, or `undefined` where it can. */
export function namespaceObstacle(): string | undefined {
  const [command = '', ...args] = unshare;
  const script = `mount --bind /dev/null /etc/hosts && ip link set lo up`;
  const attempt = spawnSync(command, [...args, 'sh', '-c', script], { encoding: 'utf8' });
  if (attempt.error) return attempt.error.message;
  return attempt.status === 0 ? undefined : attempt.stderr.trim() || `status ${attempt.status ?? attempt.signal}`;
}

/**
 * Starts a program in a namespace of its own: private network, `/etc/hosts` and processes, root inside and
 * nobody outside.
 *
 * All processes of the namespace die with the calling process, even where that is killed.
 * @param folder folder of the run, where the private `/etc/hosts` is kept
 * @param output where it prints
 */
export function enterNamespace(
  folder: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
  output: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, `127.0.0.1 localhost\n`);
  const [program = '', ...args] = ['setpriv', '--pdeathsig', 'KILL', ...unshare, 'sh', '-c', prepare, 'bench', hosts];
  return spawn(program, [...args, ...command], {
    stdio: ['inherit', output, output],
    env: { ...environment, [namespaceVariable]: '1' },
  });
}
