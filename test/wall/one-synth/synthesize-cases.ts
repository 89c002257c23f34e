import { type ComponentSource, synthesizePlatform } from '../../../src/index.ts';
import type { ExitStatus } from '../../../src/model/diagnostics/errors.ts';
import { foundation, placing, type SmallEnv, SmallService, smallPlatform } from '../../constructs/small-platform.ts';
import type { Case } from './case.ts';
import { kinds } from './kinds.ts';
import { reasonable } from './reasonable.ts';

/**
 * Synthesizes one platform in which every case that must be refused, and every reasonable object, is a
 * service of its own.
 */
export function synthesizeCases(outputFolder: string): Promise<ExitStatus> {
  const platform = smallPlatform();
  const user = platform.vault.literal('sound-user', 'user');
  const password = platform.vault.generated('sound-password');
  const sound = platform.secret('sound', { purpose: 'Wall', keys: { user, password } });

  const service = (name: string, { add }: Case): ComponentSource =>
    class extends SmallService {
      constructor(env: SmallEnv) {
        super(env, name, { owner: 'platform', phase: 300 });
        add(this, platform);
      }
    };

  const components: readonly ComponentSource[] = [
    ...foundation,
    placing('sound', sound),
    ...kinds.flatMap(({ cases }, kind) => cases.map((one, index) => service(`refused-${kind}-${index}`, one))),
    ...reasonable.map((one, index) => service(`reasonable-${index}`, one)),
  ];
  return synthesizePlatform(platform, { components, outputFolder });
}
