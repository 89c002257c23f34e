import { loadAll } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RenderedPlatform, renderPlatform } from '../../src/index.ts';
import { environmentDocumentSchema } from '../../src/model/documents/environment-document.ts';
import { orchard, orchardComponents } from './orchard.ts';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Record<string, never>;
}

const environments = ['hill', 'meadow', 'valley'] as const;
let rendered: RenderedPlatform;
beforeAll(async () => {
  rendered = await renderPlatform(orchard, { components: orchardComponents });
});

const objects = (file: string): readonly Rendered[] => loadAll(rendered.files.get(file) ?? '') as Rendered[];
const press = (environment: string): readonly Rendered[] => objects(`${environment}/services/press/press.k8s.yaml`);
const externalSecret = (environment: string, name: string): unknown =>
  press(environment).find(({ metadata }) => metadata.name === name)?.spec;
const document = (environment: string) =>
  environmentDocumentSchema.parse(JSON.parse(rendered.files.get(`${environment}/environment.json`) ?? ''));
const remote = (key: string, property: string) => ({
  key,
  property,
  conversionStrategy: 'Default',
  decodingStrategy: 'None',
  metadataPolicy: 'None',
});

test('a platform of another layout renders, and what is unknown of an entry is a note', () => {
  expect(rendered.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'note VW3151',
    'note VW3151',
    'note VW3151',
  ]);
});

describe('an ExternalSecret', () => {
  test('reads each key by its property, through the store of its engine', () => {
    expect(externalSecret('meadow', 'press-web-sync')).toMatchObject({
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'orchard' },
      data: [
        { secretKey: 'COOKIE_SECRET', remoteRef: remote('press/session', 'cookie-secret') },
        {
          secretKey: 'DATABASE_PASSWORD',
          remoteRef: remote('press/database', 'password'),
          sourceRef: { storeRef: { kind: 'ClusterSecretStore', name: 'orchard-apps' } },
        },
        {
          secretKey: 'LICENCE',
          remoteRef: remote('licences/press', 'licence'),
          sourceRef: { storeRef: { kind: 'ClusterSecretStore', name: 'orchard-legacy' } },
        },
        { secretKey: 'SMTP_PASSWORD', remoteRef: remote('shared/smtp', 'password') },
        { secretKey: 'shared.smtp.host', remoteRef: remote('shared/smtp', 'host') },
      ],
    });
  });

  test('takes a whole entry under other names', () => {
    expect(externalSecret('hill', 'press-database-sync')).toMatchObject({
      secretStoreRef: { kind: 'SecretStore', name: 'orchard-apps' },
      dataFrom: [
        {
          extract: { key: 'press/database' },
          rewrite: [
            { regexp: { source: '^password$', target: 'POSTGRES_PASSWORD' } },
            { regexp: { source: '^username$', target: 'POSTGRES_USER' } },
          ],
        },
      ],
    });
  });

  test('finds exactly the entries that are declared, in their folder', () => {
    expect(externalSecret('meadow', 'press-found-sync')).toMatchObject({
      dataFrom: [{ find: { path: 'press', name: { regexp: '^(?:press/database|press/other)$' } } }],
    });
  });

  test('of another provider stands in a further namespace of the environment', () => {
    expect(
      environments.map((environment) => {
        const found = press(environment).find(({ metadata }) => metadata.name === 'press-queue-sync');
        return [found?.metadata.namespace, (found?.spec.secretStoreRef as { name: string } | undefined)?.name];
      }),
    ).toEqual([
      ['orchard-hill-jobs', 'orchard-aws'],
      ['orchard-jobs', 'orchard-aws'],
      ['orchard-valley-jobs', 'orchard-aws'],
    ]);
  });
});

test.each([
  [
    'meadow',
    { kubernetes: { mountPath: 'kubernetes', role: 'external-secrets-apps', serviceAccountRef: { name: 'default' } } },
  ],
  [
    'hill',
    {
      jwt: {
        path: 'hill',
        role: 'external-secrets-apps-orchard-hill',
        kubernetesServiceAccountToken: { serviceAccountRef: { name: 'default', audiences: ['vault'] } },
      },
    },
  ],
  [
    'valley',
    {
      appRole: {
        path: 'approle',
        roleRef: { name: 'vault-login', key: 'role-id' },
        secretRef: { name: 'vault-login', key: 'secret-id' },
      },
    },
  ],
])('the store of a further engine logs in as its environment does, in its Vault namespace: %s', (environment, auth) => {
  const store = objects(`${environment}/foundation/stores/stores.k8s.yaml`).find(
    ({ metadata }) => metadata.name === 'orchard-apps',
  );
  const { vault } = (store?.spec.provider ?? {}) as { readonly vault: Record<string, unknown> };
  expect(vault.auth).toEqual(auth);
  expect(vault.namespace).toBe(orchard.environments.get(environment as 'hill')?.vault.namespace);
  expect(vault.path).toBe(environment === 'hill' ? 'apps-hill' : 'apps');
});

test('each role may read its own entries of its own engine, and list no more than the folder that is searched', () => {
  const { policies } = document('meadow');
  const read = (path: string) => ({ path, capabilities: ['read'] });
  expect(policies).toEqual([
    {
      name: 'external-secrets',
      rules: ['press/session', 'shared/anything', 'shared/smtp'].map((path) => read(`team-a/data/${path}`)),
    },
    {
      name: 'external-secrets-apps',
      rules: [
        read('apps/data/press/database'),
        read('apps/data/press/other'),
        { path: 'apps/metadata/press/', capabilities: ['list'] },
        { path: 'apps/metadata/press/*', capabilities: ['list'] },
      ],
    },
    { name: 'external-secrets-legacy', rules: [read('old-kv/licences/press')] },
  ]);
});

test('who runs Vault and how it is logged in to is said, not guessed', () => {
  expect(
    environments.map((environment) => {
      const { lifecycle, vault, bootstrap } = document(environment);
      return [environment, lifecycle, vault.operatedBy, vault.auth.method, vault.namespace, bootstrap !== undefined];
    }),
  ).toEqual([
    ['hill', 'regulated', 'others', 'jwt', 'fruit/hill', false],
    ['meadow', 'ephemeral', 'bootstrap', 'kubernetes', 'fruit/apples', true],
    ['valley', 'regulated', 'others', 'appRole', 'fruit/valley', false],
  ]);
});

test('the properties of an entry are keys of their own, and what others manage has no recipe', () => {
  const { keys } = document('meadow');
  const own = Object.keys(keys).filter((id) => keys[id]?.recipe !== undefined);
  expect(own).toEqual([
    'apps:press/database#hash',
    'apps:press/database#host',
    'apps:press/database#password',
    'apps:press/database#url',
    'apps:press/database#username',
    'apps:press/other#key',
    'press/session#cookie-secret',
  ]);
  const others = Object.values(keys).filter(({ recipe }) => recipe === undefined);
  expect(new Set(others.map(({ origin, writer }) => `${origin} ${writer}`))).toEqual(new Set(['existing others']));
});
