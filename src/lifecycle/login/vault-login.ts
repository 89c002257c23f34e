import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import type { KubernetesClient } from '../clients/kubernetes/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';
import { Journal } from '../run/journal.ts';
import { credentialsLabel, readCredentials } from './kept-credentials.ts';
import { logIn, logOut } from './root-token.ts';

export interface VaultLoginOptions {
  readonly vault: VaultClient;
  readonly kubernetes: KubernetesClient;
  readonly deadline: Deadline;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Settings of the bootstrap, where the environment has one; its kept root token then logs in where no token is given. */
  readonly settings: BootstrapSettings | undefined;
  /** Told what went wrong at the end, which is too late to fail. */
  readonly say: (text: string) => void;
}

/**
 * A login for one command. A person’s own token is used as it is and stays; a token that was made for the command ends with it.
 */
export class VaultLogin implements AsyncDisposable {
  readonly #end: () => Promise<void>;

  private constructor(end: () => Promise<void>) {
    this.#end = end;
  }

  /**
   * Logs in with `VAULT_TOKEN`; else, in an ephemeral environment, with a short-lived token by way of the kept root token, and
   * elsewhere with what `vault login` left in `~/.vault-token`.
   * @throws VW5104 where there is none of them; VW5001–VW5004, VW5007, VW5008, VW5018, VW5019
   */
  static async begin(options: VaultLoginOptions): Promise<VaultLogin> {
    const { vault, kubernetes, deadline, environment, settings, say } = options;
    const given = environment.VAULT_TOKEN || (settings ? undefined : loginOf(environment.HOME ?? homedir()));
    if (given) {
      vault.token = given.trim();
      return new VaultLogin(async () => {
        vault.token = undefined;
      });
    }
    if (!settings)
      throw lifecycleError(
        'VW5104',
        'Neither VAULT_TOKEN nor ~/.vault-token holds a token, and no bootstrap keeps one',
      );
    const kept = await readCredentials({ kubernetes, settings, deadline });
    const label = credentialsLabel({ settings });
    if (kept.kind === 'absent') throw lifecycleError('VW5104', `VAULT_TOKEN is not set, and ${label} does not exist`);
    if (kept.kind === 'incomplete')
      throw lifecycleError('VW5007', `${label} has no usable ${kept.defects.join(' and ')}`);
    const findings: Diagnostic[] = [];
    const run = { vault, deadline, settings, journal: new Journal(() => undefined), isDryRun: false, findings };
    await logIn(run, kept.credentials);
    return new VaultLogin(async () => {
      await logOut(run);
      for (const finding of findings) say(`${formatDiagnostic({ ...finding, severity: 'warning' })}\n`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }
}

/** What the vault client keeps after `vault login`. @see https://developer.hashicorp.com/vault/docs/commands/token-helper */
function loginOf(home: string): string | undefined {
  try {
    return readFileSync(join(home, '.vault-token'), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
