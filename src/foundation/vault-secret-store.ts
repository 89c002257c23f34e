import { ClusterSecretStore, SecretStore, whereRead } from '../index.ts';
import { type Env, FoundationComponent, workspaceNamespaces } from '../platform/definition.ts';

/** The store that every ExternalSecret refers to, in each namespace that has one. */
export class VaultSecretStore extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-vault-secret-store', { owner: 'platform-foundation', phase: 155 });
    if (env.storeKind === 'ClusterSecretStore') new ClusterSecretStore(this, { conditions: whereRead });
    // Workspaces appear while the platform runs, so no namespaced store can be rendered for them.
    else if (env.environment.name === 'dev') new ClusterSecretStore(this, { conditions: [workspaceNamespaces] });
    SecretStore.whereNeeded(this);
  }
}
