import {
  AccessMap,
  ClusterSecretStore,
  DeliveredSecretsRecord,
  SecretStore,
  VaultFixture,
  whereRead,
} from 'vaultwright';
import { type Env, OrchardFoundation } from './orchard.ts';

export class Bootstrap extends OrchardFoundation {
  constructor(env: Env) {
    super(env, 'bootstrap', { owner: 'growers', phase: 155 });
    new VaultFixture(this);
    new AccessMap(this);
    new DeliveredSecretsRecord(this);
  }
}

export class Stores extends OrchardFoundation {
  constructor(env: Env) {
    super(env, 'stores', { owner: 'growers', phase: 155 });
    if (env.storeKind === 'ClusterSecretStore') new ClusterSecretStore(this, { conditions: whereRead });
    SecretStore.whereNeeded(this);
  }
}
