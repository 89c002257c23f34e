import {
  AccessMap,
  BootstrapCronJob,
  type BootstrapCronJobProps,
  type Component,
  DeliveredSecrets,
  type EphemeralEnvironment,
  VaultFixture,
  VaultServer,
  VaultSnapshots,
  VaultTokenReview,
} from '../../../src/index.ts';
import { type SmallEnv, SmallFoundation } from '../small-platform.ts';
import { type Defect, malformedProfile, purpose } from './defect.ts';

const owner = 'platform';
const image = `registry.example/node:24@sha256:${'0'.repeat(64)}` as const;

/** What a sound bootstrap is told; the name makes its objects differ from those of other components. */
const soundProps = (component: Component<SmallEnv>, name: string): BootstrapCronJobProps<SmallEnv> => ({
  environment: component.environment as EphemeralEnvironment,
  name,
  image,
  fixtureMap: new VaultFixture(component),
  accessMap: new AccessMap(component),
});

/** Ways to get a bootstrap and its surroundings wrong. */
export const defectsOfBootstraps: readonly Defect[] = [
  {
    title: 'snapshots of a Vault that somebody else runs',
    definition: 'lent',
    expected: [{ code: 'VW1214', at: 'lent-snapshots', construct: 'lent-snapshots/snapshots' }],
    declare: () => {
      class Snapshots extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'lent-snapshots', { owner, phase: 155, environments: ['lent' as 'live'] });
          new VaultSnapshots(this, { name: 'lent-snapshots', image }); // ← lent-snapshots
        }
      }
      return { components: [Snapshots] };
    },
  },
  {
    title: 'server outside of the cluster',
    expected: [{ code: 'VW1212', at: 'outside-server', construct: 'outside-server/server' }],
    declare: () => {
      class Outside extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'outside-server', { owner, phase: 150, environments: ['live'] });
          new VaultServer(this); // ← outside-server
        }
      }
      return { components: [Outside] };
    },
  },
  {
    title: 'server whose configuration is a template for its chart',
    definition: 'malformed',
    expected: [{ code: 'VW1211', at: 'template-server', construct: 'template-server/server' }, ...malformedProfile],
    declare: (platform) => {
      const keys = ['tls.crt', 'tls.key', 'ca.crt'] as const;
      const tls = platform.delivered('vault-tls', { by: 'cert-manager', purpose, keys });
      class Template extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'template-server', { owner, phase: 150, environments: ['misspelled' as 'live'] });
          new DeliveredSecrets(this, tls);
          new VaultServer(this, { tls }); // ← template-server
        }
      }
      return { components: [Template] };
    },
  },
  {
    title: 'bootstrap of a regulated environment',
    expected: [{ code: 'VW1120', at: 'regulated-bootstrap', construct: 'unfit/bootstrap' }],
    declare: () => {
      class Unfit extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'unfit', { owner, phase: 155, environments: ['live'] });
          new BootstrapCronJob(this, soundProps(this, 'unfit')); // ← regulated-bootstrap
        }
      }
      return { components: [Unfit] };
    },
  },
  {
    title: 'bootstrap from an image with a shortened digest',
    expected: [{ code: 'VW1124', at: 'short-digest', construct: 'loose/bootstrap' }],
    declare: () => {
      class Loose extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'loose', { owner, phase: 155, environments: ['sandbox'] });
          const props = soundProps(this, 'loose');
          new BootstrapCronJob(this, { ...props, image: 'registry.example/node:24@sha256:48ab' }); // ← short-digest
        }
      }
      return { components: [Loose] };
    },
  },
  {
    title: 'bootstrap with the profile of another environment',
    expected: [{ code: 'VW1120', at: 'foreign-bootstrap', construct: 'foreign/bootstrap' }],
    declare: (platform) => {
      class Foreign extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'foreign', { owner, phase: 155, environments: ['live'] });
          const environment = platform.environments.get('sandbox') as EphemeralEnvironment;
          new BootstrapCronJob(this, { ...soundProps(this, 'foreign'), environment }); // ← foreign-bootstrap
        }
      }
      return { components: [Foreign] };
    },
  },
  {
    title: 'bootstrap of a regulated environment that says it is ephemeral',
    expected: [{ code: 'VW1120', at: 'posing-bootstrap', construct: 'posing/bootstrap' }],
    declare: () => {
      class Posing extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'posing', { owner, phase: 155, environments: ['live'] });
          const environment = { ...this.environment, lifecycle: 'ephemeral' } as unknown as EphemeralEnvironment;
          new BootstrapCronJob(this, { ...soundProps(this, 'posing'), environment }); // ← posing-bootstrap
        }
      }
      return { components: [Posing] };
    },
  },
  {
    title: 'bootstrap whose Jobs could not be named',
    expected: [{ code: 'VW1004', at: 'bootstrap-name', construct: 'named/bootstrap' }],
    declare: () => {
      class Named extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'named', { owner, phase: 155, environments: ['sandbox'] });
          new BootstrapCronJob(this, soundProps(this, 'n'.repeat(53))); // ← bootstrap-name
        }
      }
      return { components: [Named] };
    },
  },
  {
    title: 'backfill of a key that nobody uses',
    expected: [{ code: 'VW1121', at: 'backfill', construct: 'backfilled/bootstrap' }],
    declare: ({ vault, secret }) => {
      const key = vault.generated('backfill-forgotten');
      const old = secret('backfill-old', { purpose: 'Bad input', keys: { password: key } });
      class Backfilled extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'backfilled', { owner, phase: 155, environments: ['sandbox'] });
          const backfill = [{ key, from: old.key('password') }];
          new BootstrapCronJob(this, { ...soundProps(this, 'backfilled'), backfill }); // ← backfill
        }
      }
      return { components: [Backfilled] };
    },
  },
  {
    title: 'bootstrap apart from its documents',
    expected: [{ code: 'VW1122', at: 'apart', construct: 'apart/bootstrap' }],
    declare: () => {
      class Apart extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'apart', { owner, phase: 155, environments: ['sandbox'], namespace: 'tools' });
          const other = new Documents(env);
          const { fixtureMap } = soundProps(other, '');
          new BootstrapCronJob(this, { ...soundProps(this, 'apart'), fixtureMap }); // ← apart
        }
      }
      class Documents extends SmallFoundation {
        constructor(env: SmallEnv) {
          super(env, 'apart-documents', { owner, phase: 155 });
        }
      }
      return { components: [Apart] };
    },
  },
  {
    title: 'Vault outside the cluster without its ServiceAccount',
    expected: [{ code: 'VW1123', at: 'review', construct: 'reviewed/token-review' }],
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
