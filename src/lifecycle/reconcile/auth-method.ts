import type { LoginMethod } from '../../model/documents/logins/login-method.ts';
import { encodePath } from '../clients/vault/vault-client.ts';
import { enable, foreign, mountAt, shownType } from './mount.ts';
import { type Observation, planOf, type Resource, type VaultAccess } from './resource.ts';

/** The mount of the auth method. @see https://developer.hashicorp.com/vault/api-docs/system/auth */
export class AuthMethodMount implements Resource {
  readonly kind = 'auth method';
  readonly name: string;
  readonly #mount: string;
  readonly #method: Pick<LoginMethod, 'type' | 'title'>;

  constructor(mount: string, method: Pick<LoginMethod, 'type' | 'title'>) {
    this.name = `auth/${mount}/`;
    this.#mount = mount;
    this.#method = method;
  }

  async observe(access: VaultAccess): Promise<Observation> {
    const found = await mountAt(access, 'sys/auth', this.#mount);
    if (found === undefined) return { state: 'absent' };
    const { type } = this.#method;
    return found.type === type
      ? { state: 'right' }
      : foreign(`"${this.name}" is of type ${shownType(found.type)}, not ${type}`);
  }

  plan(seen: Observation) {
    return planOf(this, `enable ${this.#method.title}`, seen);
  }

  apply(access: VaultAccess): Promise<void> {
    const path = `sys/auth/${encodePath(this.#mount)}`;
    return enable(access, path, { type: this.#method.type }, () => this.observe(access));
  }
}
