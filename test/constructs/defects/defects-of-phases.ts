import { SecretPreflight, ServiceSecrets, VaultWriter } from '../../../src/index.ts';
import { type SmallEnv, SmallService } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

const image = `registry.example/node:24@sha256:${'0'.repeat(64)}` as const;

/** What waits for what, where nothing could. A cast stands wherever the compiler would have refused it. */
export const defectsOfPhases: readonly Defect[] = [
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
    title: 'components that wait for each other',
    expected: [{ code: 'VW1136', at: 'circle', construct: 'chicken/secrets-chicken' }],
    declare: ({ vault, secret, producer }) => {
      const [hatching, laying] = [producer('hatching'), producer('laying')];
      const contracts = {
        chicken: secret('chicken', {
          purpose,
          keys: { token: vault.produced('hen', { by: hatching, until: 'absent' }) },
        }),
        egg: secret('egg', { purpose, keys: { token: vault.produced('shell', { by: laying, until: 'absent' }) } }),
      };
      class Chicken extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'chicken', { owner, phase: 300 });
          new ServiceSecrets(this, contracts.chicken); // ← circle
          new VaultWriter(this, laying, { role: 'laying', serviceAccounts: ['default'] });
        }
      }
      class Egg extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'egg', { owner, phase: 350 });
          new ServiceSecrets(this, contracts.egg);
          new VaultWriter(this, hatching, { role: 'hatching', serviceAccounts: ['default'] });
        }
      }
      return { components: [Chicken, Egg] };
    },
  },
  {
    title: 'preflights that cannot hold anything back',
    expected: [
      { code: 'VW1137', at: 'imageless', construct: 'imageless/preflight' },
      { code: 'VW1138', at: 'idle', construct: 'idle/preflight' },
      { code: 'VW1139', at: 'endless', construct: 'endless/preflight' },
    ],
    declare: ({ vault, secret }) => {
      const contract = secret('held', { purpose, keys: { token: vault.generated('held-token') } });
      const late = secret('late-held', { purpose, keys: { token: vault.generated('late-held-token') } });
      class Imageless extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'imageless', { owner, phase: 300, consumers: ['job'] }); // ← imageless
          new ServiceSecrets(this, contract);
          this.values({ existingSecret: contract });
        }
      }
      class Idle extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'idle', { owner, phase: 300 });
          new SecretPreflight(this, { image }); // ← idle
        }
      }
      class Endless extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'endless', { owner, phase: 300, secretsPhase: 400 });
          new ServiceSecrets(this, late);
          this.values({ existingSecret: late });
          new SecretPreflight(this, { image }); // ← endless
        }
      }
      return { components: [Imageless, Idle, Endless] };
    },
  },
  {
    title: 'phase correction of nothing',
    expected: [{ code: 'VW1202' }],
    declare: () => ({ phaseCorrections: { ghost: { phase: 300, reason: 'Bad input' } } }),
  },
];
