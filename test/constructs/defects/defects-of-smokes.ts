import { ServiceSecrets, Smoke } from '../../../src/index.ts';
import { placing, type SmallEnv, SmallService } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

const image = `registry.example/node:24.0.0@sha256:${'0'.repeat(64)}` as const;

/** Ways to get a smoke wrong. */
export const defectsOfSmokes: readonly Defect[] = [
  {
    title: 'smoke that is earlier than a Deployment that it inspects',
    expected: [{ code: 'VW1132', at: 'early-smoke', construct: 'early-smoke/smoke-early-smoke' }],
    declare: () => {
      class EarlySmoke extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'early-smoke', { owner, phase: 199 });
          const deployments = [{ namespace: 'operators', name: 'operator', phase: 320 }];
          new Smoke(this, { image, secrets: [], deployments }); // ← early-smoke
        }
      }
      return { components: [EarlySmoke] };
    },
  },
  {
    title: 'Secret that comes after every smoke',
    expected: [{ code: 'VW1133', at: 'unseen-secret', construct: 'unseen/secrets-unseen-secret' }],
    declare: ({ vault, secret }) => {
      const contract = secret('unseen-secret', { purpose, keys: { token: vault.generated('unseen-token') } });
      class LastSmoke extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'last-smoke', { owner, phase: 660 });
          new Smoke(this, { image });
        }
      }
      class Unseen extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'unseen', { owner, phase: 670 });
          new ServiceSecrets(this, contract); // ← unseen-secret
        }
      }
      return { components: [LastSmoke, Unseen] };
    },
  },
  {
    title: 'smoke of a Secret that nothing places',
    expected: [{ code: 'VW1134', at: 'smoke-of-nothing', construct: 'empty-smoke/smoke-empty-smoke' }],
    declare: ({ vault, secret }) => {
      const contract = secret('placed-nowhere', { purpose, keys: { token: vault.generated('placed-nowhere-token') } });
      class EmptySmoke extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'empty-smoke', { owner, phase: 399 });
          new Smoke(this, { image, secrets: [contract] }); // ← smoke-of-nothing
        }
      }
      return { components: [EmptySmoke] };
    },
  },
  {
    title: 'probe with a Secret that its smoke does not inspect',
    expected: [{ code: 'VW1140', at: 'blind-probe', construct: 'blind-probe/smoke-blind-probe' }],
    declare: ({ vault, secret }) => {
      const keys = { url: vault.literal('probed-url', 'https://x.example'), token: vault.generated('probed-token') };
      const contract = secret('probed', { purpose, keys });
      class BlindProbe extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'blind-probe', { owner, phase: 680 });
          const probe = { name: 'x', url: contract.key('url'), path: '/me', token: contract.key('token') };
          new Smoke(this, { image, secrets: [], probes: [probe] }); // ← blind-probe
        }
      }
      return { components: [BlindProbe, placing('probed', contract)] };
    },
  },
];
