import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { VaultAnswer } from '../clients/vault/vault-answer.ts';
import { encodePath, vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { VaultAccess } from '../reconcile/resource.ts';
import { clientTokenOf } from './client-token.ts';
import type { Login } from './login.ts';
import { revokeSelf } from './revoke-self.ts';

export interface ServiceAccountLoginOptions {
  /** Mount of the auth method, `kubernetes` or `jwt`. */
  readonly mount: string;
  readonly role: string;
  /** Returns the token of the Pod’s ServiceAccount, which the kubelet renews. */
  readonly token: () => string;
  /** Waits before Vault is asked again; `false` where the time is over. */
  readonly wait: () => Promise<boolean>;
}

/**
 * The identity of a Pod: Vault knows it by the token of its ServiceAccount and gives one of its own for the
 * role. Until people gave Vault the method and the role it is refused, which is waited out.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#login
 */
export class ServiceAccountLogin implements Login {
  readonly makesToken = true;
  readonly #options: ServiceAccountLoginOptions;

  constructor(options: ServiceAccountLoginOptions) {
    this.#options = options;
  }

  /** @throws VW5208 where Vault does not admit the role until the time is over; VW5001, VW5002, VW5004 */
  async begin({ vault, deadline }: VaultAccess): Promise<void> {
    const { mount, role, token, wait } = this.#options;
    for (;;) {
      const request = {
        method: 'POST',
        path: `auth/${encodePath(mount)}/login`,
        body: { role, jwt: token() },
        // A token that is made and never used ends by itself.
        repeat: true,
      } as const;
      const answer = await vault.send(request, deadline);
      if (answer.kind === 'ok') {
        vault.token = clientTokenOf(answer);
        return;
      }
      if (!isRefusal(answer)) throw vaultError(answer, 'log in');
      if (!(await wait()))
        throw lifecycleError('VW5208', `Vault at ${vault.address} refuses the role "${role}" of auth/${mount}`);
    }
  }

  end(access: VaultAccess): Promise<Diagnostic | undefined> {
    return revokeSelf(access);
  }
}

/** What Vault says where the method, the role or the binding of the role is missing. */
const isRefusal = ({ kind }: VaultAnswer): boolean =>
  kind === 'forbidden' || kind === 'refused' || kind === 'no-mount' || kind === 'absent';
