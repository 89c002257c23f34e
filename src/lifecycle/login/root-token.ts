import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../reconcile/resource.ts';
import { clientTokenOf } from './client-token.ts';
import type { Login } from './login.ts';
import { revokeSelf } from './revoke-self.ts';

export interface RootTokenOptions {
  readonly rootToken: string;
  /** How messages name the place where it is kept. */
  readonly label: string;
  /** Name of the token in the audit log. */
  readonly displayName: string;
  /** Seconds that a run may take. */
  readonly seconds: number;
}

/** Seconds that the token of a run lives beyond its deadline, for its last steps. */
const slack = 60;

/**
 * A token that ends with the run, made once with the root token.
 *
 * It is made and revoked in the root namespace: policy `root` means everything there alone, and such a token
 * works in every namespace below, while one made in a child namespace could do nothing.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-token
 */
export class RootToken implements Login {
  readonly makesToken = true;
  readonly #options: RootTokenOptions;

  constructor(options: RootTokenOptions) {
    this.#options = options;
  }

  /** @throws VW5008 where Vault does not know the root token */
  async begin({ vault, deadline }: VaultAccess): Promise<void> {
    const { rootToken, label, displayName, seconds } = this.#options;
    vault.token = rootToken;
    const ttl = `${seconds + slack}s`;
    const answer = await vault.send(
      {
        method: 'POST',
        path: 'auth/token/create-orphan',
        body: { display_name: displayName, policies: ['root'], ttl, explicit_max_ttl: ttl, renewable: false },
        // One that is made and never used ends by itself.
        repeat: true,
        isOfRoot: true,
      },
      deadline,
    );
    vault.token = undefined;
    if (answer.kind === 'forbidden')
      throw lifecycleError('VW5008', `${label} holds a root token that Vault does not accept`);
    vault.token = clientTokenOf(answer);
  }

  /** Where that fails the token ends by itself. */
  end(access: VaultAccess): Promise<Diagnostic | undefined> {
    return revokeSelf(access, { isOfRoot: true });
  }
}
