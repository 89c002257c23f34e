import { DeliveredSecrets, SecretMirror, ServiceSecrets, type VaultSecret } from '../../../src/index.ts';
import { placing, type SmallEnv, SmallService } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

/**
 * Secrets whose name, contents, place, owner or reader is wrong. A cast stands wherever the compiler would
 * have refused it.
 */
export const defectsOfSecrets: readonly Defect[] = [
  {
    title: 'Secret of tests where customers are, placed as one of workloads',
    expected: [
      { code: 'VW1213', at: 'tests-declared', construct: 'tested/secrets-app-users' },
      { code: 'VW1213', at: 'tests-placed', construct: 'tested/secrets-app-users' },
    ],
    declare: (platform) => {
      const keys = { password: platform.vault.generated('app-users') };
      const users = platform.secret('app-users', { purpose, audience: 'tests', environments: ['live'], keys }); // ← tests-declared
      class Tested extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'tested', { owner, phase: 300 });
          new ServiceSecrets(this, users as unknown as VaultSecret); // ← tests-placed
        }
      }
      return { components: [Tested] };
    },
  },
  {
    title: 'key name that Kubernetes refuses',
    expected: [{ code: 'VW1003', at: 'key-name', construct: 'spaced/secrets-spaced' }],
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
      { code: 'VW1005', at: 'literal', construct: 'literal/secrets-literal+object' },
      { code: 'VW1005', at: 'object', construct: 'literal/secrets-literal+object' },
      { code: 'VW1005', at: 'inherited', construct: 'literal/secrets-inherited' },
    ],
    declare: ({ vault, secret }) => {
      const user = vault.literal('literal-user', 'user');
      const literal = secret('literal', { purpose, keys: { user, password: 'not-a-real-one' as never } }); // ← literal
      const object = secret('object', { purpose, keys: { user, password: { ...user } as never } }); // ← object
      const prototype = Object.create(Object.getPrototypeOf(user)) as never;
      const inherited = secret('inherited', { purpose, keys: { user, password: prototype } }); // ← inherited
      class Literal extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'literal', { owner, phase: 300 });
          new ServiceSecrets(this, [literal, object]);
          new ServiceSecrets(this, inherited);
        }
      }
      return { components: [Literal] };
    },
  },
  {
    title: 'contract that no factory made',
    expected: [
      { code: 'VW1005', at: 'forged-contract', construct: 'forger/secrets-0' },
      { code: 'VW1005', at: 'forged-delivery', construct: 'forger/delivered-1' },
      { code: 'VW1005', at: 'forged-mirror', construct: 'forger/mirror-2' },
      { code: 'VW1005', at: 'forger', construct: 'forger' },
    ],
    declare: () => {
      const forged = { nameIn: () => 'forged', existsIn: () => true, belongsTo: () => true, keysIn: () => [] } as never;
      class Forger extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'forger', { owner, phase: 300 }); // ← forger
          new ServiceSecrets(this, forged); // ← forged-contract
          new DeliveredSecrets(this, [forged]); // ← forged-delivery
          new SecretMirror(this, forged); // ← forged-mirror
          this.recordRead({ contract: forged });
        }
      }
      return { components: [Forger] };
    },
  },
  {
    title: 'template that cannot be rendered',
    expected: [
      { code: 'VW1012', at: 'empty', construct: 'template/secrets-template' },
      { code: 'VW1012', at: 'braces', construct: 'template/secrets-template' },
      { code: 'VW1012', at: 'smuggled', construct: 'template/secrets-template' },
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
    title: 'refresh interval that is none',
    expected: [
      { code: 'VW1018', at: 'interval-word' },
      { code: 'VW1018', at: 'interval-sign' },
      { code: 'VW1018', at: 'interval-unit', construct: 'interval/secrets-interval' },
    ],
    declare: ({ vault, secret }) => {
      const keys = { user: vault.literal('interval-user', 'user') };
      const every = (refreshInterval: string) => ({ purpose, keys, refreshInterval });
      secret('interval-word', every('hourly')); // ← interval-word
      secret('interval-sign', every('-1h')); // ← interval-sign
      return { components: [placing('interval', secret('interval', every('60')))] }; // ← interval-unit
    },
  },
  {
    title: 'type without the data keys that it demands',
    expected: [{ code: 'VW1019', at: 'typed', construct: 'typed/secrets-half-tls+no-login+no-pull+no-ssh+no-token' }],
    declare: ({ vault, secret }) => {
      const key = vault.external('typed-key');
      const contracts = [
        secret('half-tls', { purpose, type: 'kubernetes.io/tls', keys: { 'tls.key': key } }),
        secret('no-pull', { purpose, type: 'kubernetes.io/dockerconfigjson', keys: { dockerconfigjson: key } }),
        secret('no-login', { purpose, type: 'kubernetes.io/basic-auth', keys: { user: key } }),
        secret('no-ssh', { purpose, type: 'kubernetes.io/ssh-auth', keys: { key } }),
        secret('no-token', { purpose, type: 'bootstrap.kubernetes.io/token', keys: { 'token-id': key } }),
      ].sort((a, b) => (a.nameIn({}) < b.nameIn({}) ? -1 : 1));
      const merged = secret('merged-tls', {
        purpose,
        type: 'kubernetes.io/tls',
        creationPolicy: 'Merge',
        keys: { extra: key },
      });
      const login = secret('login', { purpose, type: 'kubernetes.io/basic-auth', keys: { username: key } });
      class Typed extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'typed', { owner, phase: 300 });
          new ServiceSecrets(this, contracts); // ← typed
          new ServiceSecrets(this, [merged, login]);
        }
      }
      return { components: [Typed] };
    },
  },
  {
    title: 'Helm value that is no data',
    expected: [{ code: 'VW1117', at: 'values', construct: 'valued' }],
    declare: ({ vault }) => {
      const leaves = [undefined, Number.NaN, new Date(0), 1n, vault.literal('valued-user', 'user')] as never[];
      class Valued extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'valued', { owner, phase: 300 });
          this.values({ list: leaves, map: { leaf: leaves[0] as never } }); // ← values
        }
      }
      return { components: [Valued] };
    },
  },
];

function findings(code: string, at: string, construct: string, count: number): Defect['expected'][number][] {
  return Array.from({ length: count }, () => ({ code, at, construct }));
}
