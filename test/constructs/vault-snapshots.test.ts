import { expect, test } from 'vitest';
import {
  AccessMap,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type Profile,
  type RenderedPlatform,
  renderPlatform,
  VaultSnapshots,
  type VaultSnapshotsProps,
} from '../../src/index.ts';

const image = `registry.example/node:24@sha256:${'0'.repeat(64)}` as const;
const autoUnseal = { type: 'awskms', region: 'eu', kmsKeyId: 'alias/unseal' };

function render(props: Partial<VaultSnapshotsProps> = {}, own: object = { autoUnseal }): Promise<RenderedPlatform> {
  const vault = { address: 'https://vault.live.svc:8200', ...own };
  const live = { cluster: 'lab', namespace: 'live', lifecycle: 'regulated', vault } as unknown as Profile;
  const platform = definePlatform({
    store: 'play-vault',
    clusters: { lab: { stores: 'namespaced' } },
    environments: { live: { ...live, cluster: 'lab' } },
  });
  type Env = EnvironmentScope<typeof platform>;
  class Snapshots extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'keeper', { owner: 'players', phase: 155 });
      new AccessMap(this);
      new VaultSnapshots(this, { name: 'snapshots', image, ...props });
    }
  }
  return renderPlatform(platform, { components: [Snapshots] });
}

const objectsOf = ({ manifests }: RenderedPlatform, kind: string) =>
  manifests.flatMap(({ value }) => (value.kind === kind ? [value as Readonly<Record<string, unknown>>] : []));
const found = ({ diagnostics }: RenderedPlatform): string[] =>
  diagnostics.filter(({ code }) => /^VW1(?:004|124|214)$/.test(code)).map(({ code }) => code);

test('snapshots are taken by a role that reads nothing else, into a volume that outlives the CronJob', async () => {
  const rendered = await render();
  expect(found(rendered)).toEqual([]);
  const maps = objectsOf(rendered, 'ConfigMap').map(({ data }) => data as Readonly<Record<string, string>>);
  const documentOf = (name: string) => JSON.parse(maps.find((data) => name in data)?.[name] ?? '{}');
  expect(documentOf('access-map.json')).toMatchObject({
    roles: [{ name: 'snapshots', serviceAccounts: ['snapshots'], namespaces: ['live'], policies: ['snapshots'] }],
    policies: [{ name: 'snapshots', rules: [{ path: 'sys/storage/raft/snapshot', capabilities: ['read'] }] }],
  });
  expect(documentOf('snapshot-settings.json')).toMatchObject({
    login: { mount: 'kubernetes', role: 'snapshots' },
    seal: { type: 'awskms', key: 'eu/alias/unseal' },
  });
  expect(objectsOf(rendered, 'Role')).toMatchObject([{ rules: [] }]);
  expect(objectsOf(rendered, 'PersistentVolumeClaim')).toMatchObject([
    { metadata: { name: 'snapshots', annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } } },
  ]);
  expect(objectsOf(rendered, 'CronJob')).toMatchObject([
    {
      spec: {
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                securityContext: { fsGroup: 65532, runAsNonRoot: true },
                volumes: expect.arrayContaining([
                  { name: 'snapshots', persistentVolumeClaim: { claimName: 'snapshots' } },
                ]),
              },
            },
          },
        },
      },
    },
  ]);
});

test('a claim of somebody else is not rendered', async () => {
  const rendered = await render({ volume: { claim: 'backups' } });
  expect(objectsOf(rendered, 'PersistentVolumeClaim')).toEqual([]);
  expect(JSON.stringify(objectsOf(rendered, 'CronJob'))).toContain('{"claimName":"backups"}');
});

test.each<[string, Partial<VaultSnapshotsProps>, object | undefined, string]>([
  ['a name that is too long', { name: 'n'.repeat(53) }, undefined, 'VW1004'],
  ['an image without a digest', { image: 'node:24@sha256:12' }, undefined, 'VW1124'],
  ['a Vault of others', {}, { managed: true }, 'VW1214'],
  ['a namespace of Vault', {}, { autoUnseal, namespace: 'team' }, 'VW1214'],
  [
    'a login that is no ServiceAccount',
    {},
    { autoUnseal, login: { method: 'token', token: { secret: 'a', key: 'b' } } },
    'VW1214',
  ],
])('are refused for %s', async (_, props, own, code) => {
  expect(found(await render(props, own))).toEqual([code]);
});
