import { describe, expect, test } from 'vitest';
import {
  type ComponentProps,
  type ComponentSource,
  DeliveredSecrets,
  definePlatform,
  type EnvironmentScope,
  type PinnedImage,
  type PreflightPlan,
  preflightPlanSchema,
  type RenderedPlatform,
  renderPlatform,
  SecretPreflight,
  Service,
  ServiceSecrets,
  VaultWriter,
} from '../../src/index.ts';
import { externalSecretDigest } from '../../src/model/documents/external-secret-digest.ts';
import { schemaProblems } from '../imports/manifest-schema.ts';
import { foundation, type SmallEnv, SmallService, smallPlatform } from './small-platform.ts';

const image: PinnedImage = `registry.example/node:24.0.0@sha256:${'0'.repeat(64)}`;
const purpose = 'Test';

/** Secrets of four kinds: of a bundle, of the workload itself, delivered, and made by the workload. */
function declare() {
  const small = smallPlatform();
  const { vault, secret, delivered, producer } = small;
  const [minter, shopJob] = [producer('minter'), producer('shop-job')];
  return {
    small,
    minter,
    shopJob,
    database: secret('database', {
      purpose,
      keys: {
        password: vault.generated('database-password'),
        token: vault.produced('database-token', { by: minter, until: 'placeholder' }),
      },
    }),
    own: secret('own', {
      purpose,
      keys: {
        session: vault.generated('own-session'),
        minted: vault.produced('own-minted', { by: shopJob, until: 'placeholder' }),
      },
    }),
    certificate: delivered('certificate', { by: 'cert-manager', purpose, keys: ['tls.crt', 'tls.key'] }),
    product: delivered('product', { by: 'the shop itself', purpose, keys: ['id'] }),
  };
}
type Declared = ReturnType<typeof declare>;

const at = (
  name: string,
  phase: number,
  act: (component: SmallService) => void,
  props: Partial<ComponentProps<SmallEnv>> = {},
): ComponentSource =>
  class extends SmallService {
    constructor(env: SmallEnv) {
      super(env, name, { owner: 'testers', phase, ...props });
      act(this);
    }
  };

async function render(act: (shop: SmallService, declared: Declared) => void): Promise<RenderedPlatform> {
  const declared = declare();
  const { small, minter, shopJob, database, own, certificate, product } = declared;
  return renderPlatform(small, {
    components: [
      ...foundation,
      at('minter', 150, (self) => new VaultWriter(self, minter, { role: 'minter', serviceAccounts: ['minter'] })),
      at('bundle', 200, (self) => {
        new ServiceSecrets(self, database);
        new DeliveredSecrets(self, certificate);
      }),
      at('shop', 300, (self) => {
        new ServiceSecrets(self, own);
        new DeliveredSecrets(self, product);
        new VaultWriter(self, shopJob, { role: 'shop-job', serviceAccounts: ['shop'] });
        self.values({
          database: { existingSecret: database, passwordKey: database.key('password') },
          session: { existingSecret: own },
          tls: { existingSecret: certificate },
          product: { existingSecret: product },
        });
        act(self, declared);
      }),
    ],
  });
}

interface Shown {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data: Readonly<Record<string, string>>;
  readonly rules: unknown;
  readonly spec: Readonly<Record<string, unknown>>;
}
const objectsOf = ({ manifests }: RenderedPlatform, folder = 'sandbox/services/shop/'): readonly Shown[] =>
  manifests
    .filter(({ role, file, carrier }) => role === 'object' && file.startsWith(folder) && carrier === undefined)
    .map(({ value }) => value as unknown as Shown);
const find = (rendered: RenderedPlatform, kind: string, name: string, folder?: string): Shown => {
  const found = objectsOf(rendered, folder).find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new TypeError(`There is no ${kind} ${name}`);
  return found;
};
const planOf = (rendered: RenderedPlatform, name = 'shop-preflight', folder?: string): PreflightPlan =>
  preflightPlanSchema.parse(
    JSON.parse(find(rendered, 'ConfigMap', `${name}-plan`, folder).data['preflight-plan.json'] ?? ''),
  );
