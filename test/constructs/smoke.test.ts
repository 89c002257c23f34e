import { describe, expect, test } from 'vitest';
import {
  type ComponentSource,
  type PinnedImage,
  type RenderedPlatform,
  renderPlatform,
  type SecretKeyHandle,
  ServiceSecrets,
  Smoke,
  type SmokePlan,
  type SmokeProbe,
  type SmokeProps,
  smokePlanSchema,
} from '../../src/index.ts';
import { schemaProblems } from '../imports/manifest-schema.ts';
import { foundation, placing, type SmallEnv, SmallService, smallPlatform } from './small-platform.ts';

const image: PinnedImage = `registry.example/node:24.0.0@sha256:${'0'.repeat(64)}`;

/** Three Secrets in three phases, and smokes between them. */
function platform() {
  const small = smallPlatform();
  const { vault, secret, producer } = small;
  const patcher = producer('patcher');
  const client = vault.produced('client-secret', { by: patcher, until: 'placeholder' });
  const early = secret('early', { purpose: 'Test', keys: { token: vault.generated('early-token') } });
  const late = secret('late', {
    purpose: 'Test',
    keys: { client, both: small.template`${client}-${vault.literal('late-user', 'u')}` },
  });
  const last = secret('last', { purpose: 'Test', keys: { token: vault.generated('last-token') } });
  return { small, patcher, client, early, late, last };
}

const at = (name: string, phase: number, build: (component: SmallService) => void): ComponentSource =>
  class extends SmallService {
    constructor(env: SmallEnv) {
      super(env, name, { owner: 'testers', phase });
      build(this);
    }
  };

const smokeAt = (name: string, phase: number, props: Partial<SmokeProps> = {}): ComponentSource =>
  at(name, phase, (component) => new Smoke(component, { image, ...props }));

type Given = ReturnType<typeof platform>;

async function render(smokes: (given: Given) => readonly ComponentSource[]): Promise<RenderedPlatform> {
  const given = platform();
  const { small, early, late, last, patcher } = given;
  const { VaultWriter } = await import('../../src/index.ts');
  return renderPlatform(small, {
    components: [
      ...foundation,
      at('patching', 240, (component) => {
        new VaultWriter(component, patcher, { role: 'patcher', serviceAccounts: ['patcher'] });
      }),
      at('first', 150, (component) => new ServiceSecrets(component, early)),
      placing('second', late),
      at('third', 500, (component) => new ServiceSecrets(component, last)),
      ...smokes(given),
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
  readonly rules: readonly { readonly verbs: readonly string[]; readonly resourceNames: readonly string[] }[];
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly env: unknown }[] } };
  };
}

const objectsOf = ({ manifests }: RenderedPlatform, environment = 'sandbox'): readonly Shown[] =>
  manifests
    .filter((manifest) => manifest.role === 'object' && manifest.environment === environment)
    .map(({ value }) => value as unknown as Shown);

function find(rendered: RenderedPlatform, kind: string, name: string, environment = 'sandbox'): Shown {
  const found = objectsOf(rendered, environment).find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new TypeError(`${environment} renders no ${kind} ${name}`);
  return found;
}

const planOf = (rendered: RenderedPlatform, smoke: string, environment = 'sandbox'): SmokePlan =>
  smokePlanSchema.parse(
    JSON.parse(find(rendered, 'ConfigMap', `${smoke}-plan`, environment).data['smoke-plan.json'] ?? ''),
  );

const secretsOf = (plan: SmokePlan): string[] => plan.secrets.map(({ secret }) => secret);
const codes = ({ diagnostics }: RenderedPlatform): string[] => [...new Set(diagnostics.map(({ code }) => code))];

const probe = (url: SecretKeyHandle, token: SecretKeyHandle): SmokeProbe => ({ name: 'Shop', url, path: '/me', token });

