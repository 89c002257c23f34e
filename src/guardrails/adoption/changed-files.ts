import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { guardedGit, withoutVaultCredentials } from '../../model/child-environment.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';

/**
 * Lists the absolute paths of files that differ from a revision, untracked ones included.
 *
 * @throws ConfigurationError VW2030 where git cannot tell
 */
export function changedFiles(revision: string, workingDirectory: string): Set<string> {
  const root = git(['rev-parse', '--show-toplevel'], workingDirectory, revision).trim();
  // Before the first commit there is no HEAD, and everything is new.
  const changed =
    revision === 'HEAD' && isUnborn(root)
      ? git(['ls-files', '-z'], root, revision)
      : git(['diff', '--name-only', '-z', '--no-renames', '--end-of-options', revision, '--'], root, revision);
  const untracked = git(['ls-files', '-z', '--others', '--exclude-standard'], root, revision);
  return new Set(
    [...changed.split('\0'), ...untracked.split('\0')].filter((path) => path !== '').map((path) => resolve(root, path)),
  );
}

/** Whether HEAD names a branch that has no commit. */
function isUnborn(root: string): boolean {
  const options = { cwd: root, stdio: 'ignore', env: withoutVaultCredentials(process.env) } as const;
  return (
    spawnSync('git', [...guardedGit, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], options).status !== 0 &&
    spawnSync('git', [...guardedGit, 'symbolic-ref', '--quiet', 'HEAD'], options).status === 0
  );
}

function git(args: readonly string[], workingDirectory: string, revision: string): string {
  try {
    return execFileSync('git', [...guardedGit, ...args], {
      cwd: workingDirectory,
      env: withoutVaultCredentials(process.env),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    });
  } catch {
    throw new ConfigurationError([
      {
        code: 'VW2030',
        severity: 'error',
        what: `git does not tell what changed since "${revision}"`,
        why: 'Without that list the check would pass over changed files.',
        fix: 'Run it inside a repository that has the revision; a shallow clone may need `git fetch`.',
        place: {},
      },
    ]);
  }
}