const needs = ({ secrets }: PreflightPlan): Record<string, string[]> =>
  Object.fromEntries(secrets.map(({ name, keys }) => [name, keys.map((key) => key.name)]));
const own = ({ diagnostics }: RenderedPlatform): string[] => diagnostics.map(({ code, what }) => `${code} ${what}`);

describe('a preflight', () => {
  test('waits for what its component reads, without what the component itself brings about', async () => {
    const rendered = await render((shop) => new SecretPreflight(shop, { image }));
    expect(own(rendered)).toEqual([]);
    const plan = planOf(rendered);
    expect(needs(plan)).toEqual({ certificate: ['tls.crt', 'tls.key'], database: ['password'], own: ['session'] });
    expect(
      plan.secrets.map(({ name, externalSecret, by, isShared }) => ({ name, externalSecret, by, isShared })),
    ).toEqual([
      { name: 'certificate', by: 'cert-manager', isShared: true },
      { name: 'database', externalSecret: 'database-sync', isShared: true },
      { name: 'own', externalSecret: 'own-sync', isShared: true },
    ]);
    expect(plan.keys).toEqual({ 'database-password': { writer: 'bootstrap' }, 'own-session': { writer: 'bootstrap' } });
  });

  test('names the very spec of each ExternalSecret', async () => {
    const rendered = await render((shop) => new SecretPreflight(shop, { image }));
    const { spec } = find(rendered, 'ExternalSecret', 'database-sync', 'sandbox/services/bundle/');
    expect(planOf(rendered).secrets.find(({ name }) => name === 'database')?.digest).toBe(externalSecretDigest(spec));
  });

  test('before the sync waits for what others place, since its own are not applied yet', async () => {
    const rendered = await render((shop) => new SecretPreflight(shop, { image, hook: 'PreSync' }));
    expect(needs(planOf(rendered, 'shop-presync-preflight'))).toEqual({
      certificate: ['tls.crt', 'tls.key'],
      database: ['password'],
    });
    const annotations = objectsOf(rendered).map(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/hook']);
    expect(new Set(annotations)).toEqual(new Set(['PreSync', undefined]));
    // Nothing of the sync needs to come earlier.
    expect(find(rendered, 'ExternalSecret', 'own-sync').metadata.annotations).not.toHaveProperty([
      'argocd.argoproj.io/sync-wave',
    ]);
  });

  test('waits for Secrets and keys that are named, and those are then read', async () => {
    const rendered = await render(
      (shop, { database, own: secret }) =>
        new SecretPreflight(shop, { image, name: 'gate', secrets: [database.key('token'), secret] }),
    );
    expect(own(rendered)).toEqual([]);
    expect(needs(planOf(rendered, 'gate'))).toEqual({ database: ['token'], own: ['session'] });
    const { components } = JSON.parse(rendered.files.get('sandbox/environment.json') ?? '');
    const { reads } = components.find(({ name }: { name: string }) => name === 'shop');
    expect(reads).toContainEqual({ secret: 'database', keys: ['password', 'token'] });
  });

  test('is a hook without a TTL in a wave before the workload, what it needs is one before it', async () => {
    const rendered = await render(
      (shop) => new SecretPreflight(shop, { image, wait: { attempts: 7, sleepSeconds: 3 } }),
    );
    const objects = objectsOf(rendered);
    expect(objects.flatMap((object) => schemaProblems(object))).toEqual([]);
    const job = find(rendered, 'Job', 'shop-preflight');
    expect(job.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation,HookSucceeded',
      'argocd.argoproj.io/sync-wave': '-20',
    });
    expect(job.spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 7 * 3 + 120 });
    const around = objects.filter(
      ({ kind, metadata }) =>
        metadata.name.startsWith('shop-preflight') && kind !== 'Job' && !metadata.name.endsWith('-record'),
    );
    expect(around.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'ConfigMap shop-preflight-plan',
      'ConfigMap shop-preflight-program',
      'NetworkPolicy shop-preflight',
      'Role shop-preflight',
      'RoleBinding shop-preflight',
      'ServiceAccount shop-preflight',
    ]);
    for (const { metadata } of around)
      expect(metadata.annotations).toMatchObject({
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation,HookSucceeded,HookFailed',
        'argocd.argoproj.io/sync-wave': '-30',
      });
    // Its own ExternalSecret comes with the Job, and so before the workload.
    expect(find(rendered, 'ExternalSecret', 'own-sync').metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-wave': '-20',
    });
  });

  test('may get each object by its name and nothing else', async () => {
    const rendered = await render((shop) => new SecretPreflight(shop, { image }));
    const rule = (group: string, resource: string, names: readonly string[]) => ({
      apiGroups: [group],
      resources: [resource],
      resourceNames: names,
      verbs: ['get'],
    });
    expect(find(rendered, 'Role', 'shop-preflight').rules).toEqual([
      rule('', 'secrets', ['certificate', 'database', 'own']),
      rule('external-secrets.io', 'externalsecrets', ['database-sync', 'own-sync']),
    ]);
  });

  test('leaves a tracked record that changes with what is waited for', async () => {
    const [one, other] = await Promise.all([
      render((shop) => new SecretPreflight(shop, { image })),
      render((shop, { database }) => {
        shop.values({ database: { tokenKey: database.key('token') } });
        new SecretPreflight(shop, { image });
      }),
    ]);
    const recordOf = (rendered: RenderedPlatform) => find(rendered, 'ConfigMap', 'shop-preflight-record');
    expect(recordOf(one).metadata.annotations ?? {}).not.toHaveProperty(['argocd.argoproj.io/hook']);
    expect(recordOf(one).data.program).toBe(recordOf(other).data.program);
    expect(recordOf(one).data.plan).not.toBe(recordOf(other).data.plan);
  });
});