describe('a smoke', () => {
  test('inspects what was rolled out since the smoke before it', async () => {
    const rendered = await render(() => [smokeAt('base', 199), smokeAt('middle', 399), smokeAt('end', 699)]);
    expect(codes(rendered)).toEqual([]);
    expect(secretsOf(planOf(rendered, 'base'))).toEqual(['early']);
    expect(secretsOf(planOf(rendered, 'middle'))).toEqual(['late']);
    expect(secretsOf(planOf(rendered, 'end', 'live'))).toEqual(['last']);
  });

  test('is a hook without a TTL, a CronJob, and objects that the API server takes whole', async () => {
    const rendered = await render(() => [
      smokeAt('base', 199, { wait: { attempts: 7, sleepSeconds: 3 }, schedule: '*/5 * * * *' }),
      smokeAt('end', 699),
    ]);
    const ours = objectsOf(rendered).filter(
      ({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] === 'base',
    );
    expect(ours.flatMap((object) => schemaProblems(object))).toEqual([]);
    const job = find(rendered, 'Job', 'base');
    expect(job.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'PostSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
    expect(job.spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 7 * 3 + 180 });
    const [container] = job.spec.template.spec.containers;
    expect(container?.env).toEqual([
      { name: 'EXTERNALSECRET_WAIT_ATTEMPTS', value: '7' },
      { name: 'EXTERNALSECRET_WAIT_SLEEP', value: '3' },
    ]);
    expect(find(rendered, 'CronJob', 'base').spec).toMatchObject({
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { template: job.spec.template } },
    });
    const tracked = ours.filter(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/hook'] === undefined);
    expect(tracked.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('ConfigMap base-plan');
  });

  test('may read each object by its name and nothing else', async () => {
    const rendered = await render(() => [
      smokeAt('base', 199, { deployments: [{ namespace: 'operators', name: 'eso', phase: 20 }] }),
      smokeAt('end', 699),
    ]);
    const roles = objectsOf(rendered).filter(
      ({ kind, metadata }) => /Role$/.test(kind) && metadata.labels?.['app.kubernetes.io/part-of'] === 'base',
    );
    expect(roles.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'ClusterRole small-sandbox-base',
      'Role base',
    ]);
    for (const { rules } of roles)
      for (const rule of rules) {
        expect(rule.verbs).toEqual(['get']);
        expect(rule.resourceNames.length).toBeGreaterThan(0);
      }
    const names = roles.flatMap(({ rules }) => rules.flatMap(({ resourceNames }) => resourceNames));
    expect(names.sort()).toEqual(['early', 'early-sync', 'eso', 'small-vault']);
    // A namespaced store is read by the Role, as everything of the namespace.
    expect(
      objectsOf(rendered, 'live').filter(
        ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'small-live-end',
      ),
    ).toEqual([]);
  });

  test('names digests only of values that stand in a Secret as they are', async () => {
    const rendered = await render(({ client }) => [
      smokeAt('middle', 399, { digests: { configMap: 'versions', names: [{ key: client, names: ['app', 'app-2'] }] } }),
      smokeAt('end', 699),
    ]);
    expect(planOf(rendered, 'middle').digests).toEqual({
      namespace: 'small-sandbox',
      configMap: 'versions',
      values: [{ namespace: 'small-sandbox', secret: 'late', key: 'client', names: ['app', 'app-2'] }],
    });
    expect(planOf(rendered, 'middle').keys['client-secret']).toEqual({ writer: 'patcher' });
  });

  test('is another plan as soon as an ExternalSecret that it inspects is another', async () => {
    const withInterval = async (refreshInterval: string): Promise<string> => {
      const small = smallPlatform();
      const one = small.secret('one', {
        purpose: 'Test',
        refreshInterval,
        keys: { a: small.vault.generated('one-a') },
      });
      const rendered = await renderPlatform(small, {
        components: [...foundation, placing('placing', one), smokeAt('end', 699)],
      });
      return find(rendered, 'ConfigMap', 'end-plan').data['smoke-plan.json'] ?? '';
    };
    expect(await withInterval('1h0m0s')).toBe(await withInterval('1h0m0s'));
    expect(await withInterval('1h0m0s')).not.toBe(await withInterval('2h0m0s'));
  });

  test.each<[string, (given: Given) => readonly ComponentSource[], string[]]>([
    ['a later Secret that it names', ({ last }) => [smokeAt('base', 199, { secrets: [last] })], ['VW1132']],
    [
      'a later Deployment',
      () => [smokeAt('base', 199, { secrets: [], deployments: [{ namespace: 'a', name: 'b', phase: 199 }] })],
      ['VW1132'],
    ],
    [
      'what a later producer publishes',
      ({ client }) => [
        smokeAt('base', 199, { secrets: [], digests: { configMap: 'c', names: [{ key: client, names: ['n'] }] } }),
      ],
      ['VW1132'],
    ],
    ['not what comes after the last one', () => [smokeAt('base', 199)], ['VW1133']],
    [
      'a Secret that nothing places',
      ({ small }) => [
        smokeAt('base', 199, {
          secrets: [small.secret('nowhere', { purpose: 'Test', keys: { a: small.vault.generated('nowhere-a') } })],
        }),
      ],
      ['VW1134'],
    ],
    [
      'nothing under a name that is too long',
      () => [smokeAt('base', 199, { secrets: [], name: 'n'.repeat(53) })],
      ['VW1004'],
    ],
    [
      'nothing by an image without a digest',
      () => [smokeAt('base', 199, { secrets: [], image: 'node:24@sha256:0' as never })],
      ['VW1124'],
    ],
    [
      'nothing, and probes with a Secret that it does not inspect',
      ({ early }) => [smokeAt('base', 199, { secrets: [], probes: [probe(early.key('token'), early.key('token'))] })],
      ['VW1140'],
    ],
    [
      'a Secret, and sends its credential to the address of another',
      ({ early, late }) => [
        smokeAt('end', 699, { secrets: [early, late], probes: [probe(late.key('client'), early.key('token'))] }),
      ],
      ['VW1140'],
    ],
  ])('is a problem where it inspects %s', async (_, smokes, expected) => {
    expect(codes(await render(smokes)).filter((code) => !/^VW3/.test(code))).toEqual(expected);
  });
});
