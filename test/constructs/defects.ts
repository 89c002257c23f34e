import {
  type ComponentSource,
  DeliveredSecrets,
  type PhaseCorrection,
  type RecipeOverride,
  SecretMirror,
  ServiceSecrets,
  UnreadVaultKeys,
  VaultWriter,
} from '../../src/index.ts';
import { bootstrapDefects } from './bootstrap-defects.ts';
import {
  placing,
  SmallBundle,
  type SmallEnv,
  SmallFoundation,
  type SmallPlatform,
  SmallService,
  smallPlatform,
} from './small-platform.ts';

/** A finding that a defect must lead to. */
interface Expected {
  readonly code: string;
  /** The word behind the arrow at the end of the declaration's line; absent where nothing but a name is known. */
  readonly at?: string;
  /** Path of the construct, where there is one. */
  readonly construct?: string;
}

/** Declarations with one defect, and every finding that they lead to. */
export interface Defect {
  readonly title: string;
  readonly expected: readonly Expected[];
  /** Whether the definition of the platform itself has the defect. */
  readonly isInDefinition?: boolean;
  declare(platform: SmallPlatform): {
    readonly components?: readonly ComponentSource[];
    readonly recipeOverrides?: readonly RecipeOverride[];
    readonly phaseCorrections?: Readonly<Record<string, PhaseCorrection>>;
  };
}

const purpose = 'Bad input';
const owner = 'platform';
const nowhere = 'nowhere' as 'sandbox';

