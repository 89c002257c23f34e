import type { ComponentSource, RenderOptions } from '../../src/index.ts';
import {
  foundation,
  placing,
  type SmallEnv,
  type SmallPlatform,
  SmallService,
  smallPlatform,
} from '../constructs/small-platform.ts';
import type { Route } from './route.ts';

/** A small sound platform, with what one route brings into it. */
export function wallPlatform(route?: Route): [SmallPlatform, RenderOptions] {
  const platform = smallPlatform();
  const user = platform.vault.literal('sound-user', 'user'); // ← overridden
  const password = platform.vault.generated('sound-password');
  const sound = platform.secret('sound', { purpose: 'Wall', keys: { user, password } });

  class Leak extends SmallService {
    constructor(env: SmallEnv) {
      super(env, 'leak', { owner: 'platform', phase: 300 }); // ← leak
      this.values({ replicas: 1 });
      route?.add?.(this, platform);
    }
  }

  const components: readonly ComponentSource[] = [...foundation, placing('sound', sound), Leak];
  const recipeOverrides = route?.override ? [platform.overrideRecipe(user, 'sandbox', route.override)] : [];
  return [platform, { components, recipeOverrides }];
}
