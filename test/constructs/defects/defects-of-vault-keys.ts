import { DeliveredSecrets, SecretMirror, ServiceSecrets, UnreadVaultKeys, VaultWriter } from '../../../src/index.ts';
import { placing, type SmallEnv, SmallService, smallPlatform } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

/**
 * Vault keys whose path, recipe, writer or reader is wrong. A cast stands wherever the compiler would have
 * refused it.
 */
export const defectsOfVaultKeys: readonly Defect[] = [
  {
    title: 'path declared twice',
    expected: [
      { code: 'VW1002', at: 'first', construct: 'twice/secrets-twice-a+twice-b' },
      { code: 'VW1002', at: 'second', construct: 'twice/secrets-twice-a+twice-b' },
    ],
    declare: ({ vault, secret }) => {
      const first = vault.generated('twice-password'); // ← first
      const second = vault.generated(() => 'twice-password', { length: 48 }); // ← second
      const a = secret('twice-a', { purpose, keys: { password: first } });
      const b = secret('twice-b', { purpose, keys: { password: second } });
      return { components: [placing('twice', a, b)] };
    },
  },
  {
    title: 'Vault path with a leading slash',
    expected: [
      { code: 'VW1001', at: 'slash', construct: 'slash/secrets-slash' },
      { code: 'VW1001', at: 'computed-slash', construct: 'slash/secrets-slash' },
    ],
    declare: ({ vault, secret }) => {
      const password = vault.generated('/slash-password'); // ← slash
      const host = vault.generated(({ name }) => `/slash-${name}`); // ← computed-slash
      return { components: [placing('slash', secret('slash', { purpose, keys: { password, host } }))] };
    },
  },
  {
    title: 'cyclic compose through recipe overrides',
    expected: [{ code: 'VW1006', at: 'cycle', construct: 'cycle-a/secrets-cycle-a' }],
    declare: ({ vault, secret, overrideRecipe }) => {
      const last = vault.generated('cycle-c');
      const middle = vault.compose('cycle-0')`b${last}`; // ← cycle
      const first = vault.compose('cycle-a')`a${middle}`;
      const parts = [{ text: 'c' }, { key: first, encode: 'none' }] as const;
      const override = overrideRecipe(last, 'sandbox', { type: 'compose', parts });
      const a = secret('cycle-a', { purpose, keys: { last } });
      const z = secret('cycle-z', { purpose, keys: { first } });
      return { components: [placing('cycle-a', a), placing('cycle-z', z)], recipeOverrides: [override] };
    },
  },
  {
    title: 'override of an unknown key',
    expected: [{ code: 'VW1008', at: 'unknown-override' }],
    declare: ({ vault, overrideRecipe }) => {
      const unplaced = vault.generated('unplaced-password');
      const override = overrideRecipe(unplaced, 'sandbox', { type: 'generate', length: 48 }); // ← unknown-override
      return { recipeOverrides: [override] };
    },
  },
  {
    title: 'two overrides of one key in one environment',
    expected: [
      { code: 'VW1021', at: 'override-a' },
      { code: 'VW1021', at: 'override-b' },
    ],
    declare: ({ vault, secret, overrideRecipe }) => {
      const password = vault.generated('overridden-password');
      const recipeOverrides = [
        overrideRecipe(password, 'sandbox', { type: 'generate', length: 48 }), // ← override-a
        overrideRecipe(password, 'sandbox', { type: 'generate', length: 64 }), // ← override-b
        overrideRecipe(password, 'live', { type: 'generate', length: 64 }),
      ];
      return { recipeOverrides, components: [placing('over', secret('over', { purpose, keys: { password } }))] };
    },
  },
  {
    title: 'override that does not fit',
    expected: [
      { code: 'VW1007', at: 'wrong-origin' },
      { code: 'VW1016', at: 'short-override' },
      { code: 'VW1015', at: 'foreign-override' },
      { code: 'VW1007', at: 'optional-input' },
      { code: 'VW1007' },
    ],
    declare: ({ vault, secret, overrideRecipe }) => {
      const token = vault.external('fit-token');
      const short = vault.generated('fit-short');
      const foreign = vault.generated('fit-foreign');
      const input = vault.generated('fit-input');
      const generate = { type: 'generate', length: 32 } as never;
      const parts = [{ key: token, encode: 'none' }] as const;
      const contract = secret('fit', { purpose, keys: { token, short, foreign, input } });
      const recipeOverrides = [
        overrideRecipe(token, 'sandbox', generate), // ← wrong-origin
        overrideRecipe(short, 'sandbox', { type: 'generate', length: 8 }), // ← short-override
        overrideRecipe(foreign, 'sandbox', { type: 'compose', parts }), // ← foreign-override
        overrideRecipe(input, 'sandbox', { type: 'upstream', name: 'a' } as never), // ← optional-input
        { key: token, environment: 'sandbox', recipe: { type: 'absent' } } as never,
      ];
      return { components: [placing('fit', contract)], recipeOverrides };
    },
  },
  {
    title: 'reader without a writer',
    expected: [{ code: 'VW1101', at: 'unwritten', construct: 'unwritten/secrets-unwritten' }],
    declare: ({ vault, secret, producer }) => {
      const by = producer('nobody');
      const token = vault.produced('unwritten-token', { by, until: 'absent' }); // ← unwritten
      const contract = secret('unwritten', { purpose, keys: { token } });
      const other = secret('written-too', { purpose, keys: { token } });
      return { components: [placing('unwritten', contract), placing('written-too', other)] };
    },
  },
  {
    title: 'writer without a reader',
    expected: [
      { code: 'VW1102', at: 'unread-writer', construct: 'unread/writer-unread' },
      { code: 'VW1102', at: 'unread-key' },
    ],
    declare: ({ vault, producer }) => {
      const unread = producer('unread');
      const kept = vault.generated('unread-password'); // ← unread-key
      class Unread extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'unread', { owner, phase: 300 });
          new VaultWriter(this, unread, { role: 'unread', serviceAccounts: ['default'] }); // ← unread-writer
          new UnreadVaultKeys(this, [kept], { reason: ' ' });
        }
      }
      return { components: [Unread] };
    },
  },
  {
    title: 'mirror read back',
    expected: [{ code: 'VW1106', at: 'mirror', construct: 'mirror/secrets-mirror-copy' }],
    declare: ({ secret, delivered }) => {
      const mirror = { password: 'mirror-password' };
      const source = delivered('mirror', { by: 'CNPG', purpose, keys: ['password'], mirror }); // ← mirror
      // biome-ignore lint/style/noNonNullAssertion: the line above declares it
      const copy = secret('mirror-copy', { purpose, keys: { password: source.mirror.password! } });
      class Mirrored extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'mirror', { owner, phase: 300 });
          new DeliveredSecrets(this, source);
          new SecretMirror(this, source);
          new ServiceSecrets(this, copy);
        }
      }
      return { components: [Mirrored] };
    },
  },
  {
    title: 'declaration of another platform',
    expected: [
      { code: 'VW1014', at: 'foreign-source', construct: 'stranger/secrets-stranger' },
      { code: 'VW1014', at: 'foreign-key', construct: 'stranger/secrets-stranger' },
      { code: 'VW1014', at: 'foreign-part', construct: 'stranger/secrets-stranger' },
      { code: 'VW1014', at: 'foreign-part-key' },
      { code: 'VW1014', at: 'foreign-contract', construct: 'stranger/secrets-strange' },
      { code: 'VW1014', at: 'strange-key', construct: 'stranger/secrets-strange' },
    ],
    declare: ({ vault, secret }) => {
      const other = smallPlatform();
      const key = other.vault.generated('stranger-password'); // ← foreign-key
      const part = other.vault.generated('stranger-part'); // ← foreign-part-key
      const url = vault.url('stranger-url')`https://${part}`; // ← foreign-part
      const contract = secret('stranger', { purpose, keys: { key, url } }); // ← foreign-source
      const user = other.vault.literal('strange-user', 'user'); // ← strange-key
      const strange = other.secret('strange', { purpose, keys: { user } });
      class Stranger extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'stranger', { owner, phase: 300 });
          new ServiceSecrets(this, contract);
          new ServiceSecrets(this, strange); // ← foreign-contract
        }
      }
      return { components: [Stranger] };
    },
  },
  {
    title: 'composed of what bootstrap does not write',
    expected: [
      { code: 'VW1015', at: 'composed', construct: 'composed/secrets-composed' },
      { code: 'VW1014', at: 'forged-part', construct: 'composed/secrets-composed' },
    ],
    declare: ({ vault, secret }) => {
      const token = vault.external('composed-token');
      const url = vault.url('composed-url')`https://${token}@example`; // ← composed
      const forged = vault.compose('composed-forged')`${{ key: 'a text' } as never} ${undefined as never}`; // ← forged-part
      return { components: [placing('composed', secret('composed', { purpose, keys: { url, forged } }))] };
    },
  },
  {
    title: 'generated value too short',
    expected: [{ code: 'VW1016', at: 'short', construct: 'short/secrets-short' }],
    declare: ({ vault, secret }) => {
      const password = vault.generated('short-password', { length: 8 }); // ← short
      return { components: [placing('short', secret('short', { purpose, keys: { password } }))] };
    },
  },
  {
    title: 'age that is none, once for an entry',
    expected: [
      { code: 'VW1170', at: 'age-word', construct: 'age/secrets-age' },
      { code: 'VW1170', at: 'age-nothing', construct: 'age/secrets-age' },
      { code: 'VW1170', at: 'age-entry' },
    ],
    declare: ({ vault, secret }) => {
      const word = vault.generated('age-word', { maxAge: 'a quarter' }); // ← age-word
      const nothing = vault.external('age-nothing', { maxAge: '0s' }); // ← age-nothing
      const entry = vault.entry('age/entry', (own) => ({ a: own.generated(), b: own.literal('b') }), { maxAge: '90d' }); // ← age-entry
      return {
        components: [placing('age', secret('age', { purpose, keys: { word, nothing, a: entry.a, b: entry.b } }))],
      };
    },
  },
  {
    title: 'upstream name that Azure Key Vault refuses',
    expected: [{ code: 'VW1020', at: 'azure-name', construct: 'azure/secrets-azure' }],
    declare: ({ vault, secret }) => {
      const token = vault.external('azure/token'); // ← azure-name
      const named = vault.external('azure/other.token', { name: 'azure-other-token' });
      return { components: [placing('azure', secret('azure', { purpose, keys: { token, named } }))] };
    },
  },
];
