import type { LoginFields } from '../../model/documents/logins/login-method.ts';
import { encodePath } from '../clients/vault/vault-client.ts';
import { compareAt } from './fields.ts';
import { type Observation, planOf, type Resource, type VaultAccess } from './resource.ts';

/** The configuration of the auth method; every managed field of it. */
export class AuthConfiguration implements Resource {
  readonly kind = 'auth configuration';
  readonly name: string;
  readonly #path: string;
  readonly #fields: { readonly written: LoginFields; readonly read: LoginFields };

  constructor(mount: string, fields: { readonly written: LoginFields; readonly read: LoginFields }) {
    this.name = `auth/${mount}/config`;
    this.#path = `auth/${encodePath(mount)}/config`;
    this.#fields = fields;
  }

  observe(access: VaultAccess): Promise<Observation> {
    return compareAt(access, this.#path, this.#fields.read);
  }

  plan(seen: Observation) {
    return planOf(this, 'configure', seen);
  }

  async apply({ vault, deadline }: VaultAccess): Promise<void> {
    const request = { method: 'POST', path: this.#path, body: this.#fields.written, repeat: true } as const;
    await vault.expect(request, `configure ${this.name}`, deadline);
  }
}
