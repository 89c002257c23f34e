import type { VaultAccess } from '../reconcile/resource.ts';
import type { Login } from './login.ts';

/** A token that somebody gave: it is used as it is and stays. */
export class GivenToken implements Login {
  readonly makesToken = false;
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  async begin({ vault }: VaultAccess): Promise<void> {
    vault.token = this.#token;
  }

  async end({ vault }: VaultAccess): Promise<undefined> {
    vault.token = undefined;
  }
}
