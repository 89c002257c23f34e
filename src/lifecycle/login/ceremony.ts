import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { encodePath } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../reconcile/resource.ts';
import { clientTokenOf } from './client-token.ts';
import type { Login } from './login.ts';
import { revokeSelf } from './revoke-self.ts';

export interface BreakGlassOptions {
  /** Mount of the auth method `userpass`. */
  readonly mount: string;
  readonly name: string;
  readonly password: string;
}

/**
 * A person with a break-glass identity: a name and a password, for a token of an hour that ends with the
 * command.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/userpass#login
 */
export class BreakGlassIdentity implements Login {
  readonly makesToken = true;
  readonly #options: BreakGlassOptions;

  constructor(options: BreakGlassOptions) {
    this.#options = options;
  }

  /** @throws VW5008 where Vault does not know name and password */
  async begin({ vault, deadline }: VaultAccess): Promise<void> {
    const { mount, name, password } = this.#options;
    const path = `auth/${encodePath(mount)}/login/${encodeURIComponent(name)}`;
    const request = { method: 'POST', path, body: { password }, isOfRoot: true, repeat: true } as const;
    const answer = await vault.send(request, deadline);
    if (answer.kind === 'forbidden' || answer.kind === 'refused')
      throw lifecycleError('VW5008', `Vault does not accept the break-glass identity "${name}"`);
    vault.token = clientTokenOf(answer);
  }

  end(access: VaultAccess): Promise<Diagnostic | undefined> {
    return revokeSelf(access, { isOfRoot: true });
  }
}
