import { z } from 'zod';
import {
  AccessMap,
  ClusterSecretStore,
  type ComponentSource,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  SecretStore,
  Service,
  ServiceSecrets,
  SharedBundle,
  VaultFixture,
  type VaultSecret,
  whereRead,
} from '../../src/index.ts';

const vault = { address: 'http://vault:8200' };
const bootstrap = { initialize: true, unseal: true, credentialsSecret: 'vault-keys' };
const autoUnseal = { type: 'transit', address: 'http://transit:8200', keyName: 'unseal' } as const;
const azure = { type: 'azure-key-vault', uri: 'https://small.example/' } as const;

const sandbox = {
  cluster: 'lab',
  namespace: 'small-sandbox',
  host: 'sandbox.example',
  lifecycle: 'ephemeral',
  vault: { ...vault, bootstrap },
  upstream: { type: 'local', secret: 'seed', key: 'seed.json' },
} as const;
const live = {
  cluster: 'farm',
  namespace: 'small-live',
  host: 'live.example',
  lifecycle: 'regulated',
  vault: { address: 'https://vault.example.org:8200', autoUnseal },
  upstream: azure,
} as const;

const definition = {
  store: 'small-vault',
  argoCd: { repoURL: 'https://git.example.org/small.git' },
  fields: z.object({ host: z.string() }),
  clusters: {
    lab: { stores: 'cluster', sharedNamespaces: { tools: 'sandbox' } },
    farm: { stores: 'namespaced', sharedNamespaces: { unserved: 'live' } },
  },
  stores: {
    apps: { provider: 'vault', mount: 'apps' },
    old: { provider: 'vault', mount: 'old', version: 'v1' },
    queue: { provider: 'aws', service: 'SecretsManager', region: 'eu-central-1' },
  },
  environments: { sandbox, live },
} as const;

/** A platform of two environments that differ in everything that environments may differ in. */
export const smallPlatform = () => definePlatform(definition);
export type SmallPlatform = ReturnType<typeof smallPlatform>;
export type SmallEnv = EnvironmentScope<SmallPlatform>;

/** An environment in the Vault of the sandbox, which it neither runs nor tells apart from it. */
const lent = {
  cluster: 'lent',
  namespace: 'small-lent',
  host: 'lent.example',
  lifecycle: 'ephemeral',
  vault: {
    address: vault.address,
    managed: true,
    login: { method: 'jwt', audiences: ['vault'], keys: { url: 'https://lent.example/keys' } },
  },
} as const;
const clusters = { ...definition.clusters, lent: { stores: 'namespaced' }, served: { stores: 'namespaced' } } as const;

/** A regulated environment that initialises its own Vault, in a namespace that Kubernetes refuses. */
const broken = { ...live, namespace: 'Not_A_Namespace', vault: { ...live.vault, bootstrap }, cluster: 'lab' };
/** Servers that do not fit their seals, nor their environments. */
const hsm = { type: 'pkcs11', lib: '/hsm.so', slot: '1', keyLabel: 'k', pin: { secret: 'a', key: 'b' } };
const plugin = { command: 'kms', version: 'v1.0.0', sha256sum: 'ab'.repeat(32) };
const stranger = {
  ...live,
  cluster: 'served',
  namespace: 'small-stranger',
  vault: { ...live.vault, autoUnseal: { ...hsm, plugin } },
};
const server = { product: 'openbao', version: '2.0.0', replicas: 1, audit: {} };
const fixed = { type: 'static', currentKeyId: '1', currentKey: { secret: 'a', key: 'b' } };
const alone = { ...stranger, namespace: 'small-alone', vault: { ...live.vault, server, autoUnseal: fixed } };
const misspelt = { address: 'https://vault.small-misspelt.svc:8200', autoUnseal: { ...autoUnseal, keyName: '{{k}}' } };
const misspelled = { ...stranger, namespace: 'small-misspelt', vault: misspelt };
const previewed = { ...sandbox, previews: { namespaces: 'pr-small-*', components: ['nowhere'] } };
const environments: typeof definition.environments = Object.assign(
  { broken, lent, stranger, alone, misspelled },
  definition.environments,
  {
    sandbox: previewed,
  },
);

/** The same platform with that environment. */
export const lentPlatform = (): SmallPlatform => {
  const withLent: typeof definition.environments = Object.assign({ lent }, definition.environments);
  return definePlatform({ ...definition, clusters, environments: withLent });
};

/**
 * The same platform with a further environment, whose profile no schema accepts, and with previews that
 * nothing is for.
 */
export const malformedPlatform = (): SmallPlatform => definePlatform({ ...definition, clusters, environments }); // ← profile

export abstract class SmallService extends Service<SmallEnv> {}
export abstract class SmallFoundation extends FoundationComponent<SmallEnv> {}
export abstract class SmallBundle extends SharedBundle<SmallEnv> {}

class Stores extends SmallFoundation {
  constructor(env: SmallEnv) {
    super(env, 'stores', { owner: 'platform', phase: 100 });
    if (env.storeKind === 'ClusterSecretStore')
      new ClusterSecretStore(this, { conditions: whereRead }); // ← stores
    else new SecretStore(this, { namespace: env.environment.namespace });
    ClusterSecretStore.whereNeeded(this);
  }
}

class Bootstrap extends SmallFoundation {
  constructor(env: SmallEnv) {
    super(env, 'bootstrap', { owner: 'platform', phase: 100 });
    new VaultFixture(this);
    new AccessMap(this);
    new DeliveredSecretsRecord(this);
  }
}

/** What every environment needs before a Secret can be placed in it. */
export const foundation: readonly ComponentSource[] = [Stores, Bootstrap];

/** Makes a sound component that places these Secrets. */
export function placing(name: string, ...contracts: readonly VaultSecret[]): ComponentSource {
  return class Placing extends SmallService {
    constructor(env: SmallEnv) {
      super(env, name, { owner: 'platform', phase: 300 });
      new ServiceSecrets(this, contracts);
    }
  };
}
