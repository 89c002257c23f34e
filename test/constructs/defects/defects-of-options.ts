import {
  DeliveredSecrets,
  type PinnedImage,
  SecretPreflight,
  SecretStore,
  ServiceSecrets,
  Smoke,
  UnreadVaultKeys,
  type VaultKey,
  type VaultSecret,
  VaultSnapshots,
  VaultWriter,
} from '../../../src/index.ts';
import { placing, type SmallEnv, SmallFoundation, SmallService } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

/** Options as a program gives them that no compiler has seen. */
const given = (options: object) => options as never;
const image: PinnedImage = `registry.example/node:24.0.0@sha256:${'0'.repeat(64)}`;
/** A field that no environment has, past the compiler. */
const missing = (environment: object): string => (environment as Record<string, string>).dbHots as string; // ← field

/**
 * Options that are misspelled or missing, labels that nobody takes, and functions of the environment that
 * give no text.
 */
export const defectsOfOptions: readonly Defect[] = [
  {
    title: 'unknown options of factories',
    expected: [
      { code: 'VW1029', at: 'generated-option' },
      { code: 'VW1029', at: 'literal-option' },
      { code: 'VW1029', at: 'client-option' },
      { code: 'VW1029', at: 'external-option' },
      { code: 'VW1029', at: 'produced-option' },
      { code: 'VW1029', at: 'url-option' },
      { code: 'VW1029', at: 'bcrypt-option' },
      { code: 'VW1029', at: 'registry-option' },
      { code: 'VW1029', at: 'entry-option' },
      { code: 'VW1029', at: 'own-option' },
      { code: 'VW1029', at: 'existing-option' },
      { code: 'VW1029', at: 'property-option' },
      { code: 'VW1029', at: 'secret-option' },
      { code: 'VW1029', at: 'delivered-option' },
    ],
    declare: ({ vault, secret, delivered, producer }) => {
      const password = vault.generated('option-password', given({ lenght: 32 })); // ← generated-option
      vault.literal('option-user', 'user', given({ mount: 'x' })); // ← literal-option
      vault.clientId('option-client', 'client', given({ encoding: 'base64' })); // ← client-option
      vault.external('option-token', given({ required: ['live'] })); // ← external-option
      vault.produced('option-produced', given({ by: producer('option'), until: 'absent', as: 'x' })); // ← produced-option
      vault.url('option-url', given({ encode: 'none' })); // ← url-option
      vault.bcrypt('option-hash', password, given({ cost: 4 })); // ← bcrypt-option
      vault.dockerConfigJson('option-registry', given({ registry: 'r', username: password, password, email: 'x' })); // ← registry-option
      const make = (own: { generated(options: never): VaultKey }) => ({ key: own.generated(given({ size: 1 })) }); // ← own-option
      vault.entry('option-entry', make, given({ store: 'apps' })); // ← entry-option
      vault.existing('option-existing', ['a'], given({ decode: true })); // ← existing-option
      vault.existing('option-property', given({ property: 'a', version: 1 })); // ← property-option
      secret('option-secret', given({ purpose, keys: { password }, refresh: '1m' })); // ← secret-option
      delivered('option-delivered', given({ by: 'a job', purpose, keys: ['a'], namespace: 'x' })); // ← delivered-option
      return {};
    },
  },
  {
    title: 'unknown options of constructs',
    expected: [
      { code: 'VW1029', at: 'component-option', construct: 'optioned' },
      { code: 'VW1029', at: 'placed-option', construct: 'optioned/secrets-optioned' },
      { code: 'VW1029', at: 'delivery-option', construct: 'optioned/delivered-optioned-tls' },
      { code: 'VW1029', at: 'store-option', construct: 'optioned-base/store-mirror-small-live' },
      { code: 'VW1029', at: 'unread-option', construct: 'optioned-base/unread-optioned-unread' },
      { code: 'VW1029', at: 'writer-option', construct: 'optioned-base/writer-optioner' },
      { code: 'VW1029', at: 'preflight-option', construct: 'optioned/preflight' },
      { code: 'VW1029', at: 'smoke-option', construct: 'optioned-base/smoke-optioned-smoke' },
      { code: 'VW1029', at: 'snapshots-option', construct: 'optioned-base/snapshots' },
    ],
    declare: ({ vault, secret, delivered, producer }) => {
      const by = producer('optioner');
      const keys = { token: vault.produced('optioned-token', { by, until: 'placeholder' }) };
      const contract = secret('optioned', { purpose, keys });
      const certificate = delivered('optioned-tls', { by: 'cert-manager', purpose, keys: ['tls.crt'] });
      const outside = delivered('optioned-outside', { by: 'people', purpose, keys: ['key'] });
      const unread = vault.generated('optioned-unread');
      class Optioned extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'optioned', given({ owner, phase: 300, phases: [1] })); // ← component-option
          new ServiceSecrets(this, contract, given({ namespace: 'x' })); // ← placed-option
          new DeliveredSecrets(this, certificate, given({ namespaces: [] })); // ← delivery-option
          new SecretPreflight(this, given({ image, secrets: [outside], waits: 3 })); // ← preflight-option
        }
      }
      class Base extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'optioned-base', { owner, phase: 100 });
          if (env.environment.name === 'live')
            new SecretStore(this, given({ namespace: env.environment.namespace, use: 'mirror', kind: 'a' })); // ← store-option
          new DeliveredSecrets(this, outside);
          new Smoke(this, given({ image, name: 'optioned-smoke', secrets: [], retries: 3 })); // ← smoke-option
          new VaultSnapshots(this, given({ image, name: 'optioned-snapshots', cron: '* * * * *' })); // ← snapshots-option
          new UnreadVaultKeys(this, [unread], given({ reason: 'For people', why: 'x' })); // ← unread-option
          new VaultWriter(this, by, given({ role: 'optioner', serviceAccounts: ['a'], policy: 'x' })); // ← writer-option
        }
      }
      return { components: [Optioned, Base] };
    },
  },
  {
    title: 'missing purposes',
    expected: [
      { code: 'VW1033', at: 'no-purpose', construct: 'purposeless/secrets-purposeless' },
      { code: 'VW1033', at: 'blank-purpose' },
    ],
    declare: ({ vault, secret, delivered }) => {
      const keys = { user: vault.literal('purposeless-user', 'user') };
      const contract = secret('purposeless', given({ keys })) as unknown as VaultSecret; // ← no-purpose
      delivered('purposeless-tls', { by: 'cert-manager', purpose: ' ', keys: ['tls.crt'] }); // ← blank-purpose
      return { components: [placing('purposeless', contract)] };
    },
  },
  {
    title: 'labels that Kubernetes refuses, or by which others know their objects',
    expected: [{ code: 'VW1032', at: 'labels', construct: 'labelled/secrets-labelled' }],
    declare: ({ vault, secret }) => {
      const keys = { user: vault.literal('labelled-user', 'user') };
      const labels = { 'a b': 'c', a: 'b c', '-a/b': 'c', 'argocd.argoproj.io/instance': 'shop' };
      const contract = secret('labelled', { purpose, keys, labels }); // ← labels
      return { components: [placing('labelled', contract)] };
    },
  },
  {
    title: 'functions of the environment that read a missing field',
    expected: [
      { code: 'VW1030', at: 'field' },
      { code: 'VW1031', at: 'literal-text' },
      { code: 'VW1031', at: 'composed-text' },
    ],
    declare: ({ vault, secret }) => {
      const user = vault.literal('fieldless-user', missing); // ← literal-text
      const url = vault.url('fieldless-url')`postgresql://${user}@${(environment) => `${missing(environment)}/a`}`; // ← composed-text
      return { components: [placing('fieldless', secret('fieldless', { purpose, keys: { user, url } }))] };
    },
  },
  {
    title: 'functions of the environment that give no text',
    expected: [
      { code: 'VW1031', at: 'empty-text' },
      { code: 'VW1031', at: 'object-text' },
      { code: 'VW1031', at: 'number-text' },
      { code: 'VW1031', at: 'failing-text' },
      { code: 'VW1031', at: 'template-text' },
    ],
    declare: ({ vault, secret, template }) => {
      const keys = {
        empty: vault.literal('textless-empty', () => ''), // ← empty-text
        object: vault.literal('textless-object', (environment) => `${environment.vault as unknown as string}`), // ← object-text
        number: vault.literal('textless-number', () => 5 as unknown as string), // ← number-text
        failing: vault.external('textless-failing', { name: () => (undefined as unknown as { a: string }).a }), // ← failing-text
        document: template`{"a":${() => `${undefined as unknown as string}`}}`, // ← template-text
      };
      return { components: [placing('textless', secret('textless', { purpose, keys }))] };
    },
  },
  {
    title: 'values that are too large, or cannot be stored',
    expected: [
      { code: 'VW1034', at: 'huge', construct: 'large/secrets-large' },
      { code: 'VW1034', at: 'hash', construct: 'large/secrets-large' },
      { code: 'VW1034', at: 'nul', construct: 'large/secrets-large' },
      { code: 'VW1034', at: 'large-text', construct: 'large/secrets-large' },
      { code: 'VW1034', at: 'large-override' },
      { code: 'VW1018', at: 'centuries', construct: 'large/secrets-large' },
    ],
    declare: ({ vault, secret, overrideRecipe }) => {
      const huge = vault.generated('large-huge', { length: 1e9 }); // ← huge
      const long = vault.generated('large-long', { length: 100 });
      const keys = {
        huge,
        hash: vault.bcrypt('large-hash', long), // ← hash
        nul: vault.literal('large-nul', 'a\0b'), // ← nul
        text: vault.literal('large-text', 'a'.repeat(300_000)), // ← large-text
      };
      const override = overrideRecipe(long, 'sandbox', { type: 'generate', length: 1e6 }); // ← large-override
      const contract = secret('large', { purpose, keys, refreshInterval: '99999999h' }); // ← centuries
      return { components: [placing('large', contract)], recipeOverrides: [override] };
    },
  },
];
