import { AccessMap, DeliveredSecretsRecord, VaultFixture } from '../index.ts';
import { type Env, FoundationComponent } from '../platform.ts';

/** What bootstrap and production tooling work from: the fixture map, the access map, and the record of delivered Secrets. */
export class VaultBootstrap extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-vault-bootstrap', { owner: 'platform-foundation', phase: 155 });
    new VaultFixture(this);
    new AccessMap(this);
    new DeliveredSecretsRecord(this);
  }
}
