import type { AuditDevice as Declared } from '../../model/documents/configurator-policy.ts';
import { isObject } from '../../model/json-record.ts';
import { encodePath } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import { type Observation, planOf, type Resource, type VaultAccess } from './resource.ts';

/**
 * An audit device of Vault. One that differs stays: it cannot be changed, and between its end and its
 * successor nothing would be on record.
 * @see https://developer.hashicorp.com/vault/api-docs/system/audit
 */
export class AuditDevice implements Resource {
  readonly kind = 'audit device';
  readonly name: string;
  readonly #declared: Declared;

  constructor(declared: Declared) {
    this.name = declared.path;
    this.#declared = declared;
  }

  async observe({ vault, deadline }: VaultAccess): Promise<Observation> {
    const body = await vault.expect({ method: 'GET', path: 'sys/audit' }, 'read sys/audit', deadline);
    const found = (isObject(body.data) ? body.data : body)[`${this.name}/`];
    if (!isObject(found)) return { state: 'absent' };
    const { type, options } = this.#declared;
    const standing = isObject(found.options) ? found.options : {};
    const fields = Object.keys(options).filter((field) => standing[field] !== options[field]);
    if (found.type !== type) fields.unshift('type');
    if (fields.length === 0) return { state: 'right' };
    const defect = `The audit device "${this.name}" differs in ${fields.join(', ')}`;
    return { state: 'defect', code: 'VW5209', defect };
  }

  plan(seen: Observation) {
    return planOf(this, 'enable', seen);
  }

  async apply(access: VaultAccess): Promise<void> {
    const { type, options } = this.#declared;
    const path = `sys/audit/${encodePath(this.name)}`;
    const answer = await access.vault.send({ method: 'POST', path, body: { type, options } }, access.deadline);
    if (answer.kind === 'ok') return;
    // Where no answer came, or it was enabled in between, what is there now counts.
    const seen = await this.observe(access);
    if (seen.state === 'right') return;
    throw lifecycleError('VW5209', `Vault does not enable the audit device "${this.name}": ${answer.kind}`);
  }
}
