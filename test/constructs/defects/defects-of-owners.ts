import { DeliveredSecrets, ServiceSecrets } from '../../../src/index.ts';
import { placing, type SmallEnv, SmallService } from '../small-platform.ts';
import { type Defect, owner, purpose } from './defect.ts';

/** Secrets that nothing, or more than one thing, creates. */
export const defectsOfOwners: readonly Defect[] = [
  {
    title: 'Merge into a Secret that an ExternalSecret owns',
    expected: [{ code: 'VW1130', at: 'merging', construct: 'merging/secrets-shared-login' }],
    declare: ({ vault, secret, delivered }) => {
      const keys = { user: vault.literal('merge-user', 'user') };
      const own = secret('shared-login', { purpose, keys });
      const add = secret('shared-login', {
        purpose,
        keys: { extra: vault.literal('merge-extra', 'extra') },
        creationPolicy: 'Merge',
        externalSecret: 'shared-login-extra',
      });
      const chart = delivered('chart-login', { by: 'its chart', purpose, keys: ['admin'] });
      const fine = secret('chart-login', { purpose, keys, creationPolicy: 'Merge' });
      class Owning extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'owning', { owner, phase: 300 });
          new ServiceSecrets(this, [own, fine]);
          new DeliveredSecrets(this, chart);
          this.values({ auth: { existingSecret: chart } });
        }
      }
      class Merging extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'merging', { owner, phase: 310 });
          new ServiceSecrets(this, add); // ← merging
        }
      }
      return { components: [Owning, Merging] };
    },
  },
  {
    title: 'Merge into a Secret of the same component',
    expected: [{ code: 'VW1130', at: 'merging-beside', construct: 'both/secrets-both-login-by-both-login-extra' }],
    declare: ({ vault, secret }) => {
      const own = secret('both-login', { purpose, keys: { user: vault.literal('both-user', 'user') } });
      const add = secret('both-login', {
        purpose,
        keys: { extra: vault.literal('both-extra', 'extra') },
        creationPolicy: 'Merge',
        externalSecret: 'both-login-extra',
      });
      class Both extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'both', { owner, phase: 300 });
          new ServiceSecrets(this, own);
          new ServiceSecrets(this, add); // ← merging-beside
        }
      }
      return { components: [Both] };
    },
  },
  {
    title: 'Merge into a Secret that nothing creates',
    expected: [{ code: 'VW1131', at: 'lone-merge', construct: 'lone' }],
    declare: ({ vault, secret }) => {
      const contract = secret('lone-login', {
        purpose,
        keys: { user: vault.literal('lone-user', 'user') },
        creationPolicy: 'Merge',
      });
      class Lone extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'lone', { owner, phase: 300 }); // ← lone-merge
          new ServiceSecrets(this, contract);
          this.values({ auth: { existingSecret: contract } });
        }
      }
      return { components: [Lone] };
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
];
