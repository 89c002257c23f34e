import { definePlatform, type EnvironmentScope, FoundationComponent, Service, SharedBundle } from 'vaultwright';
import { z } from 'zod';

/** The least platform that the type tests need; it compiles without a single expected error. */
export const tiny = definePlatform({
  store: 'tiny-vault',
  fields: z.object({ region: z.string() }),
  clusters: { lab: { stores: 'cluster' } },
  environments: {
    sandbox: {
      cluster: 'lab',
      namespace: 'tiny-sandbox',
      region: 'lab-1',
      lifecycle: 'ephemeral',
      vault: {
        address: 'http://vault:8200',
        bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
      },
      upstream: { type: 'local', secret: 'seed', key: 'seed.json' },
    },
  },
});

export type TinyEnv = EnvironmentScope<typeof tiny>;

export const { vault, secret, delivered, template, only, family, producer, overrideRecipe } = tiny;

export class TinyService extends Service<TinyEnv> {}
export class TinyFoundation extends FoundationComponent<TinyEnv> {}
export class TinyBundle extends SharedBundle<TinyEnv> {}

export const user = vault.literal('ledger-db-username', 'ledger');
export const password = vault.generated('ledger-db-password');
export const realm = producer('realm-patcher');
export const clientSecret = vault.produced('ledger-client-secret', { by: realm, until: 'placeholder' });
export const credentials = secret('ledger-db-credentials', {
  purpose: 'Credentials of the ledger database',
  keys: { username: user, password },
});
export const personas = secret('ledger-e2e', {
  purpose: 'Personas of end-to-end tests',
  audience: 'tests',
  environments: ['sandbox'],
  keys: { password },
});
// @ts-expect-error Secret of tests without environments
secret('ledger-e2e-everywhere', { purpose: 'Personas', audience: 'tests', keys: { password } });
export const certificate = delivered('ledger-tls', {
  by: 'cert-manager Certificate',
  purpose: 'Certificate of the ledger',
  keys: ['tls.crt', 'tls.key'],
});
