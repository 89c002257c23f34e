import {
  AccessMap,
  BootstrapCronJob,
  ClusterServiceSecrets,
  type EphemeralEnvironment,
  ServiceSecrets,
  VaultFixture,
  type VaultKey,
} from '../../../src/index.ts';
import { placing, type SmallEnv, SmallFoundation, SmallService } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

const image = `docker.io/library/node:24@sha256:${'0'.repeat(64)}` as const;

/** Entries, engines, stores and logins. A cast stands wherever the compiler would have refused it. */
export const defectsOfEntries: readonly Defect[] = [
  {
    title: 'engine that the platform does not have',
    expected: [{ code: 'VW1022', at: 'no-store' }],
    declare: ({ vault }) => {
      vault.generated('no-store', { engine: 'nowhere' as 'apps' }); // ← no-store
      return {};
    },
  },
  {
    title: 'recipes behind stores that are read only',
    expected: [
      { code: 'VW1023', at: 'in-v1' },
      { code: 'VW1023', at: 'in-aws' },
    ],
    declare: ({ vault }) => {
      vault.generated('in-v1', { engine: 'old' as 'apps' }); // ← in-v1
      vault.entry('in-aws', (own) => ({ password: own.generated() }), { engine: 'queue' as 'apps' }); // ← in-aws
      return {};
    },
  },
  {
    title: 'properties that no entry can have',
    expected: [
      { code: 'VW1024', at: 'odd-property' },
      { code: 'VW1024', at: 'odd-existing' },
      { code: 'VW1024', at: 'odd-entry' },
      { code: 'VW1025', at: 'odd-entry' },
    ],
    declare: ({ vault }) => {
      vault.generated('odd-property', { property: 'a#b' }); // ← odd-property
      vault.existing('odd-existing', ['with space']); // ← odd-existing
      vault.entry('odd-entry', (own) => ({ '': own.generated() })); // ← odd-entry
      return {};
    },
  },
  {
    title: 'entries whose properties are not those that were declared in them',
    expected: [
      { code: 'VW1025', at: 'foreign-property' },
      { code: 'VW1025', at: 'property-twice' },
      { code: 'VW1025', at: 'left-over' },
      { code: 'VW1025', at: 'no-property' },
    ],
    declare: ({ vault }) => {
      const foreign = vault.generated('foreign-other');
      vault.entry('foreign-property', () => ({ foreign })); // ← foreign-property
      const twice = (once: VaultKey): Record<'once' | 'again', VaultKey> => ({ once, again: once });
      const kept = (key: VaultKey, _other: VaultKey): { readonly kept: VaultKey } => ({ kept: key });
      vault.entry('property-twice', (own) => twice(own.generated())); // ← property-twice
      vault.entry('left-over', (own) => kept(own.literal('kept'), own.generated())); // ← left-over
      vault.entry('no-property', () => ({})); // ← no-property
      return {};
    },
  },
  {
    title: 'whole entries that do not fit together',
    expected: [
      { code: 'VW1026', at: 'two-sources' },
      { code: 'VW1026', at: 'no-such-property' },
      { code: 'VW1005', at: 'posing-entry' },
      { code: 'VW1026', construct: 'whole/secrets-circled+scattered+mixed', at: 'placing-whole' },
    ],
    declare: ({ vault, secret }) => {
      const entry = vault.entry('whole/one', (own) => ({ a: own.generated(), b: own.generated() }));
      const other = vault.entry('elsewhere', (own) => ({ a: own.generated() }));
      const open = vault.existing('whole/open');
      secret('two-sources', { purpose, from: entry, keys: { a: other.a } }); // ← two-sources
      secret('no-such-property', { purpose, from: entry, rename: { c: 'd' } as never }); // ← no-such-property
      secret('posing-entry', { purpose, from: {} as never, keys: { a: other.a } }); // ← posing-entry
      const circled = secret('circled', { purpose, from: entry, rename: { a: 'b', b: 'a' } });
      const scattered = secret('scattered', { purpose, find: { one: entry, other } });
      const mixed = secret('mixed', { purpose, from: open, keys: { a: other.a } });
      class Whole extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'whole', { owner, phase: 300 });
          new ServiceSecrets(this, [circled, scattered, mixed]); // ← placing-whole
        }
      }
      return { components: [Whole] };
    },
  },
  {
    title: 'entries that are composed from each other',
    expected: [{ code: 'VW1028', at: 'entry-circle', construct: 'circling/secrets-circling' }],
    declare: ({ vault, secret }) => {
      const password = vault.generated('circle/b', { property: 'password' });
      const first = vault.entry('circle/a', (own) => {
        const user = own.generated();
        return { user, url: own.url`a://${password}` }; // ← entry-circle
      });
      const url = vault.url('circle/b', { property: 'url' })`b://${first.user}`;
      return { components: [placing('circling', secret('circling', { purpose, from: first, keys: { other: url } }))] };
    },
  },
  {
    title: 'environment in the Vault of another one',
    definition: 'lent',
    expected: [{ code: 'VW1204', at: 'shared-entry' }],
    declare: ({ vault, secret }) => {
      const key = vault.generated('shared-entry'); // ← shared-entry
      return { components: [placing('shared', secret('shared', { purpose, keys: { key } }))] };
    },
  },
  {
    title: 'external key without an upstream store',
    definition: 'lent',
    expected: [
      { code: 'VW1027', at: 'no-upstream', construct: 'homeless/secrets-homeless' },
      { code: 'VW1204', at: 'no-upstream' },
    ],
    declare: ({ vault, secret }) => {
      const key = vault.external('no-upstream'); // ← no-upstream
      return { components: [placing('homeless', secret('homeless', { purpose, keys: { key } }))] };
    },
  },
  {
    title: 'login that cannot select namespaces',
    definition: 'lent',
    expected: [{ code: 'VW1126', at: 'unselectable', construct: 'unselectable/cluster-secrets-unselectable' }],
    declare: ({ vault, secret }) => {
      const { host } = vault.existing('unselectable', ['host']);
      const contract = secret('unselectable', { purpose, keys: { host } });
      class Unselectable extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'unselectable', { owner, phase: 300, environments: ['lent' as 'sandbox'] });
          const namespaces = { prefix: 'ws-', labels: { workspace: 'true' } };
          new ClusterServiceSecrets(this, contract, { namespaces }); // ← unselectable
        }
      }
      return { components: [Unselectable] };
    },
  },
  {
    title: 'bootstrap of a Vault that somebody else runs',
    definition: 'lent',
    expected: [{ code: 'VW1127', at: 'lent-bootstrap', construct: 'lent-bootstrap/bootstrap' }],
    declare: () => {
      class Lent extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'lent-bootstrap', { owner, phase: 155, environments: ['lent' as 'sandbox'] });
          const environment = env.environment as EphemeralEnvironment;
          const maps = { fixtureMap: new VaultFixture(this), accessMap: new AccessMap(this) };
          new BootstrapCronJob(this, { environment, name: 'lent', image, ...maps }); // ← lent-bootstrap
        }
      }
      return { components: [Lent] };
    },
  },
];
