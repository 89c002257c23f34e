import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { ClusterSecretStore, ClusterServiceSecrets, SecretAlerts, VaultWriter } from '../../../src/index.ts';
import { placing, SmallBundle, type SmallEnv, SmallFoundation, SmallService } from '../small-platform.ts';
import { type Defect, malformedProfile, owner, purpose } from './defect.ts';

const labels = { workspace: 'true' };
const _image = `registry.example/node:24@sha256:${'0'.repeat(64)}` as const;

/** Conditions that limit nothing, or that no Vault role could follow. */
const unlimitedStores: readonly (readonly [title: string, conditions: unknown])[] = [
  ['without conditions', undefined],
  ['with a list of no conditions', []],
  ['for namespaces of any name', [{ prefix: '', labels }]],
  ['for namespaces of any label', [{ prefix: 'ws-', labels: {} }]],
  [
    'for namespaces of different labels',
    [
      { prefix: 'ws-', labels },
      { prefix: 'pr-', labels: { preview: 'true' } },
    ],
  ],
];

/**
 * Components and the definition of the platform itself. A cast stands wherever the compiler would have
 * refused it.
 */
export const defectsOfComponents: readonly Defect[] = [
  {
    title: 'malformed profile',
    definition: 'malformed',
    expected: malformedProfile,
    declare: () => ({}),
  },
  {
    title: 'object that cannot be rendered',
    expected: [{ code: 'VW1905', at: 'unrenderable', construct: 'unrenderable/object' }],
    declare: () => {
      class Unrenderable extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'unrenderable', { owner, phase: 300 }); // ← unrenderable
          const data = { number: 1n };
          new ApiObject(this, 'object', { apiVersion: 'v1', kind: 'ConfigMap', data } as ApiObjectProps);
        }
      }
      return { components: [Unrenderable] };
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
          JSON.parse('not-a-real-one'); // ← throws-deep
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
    title: 'entry without a class, with two, one that cannot be imported and one that throws',
    expected: [{ code: 'VW1109' }, { code: 'VW1109', at: 'import-throws' }],
    declare: () => {
      const two = { A: placing('a'), B: placing('b') };
      const entries = [
        () => Promise.resolve({}),
        () => Promise.resolve(two),
        () => import('./no-such-file.ts' as string),
        () => Promise.reject(new Error('no such chart')), // ← import-throws
        () => Promise.reject('a text'),
      ];
      return { components: entries };
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
    title: 'producers and roles of one name',
    expected: [
      { code: 'VW1115', at: 'producer-a', construct: 'twin-a/writer-twin' },
      { code: 'VW1115', at: 'producer-b', construct: 'twin-b/writer-twin' },
      { code: 'VW1115', at: 'role-of-store', construct: 'impostor/writer-impostor' },
      { code: 'VW1115', at: 'stores', construct: 'stores/cluster-store' },
    ],
    declare: ({ vault, secret, producer }) => {
      const [a, b, impostor] = [producer('twin'), producer('twin'), producer('impostor')];
      const keys = {
        a: vault.produced('twin-a', { by: a, until: 'absent' }),
        b: vault.produced('twin-b', { by: b, until: 'absent' }),
        c: vault.produced('twin-c', { by: impostor, until: 'absent' }),
      };
      const serviceAccounts = ['default'];
      class TwinA extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'twin-a', { owner, phase: 200 });
          new VaultWriter(this, a, { role: 'twin-a', serviceAccounts }); // ← producer-a
        }
      }
      class TwinB extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'twin-b', { owner, phase: 200 });
          new VaultWriter(this, b, { role: 'twin-b', serviceAccounts }); // ← producer-b
        }
      }
      class Impostor extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'impostor', { owner, phase: 200 });
          new VaultWriter(this, impostor, { role: 'external-secrets', serviceAccounts }); // ← role-of-store
        }
      }
      return { components: [TwinA, TwinB, Impostor, placing('twins', secret('twins', { purpose, keys }))] };
    },
  },
  ...unlimitedStores.map(
    ([title, conditions], position): Defect => ({
      title: `ClusterSecretStore ${title}`,
      expected: [{ code: 'VW1116', at: 'unlimited-store', construct: `unlimited-${position}/cluster-store` }],
      declare: () => {
        class Unlimited extends SmallFoundation {
          constructor(env: SmallEnv) {
            super(env, `unlimited-${position}`, { owner, phase: 100, environments: ['live'] });
            new ClusterSecretStore(this, { conditions: conditions as never }); // ← unlimited-store
          }
        }
        return { components: [Unlimited] };
      },
    }),
  ),
  {
    title: 'Secrets for every later namespace',
    expected: [{ code: 'VW1116', at: 'everywhere', construct: 'everywhere/cluster-secrets-everywhere' }],
    declare: ({ vault, secret }) => {
      const contract = secret('everywhere', { purpose, keys: { token: vault.external('everywhere-token') } });
      class Everywhere extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'everywhere', { owner, phase: 300 });
          new ClusterServiceSecrets(this, contract, { namespaces: { prefix: 'ws-', labels: {} } }); // ← everywhere
        }
      }
      return { components: [Everywhere] };
    },
  },
  {
    title: 'alerts with runbooks nowhere and an interval that is none',
    expected: [
      ...(['VW1171', 'VW1172'] as const).flatMap((code) => [
        { code, at: 'alerts', construct: 'loud/alerts' },
        { code, at: 'alerts', construct: 'loud/alerts' },
      ]),
    ],
    declare: () => {
      class Loud extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'loud', { owner, phase: 540 });
          new SecretAlerts(this, { runbooks: 'docs/runbooks', driftEvery: 'daily' }); // ← alerts
        }
      }
      return { components: [Loud] };
    },
  },
];