describe('a component that says how its workload reads Secrets', () => {
  const withImage = definePlatform({
    store: 'plain-vault',
    programImage: image,
    clusters: { lab: { stores: 'cluster' } },
    environments: {
      lab: {
        cluster: 'lab',
        namespace: 'plain',
        lifecycle: 'regulated',
        vault: {
          address: 'https://vault.example:8200',
          autoUnseal: { type: 'transit', address: 'http://transit:8200', keyName: 'k' },
        },
      },
    },
  });
  type Env = EnvironmentScope<typeof withImage>;
  const { vault, secret } = withImage;
  const bundled = secret('bundled', { purpose, keys: { token: vault.generated('bundled-token') } });
  const owned = secret('owned', { purpose, keys: { token: vault.generated('owned-token') } });

  test.each<[string, NonNullable<ComponentProps['consumers']>, readonly string[]]>([
    ['nothing', [], []],
    ['Jobs', ['job'], ['shop-preflight']],
    ['everything of a sync at once', ['operator', 'cron-job', 'sync-hook', 'workload'], ['shop-preflight']],
    ['hooks before the sync', ['pre-sync-hook'], ['shop-presync-preflight']],
    ['both', ['pre-sync-hook', 'operator'], ['shop-preflight', 'shop-presync-preflight']],
  ])('gets its preflights: %s', async (_, consumers, wanted) => {
    class Bundle extends Service<Env> {
      constructor(env: Env) {
        super(env, 'bundle', { owner: 'testers', phase: 200 });
        new ServiceSecrets(this, bundled);
      }
    }
    class Shop extends Service<Env> {
      constructor(env: Env) {
        super(env, 'shop', { owner: 'testers', phase: 300, consumers });
        new ServiceSecrets(this, owned);
        this.values({ a: { existingSecret: bundled }, b: { existingSecret: owned } });
      }
    }
    const rendered = await renderPlatform(withImage, { components: [Bundle, Shop] });
    const jobs = objectsOf(rendered, 'lab/services/shop/').filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.name).sort()).toEqual(wanted);
    for (const { metadata } of jobs)
      expect(needs(planOf(rendered, metadata.name, 'lab/services/shop/'))).toEqual(
        metadata.name.includes('presync') ? { bundled: ['token'] } : { bundled: ['token'], owned: ['token'] },
      );
  });
});
