import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { formatDiagnostic } from '../../../model/diagnostics/diagnostic.ts';
import type { BootstrapSettings } from '../../../model/documents/bootstrap-settings.ts';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import { GivenToken } from '../../login/given-token.ts';
import { CredentialsSecret } from '../../login/kept-credentials.ts';
import type { Login } from '../../login/login.ts';
import { RootToken } from '../../login/root-token.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';

export interface VaultLoginOptions extends VaultAccess {
  /** Where the kept root token is read; not needed where there is none. */
  readonly kubernetes: KubernetesClient | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Settings of the bootstrap, where the environment has one; its kept root token then logs in where no token
   * is given.
   */
  readonly settings: BootstrapSettings | undefined;
  /** Told what went wrong at the end, which is too late to fail. */
  readonly say: (text: string) => void;
}

/**
 * A login for one command. A person’s own token is used as it is and stays; a token that was made for the
 * command ends with it.
 */
export class VaultLogin implements AsyncDisposable {
  readonly #login: Login;
  readonly #options: VaultLoginOptions;

  private constructor(login: Login, options: VaultLoginOptions) {
    this.#login = login;
    this.#options = options;
  }

  /**
   * Logs in with `VAULT_TOKEN`; else, in an ephemeral environment, with a short-lived token by way of the
   * kept root token, and elsewhere with what `vault login` left in `~/.vault-token`.
   * @throws VW5104 where there is none of them; VW5001–VW5004, VW5007, VW5008, VW5018, VW5019
   */
  static async begin(options: VaultLoginOptions): Promise<VaultLogin> {
    const { environment, settings } = options;
    const given = environment.VAULT_TOKEN || (settings ? undefined : loginOf(environment.HOME ?? homedir()));
    const login = given ? new GivenToken(given.trim()) : await keptLogin(options);
    await login.begin(options);
    return new VaultLogin(login, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const finding = await this.#login.end(this.#options);
    if (finding) this.#options.say(`${formatDiagnostic({ ...finding, severity: 'warning' })}\n`);
  }
}

async function keptLogin({ kubernetes, deadline, settings }: VaultLoginOptions): Promise<Login> {
  if (!settings || !kubernetes)
    throw commandError('VW5104', 'Neither VAULT_TOKEN nor ~/.vault-token holds a token, and no bootstrap keeps one');
  const { namespace, name: manager, vault, deadlineSeconds: seconds } = settings;
  const secret = new CredentialsSecret({ kubernetes, deadline, namespace, name: vault.credentialsSecret, manager });
  const kept = await secret.read();
  if (kept.kind === 'absent')
    throw commandError('VW5104', `VAULT_TOKEN is not set, and ${secret.label} does not exist`);
  if (kept.kind === 'incomplete')
    throw commandError('VW5007', `${secret.label} has no usable ${kept.defects.join(' and ')}`);
  return new RootToken({ ...kept.credentials, label: secret.label, displayName: manager, seconds });
}

/**
 * What the vault client keeps after `vault login`.
 * @see https://developer.hashicorp.com/vault/docs/commands/token-helper
 */
function loginOf(home: string): string | undefined {
  try {
    return readFileSync(join(home, '.vault-token'), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
