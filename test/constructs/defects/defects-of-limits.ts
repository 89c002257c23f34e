import { placing, type SmallEnv, SmallService } from '../small-platform.ts';
import { type Defect, nowhere, owner, purpose } from './defect.ts';

/**
 * Limits to environments that do not exist, or to none. A cast stands wherever the compiler would have
 * refused it.
 */
export const defectsOfLimits: readonly Defect[] = [
  {
    title: 'unknown environment in only',
    expected: [{ code: 'VW1009', at: 'only', construct: 'only/secrets-only' }],
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
    expected: [{ code: 'VW1009', at: 'required', construct: 'required/secrets-required' }],
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
    title: 'limit to no environment at all',
    expected: [
      { code: 'VW1017', at: 'no-key', construct: 'unlimited/secrets-unlimited' },
      { code: 'VW1017', at: 'no-secret' },
      { code: 'VW1017', at: 'no-delivered' },
      { code: 'VW1017', at: 'no-component', construct: 'nowhere' },
    ],
    declare: ({ vault, secret, delivered, only }) => {
      const user = vault.literal('unlimited-user', 'user');
      const keys = { user, extra: only([], user) }; // ← no-key
      secret('unplaced', { purpose, keys: { user }, environments: [] }); // ← no-secret
      delivered('undelivered', { by: 'a job', purpose, keys: ['token'], environments: [] }); // ← no-delivered
      class Nowhere extends SmallService {
        constructor(env: SmallEnv) {
          super(env, 'nowhere', { owner, phase: 300, environments: [] }); // ← no-component
        }
      }
      return { components: [Nowhere, placing('unlimited', secret('unlimited', { purpose, keys }))] };
    },
  },
];
