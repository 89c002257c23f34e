import type { VaultClient } from '../../clients/vault/vault-client.ts';
import { Deadline } from '../../run/deadline.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { type KubectlOptions, KubectlProxy } from './kubectl-proxy.ts';
import { reachVault } from './reach-vault.ts';
import { VaultLogin } from './vault-login.ts';

export interface EnvironmentServersOptions extends KubectlOptions {
  /** Address under which Vault is reached from here. @default the rendered one */
  readonly vaultAddress?: string | undefined;
  /** Milliseconds after which the command gives up. */
  readonly patience: number;
  /** Ends the command earlier. */
  readonly signal: AbortSignal;
}

/**
 * The servers of one environment as a person’s machine reaches them; everything that was opened is closed
 * with it.
 */
export class EnvironmentServers implements AsyncDisposable {
  readonly rendered: RenderedEnvironment;
  readonly vault: VaultClient;
  readonly deadline: Deadline;
  readonly #proxy: KubectlProxy;
  readonly #options: EnvironmentServersOptions;
  #login: VaultLogin | undefined;

  private constructor(
    rendered: RenderedEnvironment,
    vault: VaultClient,
    proxy: KubectlProxy,
    deadline: Deadline,
    options: EnvironmentServersOptions,
  ) {
    this.rendered = rendered;
    this.vault = vault;
    this.#proxy = proxy;
    this.deadline = deadline;
    this.#options = options;
  }

  /** @throws VW5102, VW5103, VW5018, VW5019 where a server cannot be reached from here */
  static async open(rendered: RenderedEnvironment, options: EnvironmentServersOptions): Promise<EnvironmentServers> {
    const { vaultAddress: given, environment, patience, signal } = options;
    const deadline = new Deadline(patience, signal);
    const { address, namespace, ca } = rendered.document.vault;
    const vault = await reachVault({ rendered: address, namespace, ca, given, environment });
    const proxy = await KubectlProxy.start(options, deadline);
    return new EnvironmentServers(rendered, vault, proxy, deadline, options);
  }

  get kubernetes() {
    return this.#proxy.client;
  }

  /** Logs in to Vault for the rest of the command. @throws as {@link VaultLogin.begin} */
  async logIn(): Promise<void> {
    const { vault, kubernetes, deadline, rendered } = this;
    const settings = rendered.hasBootstrap ? rendered.bootstrapDocuments.settings : undefined;
    const { environment, say } = this.#options;
    this.#login = await VaultLogin.begin({ vault, kubernetes, deadline, settings, environment, say });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#login?.[Symbol.asyncDispose]();
    this.vault.close();
    await this.#proxy[Symbol.asyncDispose]();
  }
}
