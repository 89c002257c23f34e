type Environment = Readonly<Record<string, string | undefined>>;

/** Tokens, keys and seeds of Vault, OpenBao and of this program, in any variable. */
const credential = /^(?:VAULT|BAO|OPENBAO|VAULTWRIGHT)_.*(?:TOKEN|SEED|SECRET|PASSWORD|KEY|ROLE_ID|UNSEAL)/i;

/**
 * Returns the environment for a program that has no business with Vault: everything but what logs in there.
 */
export const withoutVaultCredentials = (environment: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !credential.test(name)));

/** What a program needs to be found, to run and to keep its own files. */
const needed = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'LANG',
  'LC_ALL',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];

/**
 * Returns the environment for a program that works on a checked tree: nothing that the tree could make it
 * print.
 */
export const bareEnvironment = (environment: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => needed.includes(name)));

/**
 * Options of git for a repository that is not trusted: one that was not cloned but found in the tree, or a
 * file monitor that its configuration names, would run programs of the tree; and nothing is written, so that
 * no hook runs.
 */
export const guardedGit: readonly string[] = [
  '--no-optional-locks',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'safe.bareRepository=explicit',
];