/** One entry for each way to get a declaration wrong; a cast stands wherever the compiler would have refused it. */
export const defects: readonly Defect[] = [
  {
    title: 'unknown environment in only',
    expected: [{ code: 'VW1009', at: 'only' }],
    declare: ({ vault, secret, only }) => {
      const user = vault.literal('only-user', 'user');
      const limited = only([nowhere], user); // ← only
      return { components: [placing('only', secret('only', { purpose, keys: { user, limited } }))] };
    },
  },
  {
    title: 'unknown environment of a component',
    expected: [{ code: 'VW1009', at: 'component-environment', construct: 'lost' }],
    declare: () => {
      class Lost extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'lost', { owner, phase: 300, environments: [nowhere] }); // ← component-environment
        }
      }
      return { components: [Lost] };
    },
  },
  {
    title: 'unknown environment of a Secret',
    expected: [{ code: 'VW1009', at: 'secret-environment' }],
    declare: ({ vault, secret }) => {
      const keys = { user: vault.literal('elsewhere-user', 'user') };
      const contract = secret('elsewhere', { purpose, keys, environments: [nowhere] }); // ← secret-environment
      return { components: [placing('elsewhere', contract)] };
    },
  },
  {
    title: 'unknown environment in requiredIn',
    expected: [{ code: 'VW1009', at: 'required' }],
    declare: ({ vault, secret }) => {
      const token = vault.external('required-token', { requiredIn: [nowhere] }); // ← required
      return { components: [placing('required', secret('required', { purpose, keys: { token } }))] };
    },
  },
  {
    title: 'unknown environment of an override',
    expected: [{ code: 'VW1009', at: 'override-environment' }],
    declare: ({ vault, secret, overrideRecipe }) => {
      const user = vault.literal('misplaced-user', 'user');
      const override = overrideRecipe(user, nowhere, { type: 'literal', value: 'other' }); // ← override-environment
      const contract = secret('misplaced', { purpose, keys: { user } });
      return { components: [placing('misplaced', contract)], recipeOverrides: [override] };
    },
  },
  {
    title: 'malformed profile',
    isInDefinition: true,
    expected: [
      { code: 'VW1201', at: 'profile' },
      { code: 'VW1201', at: 'profile' },
    ],
    declare: () => ({}),
  },
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
    title: 'key name that Kubernetes refuses',
    expected: [{ code: 'VW1003', at: 'key-name' }],
    declare: ({ vault, secret }) => {
      const keys = { 'user name': vault.literal('spaced-user', 'user') };
      const contract = secret('spaced', { purpose, keys }); // ← key-name
      return { components: [placing('spaced', contract)] };
    },
  },
  {
    title: 'name that Kubernetes refuses',
    expected: [{ code: 'VW1004', at: 'name' }, ...findings('VW1004', 'computed', 'computed-name/secrets-Upper', 2)],
    declare: ({ vault, secret }) => {
      const keys = { user: vault.literal('upper-user', 'user') };
      secret('Upper_Case', { purpose, keys }); // ← name
      const contract = secret(() => 'Upper', { purpose, keys });
      class Computed extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'computed-name', { owner, phase: 300 });
          new ServiceSecrets(this, contract); // ← computed
        }
      }
      return { components: [Computed] };
    },
  },
  {
    title: 'Vault path with a leading slash',
    expected: [
      { code: 'VW1001', at: 'slash' },
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
    expected: [{ code: 'VW1006', at: 'cycle', construct: 'cycle-z/secrets-cycle-z' }],
    declare: ({ vault, secret, overrideRecipe }) => {
      const last = vault.generated('cycle-c');
      const middle = vault.compose('cycle-b')`b${last}`;
      const first = vault.compose('cycle-a')`a${middle}`; // ← cycle
      const parts = [{ text: 'c' }, { key: first, encode: 'none' }] as const;
      const override = overrideRecipe(last, 'sandbox', { type: 'compose', parts });
      const a = secret('cycle-a', { purpose, keys: { last } });
      const z = secret('cycle-z', { purpose, keys: { first } });
      return { components: [placing('cycle-a', a), placing('cycle-z', z)], recipeOverrides: [override] };
    },
  },
  {
    title: 'owner missing',
    expected: [
      { code: 'VW1104', at: 'owner', construct: 'ownerless' },
      { code: 'VW1104', at: 'blank-owner', construct: 'blank' },
    ],
    declare: () => {
      class Ownerless extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'ownerless', { phase: 300 } as never); // ← owner
        }
      }
      class Blank extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'blank', { owner: ' ', phase: 300 }); // ← blank-owner
        }
      }
      return { components: [Ownerless, Blank] };
    },
  },
  {
    title: 'wrong namespace',
    expected: [
      { code: 'VW1105', at: 'placed-namespace', construct: 'astray/secrets-astray' },
      { code: 'VW1105', at: 'delivered-namespace', construct: 'astray/delivered-astray-tls' },
      { code: 'VW1105', at: 'component-namespace', construct: 'outside' },
    ],
    declare: ({ vault, secret, delivered }) => {
      const contract = secret('astray', { purpose, keys: { user: vault.literal('astray-user', 'user') } });
      const certificate = delivered('astray-tls', { by: 'cert-manager', purpose, keys: ['tls.crt'] });
      class Astray extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'astray', { owner, phase: 300 });
          new ServiceSecrets(this, contract, { namespaces: [env.environment.namespace, 'kube-system'] }); // ← placed-namespace
          new DeliveredSecrets(this, certificate, { namespace: 'kube-system' }); // ← delivered-namespace
        }
      }
      class Outside extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'outside', { owner, phase: 300, namespace: 'kube-system' }); // ← component-namespace
        }
      }
      return { components: [Astray, Outside] };
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
    title: 'override that does not fit',
    expected: [
      { code: 'VW1007', at: 'wrong-origin' },
      { code: 'VW1016', at: 'short-override' },
      { code: 'VW1015', at: 'foreign-override' },
      { code: 'VW1007' },
    ],
    declare: ({ vault, secret, overrideRecipe }) => {
      const token = vault.external('fit-token');
      const short = vault.generated('fit-short');
      const foreign = vault.generated('fit-foreign');
      const generate = { type: 'generate', length: 32 } as never;
      const parts = [{ key: token, encode: 'none' }] as const;
      const contract = secret('fit', { purpose, keys: { token, short, foreign } });
      const recipeOverrides = [
        overrideRecipe(token, 'sandbox', generate), // ← wrong-origin
        overrideRecipe(short, 'sandbox', { type: 'generate', length: 8 }), // ← short-override
        overrideRecipe(foreign, 'sandbox', { type: 'compose', parts }), // ← foreign-override
        { key: token, environment: 'sandbox', recipe: { type: 'absent' } } as never,
      ];
      return { components: [placing('fit', contract)], recipeOverrides };
    },
  },
  {
    title: 'approval of a bundle malformed',
    expected: [
      { code: 'VW1112', at: 'approval', construct: 'unapproved' },
      { code: 'VW1112', at: 'bad-approval', construct: 'misapproved' },
    ],
    declare: () => {
      class Unapproved extends SmallBundle {
        constructor(env: SmallEnv) {
          super(env, 'unapproved', { owner, phase: 300 } as never); // ← approval
        }
      }
      const approval = { owner, date: '31.01.2026', reason: '', backlog: 'T-1' };
      class Misapproved extends SmallBundle {
        constructor(env: SmallEnv) {
          super(env, 'misapproved', { owner, phase: 300, approval }); // ← bad-approval
        }
      }
      return { components: [Unapproved, Misapproved] };
    },
  },
  {
    title: 'component that throws',
    expected: [
      { code: 'VW1111', at: 'throws', construct: 'throws' },
      { code: 'VW1111', at: 'throws-deep', construct: 'throws-deep' },
      { code: 'VW1111', at: 'throws-early' },
      { code: 'VW1111', construct: 'throws-text' },
    ],
    declare: () => {
      class Throws extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'throws', { owner, phase: 300 });
          throw new Error('no such chart'); // ← throws
        }
      }
      class ThrowsDeep extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'throws-deep', { owner, phase: 300 });
          JSON.parse('['); // ← throws-deep
        }
      }
      class ThrowsEarly extends SmallService {
        constructor(_env: SmallEnv) {
          super(undefined as never, 'throws-early', { owner, phase: 300 }); // ← throws-early
        }
      }
      class ThrowsText extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'throws-text', { owner, phase: 300 });
          throw 'a text';
        }
      }
      return { components: [Throws, ThrowsDeep, ThrowsEarly, ThrowsText] };
    },
  },
  {
    title: 'entry without a class, with two, and one that cannot be imported',
    expected: [{ code: 'VW1109' }, { code: 'VW1109' }, { code: 'VW1109' }],
    declare: () => {
      const two = { A: placing('a'), B: placing('b') };
      const entries = [
        () => Promise.resolve({}),
        () => Promise.resolve(two),
        () => import('./no-such-file.ts' as string),
      ];
      return { components: entries };
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
    title: 'two owners of one Secret',
    expected: [
      { code: 'VW1103', at: 'second-owner', construct: 'owner-b/secrets-owned' },
      { code: 'VW1103', at: 'third-owner', construct: 'owner-c/delivered-owned' },
    ],
    declare: ({ vault, secret, delivered }) => {
      const contract = secret('owned', { purpose, keys: { user: vault.literal('owned-user', 'user') } });
      const same = delivered('owned', { by: 'a job', purpose, keys: ['user'] });
      class OwnerB extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'owner-b', { owner, phase: 300 });
          new ServiceSecrets(this, contract); // ← second-owner
        }
      }
      class OwnerC extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'owner-c', { owner, phase: 300 });
          new DeliveredSecrets(this, same); // ← third-owner
        }
      }
      return { components: [OwnerC, OwnerB, placing('owner-a', contract)] };
    },
  },
  {
    title: 'phases out of order',
    expected: [
      { code: 'VW1107', at: 'early-reader', construct: 'early/secrets-early' },
      { code: 'VW1107', at: 'early-store', construct: 'before-store/secrets-before-store' },
      { code: 'VW1107', at: 'early-consumer', construct: 'consumer' },
      { code: 'VW1107', at: 'no-phase', construct: 'phaseless' },
    ],
    declare: ({ vault, secret, producer }) => {
      const by = producer('late');
      const early = secret('early', {
        purpose,
        keys: { token: vault.produced('early-token', { by, until: 'absent' }) },
      });
      const before = secret('before-store', { purpose, keys: { user: vault.literal('before-user', 'user') } });
      class Late extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'late', { owner, phase: 300 });
          new VaultWriter(this, by, { role: 'late', serviceAccounts: ['default'] });
        }
      }
      class Early extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'early', { owner, phase: 300 });
          new ServiceSecrets(this, early); // ← early-reader
        }
      }
      class BeforeStore extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'before-store', { owner, phase: 90 });
          new ServiceSecrets(this, before); // ← early-store
        }
      }
      class Consumer extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'consumer', { owner, phase: 250 }); // ← early-consumer
          this.values({ existingSecret: early });
        }
      }
      class Phaseless extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'phaseless', { owner, phase: 3000 }); // ← no-phase
        }
      }
      return {
        components: [Late, Early, BeforeStore, Consumer, Phaseless],
      };
    },
  },
  {
    title: 'no store',
    expected: [{ code: 'VW1114', at: 'unserved', construct: 'unserved/secrets-unserved' }],
    declare: ({ vault, secret }) => {
      const contract = secret('unserved', { purpose, keys: { user: vault.literal('unserved-user', 'user') } });
      class Unserved extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'unserved', { owner, phase: 300, environments: ['live'], namespace: 'unserved' });
          new ServiceSecrets(this, contract); // ← unserved
        }
      }
      return { components: [Unserved] };
    },
  },
  {
    title: 'two components of one name',
    expected: [
      { code: 'VW1110', at: 'name-a', construct: 'namesake' },
      { code: 'VW1110', at: 'name-b', construct: 'namesake' },
    ],
    declare: () => {
      class NamesakeA extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'namesake', { owner, phase: 300 }); // ← name-a
        }
      }
      class NamesakeB extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'namesake', { owner, phase: 300 }); // ← name-b
        }
      }
      return { components: [NamesakeA, NamesakeB] };
    },
  },
  {
    title: 'read of what is not there',
    expected: [
      { code: 'VW1108', at: 'reader', construct: 'reader' },
      { code: 'VW1113', at: 'reader', construct: 'reader' },
    ],
    declare: ({ vault, secret, only }) => {
      const user = vault.literal('there-user', 'user');
      const absent = secret('not-there', { purpose, keys: { user } });
      const there = secret('there', { purpose, keys: { user, extra: only(['sandbox'], user) } });
      class Reader extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'reader', { owner, phase: 310 }); // ← reader
          this.values({ existingSecret: absent, other: { existingSecret: there, key: there.key('extra') } });
        }
      }
      return { components: [placing('there', there), Reader] };
    },
  },
  {
    title: 'data key that no factory made',
    expected: [
      { code: 'VW1005', at: 'literal' },
      { code: 'VW1005', at: 'object' },
    ],
    declare: ({ vault, secret }) => {
      const user = vault.literal('literal-user', 'user');
      const literal = secret('literal', { purpose, keys: { user, password: 'not-a-real-one' as never } }); // ← literal
      const object = secret('object', { purpose, keys: { user, password: { ...user } as never } }); // ← object
      return { components: [placing('literal', literal, object)] };
    },
  },
  {
    title: 'template that cannot be rendered',
    expected: [
      { code: 'VW1012', at: 'empty' },
      { code: 'VW1012', at: 'braces' },
      { code: 'VW1012', at: 'smuggled' },
      { code: 'VW1012', at: 'empty-here', construct: 'template/secrets-template' },
    ],
    declare: ({ vault, secret, template }) => {
      const user = vault.literal('template-user', 'user');
      const empty = template``; // ← empty
      const braces = template`{{ .user }}`; // ← braces
      const smuggled = template`user=${user} port=${5432 as never}`; // ← smuggled
      const emptyHere = template`${({ name }) => (name === 'live' ? '' : 'some')}`; // ← empty-here
      const contract = secret('template', { purpose, keys: { user, empty, braces, smuggled, emptyHere } });
      return { components: [placing('template', contract)] };
    },
  },
  {
    title: 'Secret without a key',
    expected: [
      { code: 'VW1013', at: 'keyless' },
      { code: 'VW1013', at: 'limited', construct: 'limited/secrets-limited' },
    ],
    declare: ({ vault, secret, only }) => {
      secret('keyless', { purpose, keys: {} }); // ← keyless
      const token = only(['live'], vault.literal('limited-user', 'user'));
      const contract = secret('limited', { purpose, keys: { token } });
      class Limited extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'limited', { owner, phase: 300 });
          new ServiceSecrets(this, contract); // ← limited
        }
      }
      return { components: [Limited] };
    },
  },
  {
    title: 'declaration of another platform',
    expected: [
      { code: 'VW1014', at: 'foreign-source' },
      { code: 'VW1014', at: 'foreign-key', construct: 'stranger/secrets-stranger' },
      { code: 'VW1014', at: 'foreign-part' },
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
      { code: 'VW1015', at: 'composed' },
      { code: 'VW1014', at: 'forged-part' },
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
    expected: [{ code: 'VW1016', at: 'short' }],
    declare: ({ vault, secret }) => {
      const password = vault.generated('short-password', { length: 8 }); // ← short
      return { components: [placing('short', secret('short', { purpose, keys: { password } }))] };
    },
  },
  {
    title: 'phase correction of nothing',
    expected: [{ code: 'VW1202' }],
    declare: () => ({ phaseCorrections: { ghost: { phase: 300, reason: 'Bad input' } } }),
  },
  ...bootstrapDefects,
];

function findings(code: string, at: string, construct: string, count: number): Expected[] {
  return Array.from({ length: count }, () => ({ code, at, construct }));
}
