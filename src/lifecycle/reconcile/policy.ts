import { type PolicyRules, vaultPolicyText } from '../../model/documents/vault-policy-text.ts';
import { fieldsAt } from './fields.ts';
import { type Observation, planOf, type Resource, type VaultAccess } from './resource.ts';

/**
 * A policy: exactly the paths that are used through its role.
 * @see https://developer.hashicorp.com/vault/api-docs/system/policies
 */
export class Policy implements Resource {
  readonly kind = 'policy';
  readonly name: string;
  readonly #path: string;
  readonly #text: string;

  constructor(policy: PolicyRules) {
    this.name = policy.name;
    this.#path = `sys/policies/acl/${encodeURIComponent(policy.name)}`;
    this.#text = vaultPolicyText(policy);
  }

  async observe(access: VaultAccess): Promise<Observation> {
    const found = await fieldsAt(access, this.#path);
    if (found === undefined) return { state: 'absent' };
    return found.policy === this.#text ? { state: 'right' } : { state: 'differs', fields: [] };
  }

  plan(seen: Observation) {
    return planOf(this, 'write', seen);
  }

  async apply({ vault, deadline }: VaultAccess): Promise<void> {
    const request = { method: 'PUT', path: this.#path, body: { policy: this.#text }, repeat: true } as const;
    await vault.expect(request, `write policy ${this.name}`, deadline);
  }
}
