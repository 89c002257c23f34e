import { VaultTokenReview } from '../../src/index.ts';
import type { Defect } from './defects.ts';
import { type SmallEnv, SmallFoundation } from './small-platform.ts';

const owner = 'platform';

/** Ways to get a bootstrap and its surroundings wrong. */
export const bootstrapDefects: readonly Defect[] = [
  {
    title: 'Vault outside the cluster without its ServiceAccount',
    expected: [{ code: 'VW1118', at: 'review', construct: 'reviewed/token-review' }],
    declare: () => {
      class Reviewed extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'reviewed', { owner, phase: 150, environments: ['live'] });
          new VaultTokenReview(this); // ← review
        }
      }
      return { components: [Reviewed] };
    },
  },
];
