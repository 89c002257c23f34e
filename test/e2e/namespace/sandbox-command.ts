import { hostRoot, planSandboxRoot, type SandboxMount } from './sandbox-root.ts';

/** How a process of a sandbox runs. */
export interface SandboxOptions {
  /** Empty folder of the machine on which the root is mounted. */
  readonly folder: string;
  readonly mounts: readonly SandboxMount[];
  /** Program and arguments, looked up in the PATH of the process's environment. */
  readonly command: readonly string[];
  /** @default '/' */
  readonly workingFolder?: string;
  /** Host name that the process sees. @default that of the machine */
  readonly hostName?: string;
  /** Whether the process is the first of a process namespace of its own. @default false */
  readonly ownProcesses?: boolean;
  /** User and group as which it runs. @default root of the namespace */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly readOnlyRoot?: boolean;
  readonly noNewPrivileges?: boolean;
  readonly dropCapabilities?: boolean;
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
const words = (list: readonly string[]): string => list.map(quote).join(' ');

/**
 * Returns the command line that runs a process in a mount namespace of its own, with the given mounts and the
 * machine read-only.
 *
 * Nothing of the process's environment is in it: the caller gives that to the command as it is.
 */
export function sandboxCommand(options: SandboxOptions): string[] {
  const namespaces = ['--mount', '--uts', ...(options.ownProcesses ? ['--pid', '--fork', '--kill-child'] : [])];
  return ['unshare', ...namespaces, 'sh', '-c', script(options), 'sandbox', ...launcher(options), ...options.command];
}

function script(options: SandboxOptions): string {
  const { folder, mounts } = options;
  const root = planSandboxRoot(mounts);
  const below = (target: string): string => `${folder}${target === '/' ? '' : target}`;
  const host = (target: string): string => `${hostRoot}${target}`;
  return [
    'set -e',
    // PATH is the one of the process to be started; the tools used here are the machine's.
    'path=$PATH PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `mount -t tmpfs -o mode=755 sandbox ${quote(folder)}`,
    `mkdir -p ${words(root.folders.map(below))}`,
    ...root.links
      .filter(({ entries }) => entries.length > 0)
      .map((link) => `ln -s -t ${quote(below(link.folder))} ${words(link.entries.map(host))}`),
    ...root.files.map((file) => `: > ${quote(below(file))}`),
    ...root.mounts.flatMap(({ source, target, readOnly }) => [
      `mount --bind ${quote(source)} ${quote(below(target))}`,
      ...(readOnly ? [`mount -o remount,bind,ro ${quote(below(target))}`] : []),
    ]),
    `mount -t proc proc ${quote(below('/proc'))}`,
    ...(options.hostName === undefined ? [] : [`echo ${quote(options.hostName)} > /proc/sys/kernel/hostname`]),
    `cd ${quote(folder)}`,
    `pivot_root . ${quote(`.${hostRoot}`)}`,
    'cd /',
    `mount -o remount,bind,ro ${hostRoot}`,
    ...(options.readOnlyRoot ? ['mount -o remount,ro /'] : []),
    `cd ${quote(options.workingFolder ?? '/')}`,
    // The first word is an absolute path of a tool; what it starts is looked up in the process's own PATH.
    'program=$(command -v "$1"); shift; PATH=$path; export PATH',
    // The shell's own; a container starts without them.
    'unset PWD OLDPWD',
    'exec "$program" "$@"',
  ].join('\n');
}

/** The tools that give up rights just before the program starts. */
function launcher({ user, noNewPrivileges, dropCapabilities }: SandboxOptions): string[] {
  return [
    'setpriv',
    ...(noNewPrivileges ? ['--no-new-privs'] : []),
    // Who runs as a user other than root has none, and the mapping of that user needs them until then.
    ...(dropCapabilities && user === undefined ? ['--bounding-set=-all', '--inh-caps=-all'] : []),
    ...(user === undefined ? [] : ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`]),
  ];
}
