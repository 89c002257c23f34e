import {
  AccessMap,
  type ComponentSource,
  ConfiguratorJob,
  DeliveredSecretsRecord,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  renderPlatform,
  SecretStore,
  Service,
  ServiceSecrets,
  VaultFixture,
  VaultSnapshots,
  VaultWriter,
} from '../../../src/index.ts';
import { type EnvironmentDocument, environmentFile } from '../../../src/model/documents/environment-document.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';

/** Namespace of the regulated environment. */
export const namespace = 'harbour-live';
/** Service of its Vault. */
export const vaultHost = `vault.${namespace}.svc.cluster.local`;
export const upstreamSecret = 'harbour-upstream';

/** What an environment renders. */
export interface Harbour {
  readonly objects: readonly KubernetesObject[];
  readonly document: EnvironmentDocument;
}

/** What differs between two renderings: what a person declares later. */
export interface Declared {
  /** A literal. @default 'ferry' */
  readonly user?: string;
  /** Whether a property is declared that was not before. @default false */
  readonly hasLater?: boolean;
  /** What serves. @default Vault */
  readonly product?: 'vault' | 'openbao';
}

/**
 * Renders a regulated environment with keys of each recipe: alone, composed across entries, several
 * properties in one entry, external beside own, and what producers and others write.
 * @param ca authority of Vault's certificate, in PEM
 */
export async function renderHarbour(
  ca: string,
  { user = 'ferry', hasLater = false, product = 'vault' }: Declared = {},
): Promise<Harbour> {
  const harbour = definePlatform({
    store: 'harbour',
    placeholder: 'to-come',
    knownPlaceholders: { exact: ['changeme'], prefixes: ['todo_'] },
    clusters: { quay: { stores: 'namespaced' } },
    stores: { apps: { provider: 'vault', mount: 'apps' } },
    environments: {
      live: {
        cluster: 'quay',
        namespace,
        lifecycle: 'regulated',
        vault: {
          address: `https://${vaultHost}:8200`,
          server: product === 'openbao' ? { product, version: '2.6.2' } : { product },
          ca: { pem: ca },
          autoUnseal: { type: 'transit', address: 'https://transit.example:8200', keyName: 'unseal' },
        },
        upstream: { type: 'local', secret: upstreamSecret, key: 'values.json' },
      },
    },
  });
  const { vault, secret, producer } = harbour;
  type Env = EnvironmentScope<typeof harbour>;

  const username = vault.literal('ferry-db-username', user);
  const password = vault.generated('ferry-db-password', { length: 32 });
  const url = vault.url('ferry-db-url')`postgresql://${username}:${password}@${'db'}/ferry`;
  const hash = vault.bcrypt('ferry-admin-hash', password);
  const alone = vault.generated('ferry-session', { length: 48 });
  const token = vault.generated('registry-token');
  const recipeOverrides = [
    harbour.overrideRecipe(token, 'live', { type: 'upstream', name: 'registry-token', required: true }),
  ];
  const optional = vault.external('mail-token');
  const tokenUrl = vault.url('registry-url')`https://ferry:${token}@registry.example/`;
  const crane = vault.entry(
    'crane/database',
    (own) => {
      const name = own.literal('crane');
      const secretOne = own.generated({ length: 32 });
      return {
        name,
        secretOne,
        url: own.url`postgresql://${name}:${secretOne}@${'db'}/crane`,
        ...(hasLater && { later: own.generated({ length: 24 }) }),
      };
    },
    { engine: 'apps' },
  );
  const mixed = vault.entry('crane/mixed', (own) => ({
    own: own.generated(),
    outside: own.external({ name: 'crane-outside' }),
  }));
  const patcher = producer('keycloak-client-patcher');
  const invented = vault.produced('ferry-client-secret', { by: patcher, until: 'placeholder' });

  const web = secret('ferry-web', {
    purpose: 'What the web server of the ferry reads',
    keys: { username, password, url, hash, alone, token, 'token-url': tokenUrl },
  });
  const craneAll = secret('crane-database', { purpose: 'The database of the crane', from: crane });
  const craneMixed = secret('crane-mixed', {
    purpose: 'Own and external',
    keys: { own: mixed.own, outside: mixed.outside },
  });
  const late = secret('ferry-late', { purpose: 'What comes later', keys: { mail: optional, client: invented } });
  const image = `docker.io/library/node:24@sha256:${'a'.repeat(64)}` as const;

  class Foundation extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'foundation', { owner: 'crew', phase: 155 });
      SecretStore.whereNeeded(this);
      const [fixtureMap, accessMap] = [new VaultFixture(this), new AccessMap(this)];
      new DeliveredSecretsRecord(this);
      const { environment } = env;
      if (environment.lifecycle === 'regulated')
        new ConfiguratorJob(this, {
          environment,
          name: 'configurator',
          image,
          fixtureMap,
          accessMap,
          denylist: { exact: ['minioadmin'] },
          handoverSeconds: 120,
          deadlineSeconds: 60,
        });
      new VaultSnapshots(this, { name: 'snapshots', image });
    }
  }
  class Ferry extends Service<Env> {
    constructor(env: Env) {
      super(env, 'ferry', { owner: 'crew', phase: 600 });
      new ServiceSecrets(this, [web, craneAll, craneMixed, late]);
      new VaultWriter(this, patcher, { role: 'keycloak-client-patcher', serviceAccounts: ['patcher'] });
    }
  }
  const components: readonly ComponentSource[] = [Foundation, Ferry];
  const { manifests, files } = await renderPlatform(harbour, { components, recipeOverrides });
  return {
    objects: manifests
      .filter(({ role, carrier }) => role === 'object' && carrier === undefined)
      .map(({ value }) => value as KubernetesObject & typeof value),
    document: JSON.parse(files.get(`live/${environmentFile}`) ?? '{}'),
  };
}
