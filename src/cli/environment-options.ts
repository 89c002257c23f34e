import { resolve } from 'node:path';
import type { Command } from 'commander';
import { RenderedEnvironment } from '../lifecycle/commands/rendered/rendered-environment.ts';
import { EnvironmentServers } from '../lifecycle/commands/servers/environment-servers.ts';
import type { Invocation } from './invocation.ts';

/** Options by which a command names an environment and its rendered output. */
export interface EnvironmentOptions {
  readonly environment: string;
  readonly dist: string;
}

/** Options by which a command reaches the servers of an environment. */
export interface ServerOptions extends EnvironmentOptions {
  readonly vaultAddress?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** How the help of a command that talks to servers explains them. */
export const serverHelp = `
Kubernetes is reached through \`kubectl proxy\`: contexts and logins are those of kubectl. Vault is reached at the rendered address or at
--vault-address; VAULT_CACERT names the authority of its certificate.`;

/** Adds the options that name an environment. */
export function defineEnvironmentOptions(command: Command): Command {
  return command
    .requiredOption('-e, --environment <name>', 'environment, as it is rendered')
    .option('-d, --dist <folder>', 'folder of the rendered output', 'dist');
}

/** Adds the options that name an environment and reach its servers. */
export function defineServerOptions(command: Command): Command {
  return defineEnvironmentOptions(command)
    .option('--vault-address <url>', 'address under which Vault is reached from here (default: the rendered one)')
    .option('--kubeconfig <file>', 'kubeconfig file (default: the choice of kubectl)')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)');
}

/** Reads the rendered output of the environment that the options name. @throws VW5101, VW5023 */
export const readEnvironment = (
  { environment, dist }: EnvironmentOptions,
  { workingDirectory }: Invocation,
): RenderedEnvironment => RenderedEnvironment.read(resolve(workingDirectory, dist), environment);

/**
 * Opens the way to the servers of an environment.
 * @param patience milliseconds after which the command gives up
 */
export function openServers(
  rendered: RenderedEnvironment,
  { vaultAddress, kubeconfig, context }: ServerOptions,
  invocation: Invocation,
  patience: number,
): Promise<EnvironmentServers> {
  return EnvironmentServers.open(rendered, {
    vaultAddress,
    kubeconfig,
    context,
    environment: invocation.environment,
    say: (text) => invocation.err(text),
    patience,
    signal: invocation.stopSignal(),
  });
}
