import {
  AccessMap,
  type Component,
  ConfiguratorJob,
  type ConfiguratorJobProps,
  type RegulatedEnvironment,
  VaultFixture,
} from '../../../src/index.ts';
import { type SmallEnv, SmallFoundation } from '../small-platform.ts';
import type { Defect } from './defect.ts';

const owner = 'platform';
const image = `registry.example/node:24@sha256:${'0'.repeat(64)}` as const;

/** What a sound configurator is told; the name makes its objects differ from those of other components. */
const soundProps = (component: Component<SmallEnv>, name: string): ConfiguratorJobProps<SmallEnv> => ({
  environment: component.environment as RegulatedEnvironment,
  name,
  image,
  fixtureMap: new VaultFixture(component),
  accessMap: new AccessMap(component),
});

/** Ways to get a configurator and its surroundings wrong. */
export const defectsOfConfigurators: readonly Defect[] = [
  {
    title: 'configurator of an ephemeral environment',
    expected: [{ code: 'VW1230', at: 'ephemeral-configurator', construct: 'ephemeral/configurator' }],
    declare: () => {
      class Ephemeral extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'ephemeral', { owner, phase: 155, environments: ['sandbox'] });
          new ConfiguratorJob(this, soundProps(this, 'ephemeral')); // ← ephemeral-configurator
        }
      }
      return { components: [Ephemeral] };
    },
  },
  {
    title: 'configurator with the profile of another environment',
    expected: [{ code: 'VW1230', at: 'foreign-configurator', construct: 'alien/configurator' }],
    declare: () => {
      class Alien extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'alien', { owner, phase: 155, environments: ['live'] });
          const environment = { ...this.environment, name: 'sandbox' } as RegulatedEnvironment;
          new ConfiguratorJob(this, { ...soundProps(this, 'alien'), environment }); // ← foreign-configurator
        }
      }
      return { components: [Alien] };
    },
  },
  {
    title: 'configurator whose name leaves no room for the digest',
    expected: [{ code: 'VW1004', at: 'long-configurator', construct: 'lengthy/configurator' }],
    declare: () => {
      class Lengthy extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'lengthy', { owner, phase: 155, environments: ['live'] });
          new ConfiguratorJob(this, soundProps(this, 'a'.repeat(53))); // ← long-configurator
        }
      }
      return { components: [Lengthy] };
    },
  },
  {
    title: 'configurator from an image with a shortened digest',
    expected: [{ code: 'VW1124', at: 'loose-configurator', construct: 'unpinned/configurator' }],
    declare: () => {
      class Unpinned extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'unpinned', { owner, phase: 155, environments: ['live'] });
          const props = soundProps(this, 'unpinned');
          new ConfiguratorJob(this, { ...props, image: 'registry.example/node:24@sha256:48ab' }); // ← loose-configurator
        }
      }
      return { components: [Unpinned] };
    },
  },
  {
    title: 'configurator where logins are by role id',
    expected: [{ code: 'VW1231', at: 'unadmitted-configurator', construct: 'unadmitted/configurator' }],
    declare: () => {
      class Unadmitted extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'unadmitted', { owner, phase: 155, environments: ['live'] });
          const part = { secret: 'login', key: 'id' };
          const login = { method: 'appRole', roleId: part, secretId: part };
          const { vault } = this.environment;
          const environment = { ...this.environment, vault: { ...vault, login } } as RegulatedEnvironment;
          new ConfiguratorJob(this, { ...soundProps(this, 'unadmitted'), environment }); // ← unadmitted-configurator
        }
      }
      return { components: [Unadmitted] };
    },
  },
];
