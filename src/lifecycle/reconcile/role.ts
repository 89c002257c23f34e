import type { LoginFields } from '../../model/documents/logins/login-method.ts';
import { encodePath } from '../clients/vault/vault-client.ts';
import { compareAt } from './fields.ts';
import { type Observation, planOf, type Resource, type VaultAccess } from './resource.ts';

/** Path of the roles of an auth method. */
export const rolesPath = (mount: string): string => `auth/${encodePath(mount)}/role`;

/** A role: who may log in by the auth method, and with which policies; every managed field of it. */
export class Role implements Resource {
  readonly kind = 'role';
  readonly name: string;
  readonly #path: string;
  readonly #fields: LoginFields;

  constructor(mount: string, name: string, fields: LoginFields) {
    this.name = name;
    this.#path = `${rolesPath(mount)}/${encodeURIComponent(name)}`;
    this.#fields = fields;
  }

  observe(access: VaultAccess): Promise<Observation> {
    return compareAt(access, this.#path, this.#fields);
  }

  plan(seen: Observation) {
    return planOf(this, 'write', seen);
  }

  async apply({ vault, deadline }: VaultAccess): Promise<void> {
    const request = { method: 'POST', path: this.#path, body: this.#fields, repeat: true } as const;
    await vault.expect(request, `write role ${this.name}`, deadline);
  }
}
