import { describe, expect, test } from 'vitest';
import { accessMapSchema, type RenderedPlatform } from '../../src/index.ts';
import { type Previews, type PreviewsByEnvironment, renderPreviewPlatform } from './preview-platform.ts';

const web: Previews = { namespaces: 'pr-shop-*', components: ['web'] };

function accessMapOf({ manifests }: RenderedPlatform, environment: string) {
  const texts = manifests
    .filter((manifest) => manifest.environment === environment)
    .flatMap(({ value }) => (value.data as Record<string, string> | undefined)?.['access-map.json'] ?? []);
  expect(texts).toHaveLength(1);
  return accessMapSchema.parse(JSON.parse(texts[0] ?? ''));
}

describe('the access map of an environment with previews', () => {
  test.each(['local', 'dev'] as const)(
    'has one role for them, which reads what their components read in %s',
    async (name) => {
      const rendered = await renderPreviewPlatform({ [name]: web });
      expect(rendered.diagnostics).toEqual([]);
      const { previews, roles, policies } = accessMapOf(rendered, name);
      expect(previews).toEqual({ role: 'external-secrets-preview', namespace: `shop-${name}`, components: ['web'] });
      expect(roles.filter((role) => role.name === 'external-secrets-preview')).toEqual([
        {
          name: 'external-secrets-preview',
          serviceAccounts: ['default'],
          namespaces: ['pr-shop-*'],
          policies: ['external-secrets-preview'],
        },
      ]);
      // Neither what `web` has in another namespace nor what only `worker` reads.
      expect(policies.find((policy) => policy.name === 'external-secrets-preview')?.rules).toEqual([
        { path: 'secret/data/shared-password', capabilities: ['read'] },
        { path: 'secret/data/web-token', capabilities: ['read'] },
      ]);
    },
  );

  test('joins what several components read', async () => {
    const rendered = await renderPreviewPlatform({ dev: { ...web, components: ['worker', 'web', 'worker'] } });
    const { previews, policies } = accessMapOf(rendered, 'dev');
    expect(previews?.components).toEqual(['web', 'worker']);
    expect(policies.find(({ name }) => name === previews?.role)?.rules.map(({ path }) => path)).toEqual([
      'secret/data/shared-password',
      'secret/data/web-token',
      'secret/data/worker-password',
    ]);
  });
});

test('previews change nothing but the access map and the document of their environment', async () => {
  const [without, withPreviews] = await Promise.all([renderPreviewPlatform({}), renderPreviewPlatform({ dev: web })]);
  expect([...withPreviews.files.keys()]).toEqual([...without.files.keys()]);
  const changed = [...withPreviews.files].filter(([file, text]) => without.files.get(file) !== text);
  expect(changed.map(([file]) => file)).toEqual([
    'dev/environment.json',
    'dev/foundation/foundation/foundation.k8s.yaml',
  ]);
  const { previews, roles, policies, ...rest } = accessMapOf(withPreviews, 'dev');
  const isOurs = ({ name }: { readonly name: string }): boolean => name === previews?.role;
  expect({
    ...rest,
    roles: roles.filter((one) => !isOurs(one)),
    policies: policies.filter((one) => !isOurs(one)),
  }).toEqual(accessMapOf(without, 'dev'));
});

describe('previews are refused', () => {
  const named = (namespaces: string): PreviewsByEnvironment => ({ dev: { ...web, namespaces: namespaces as 'a-*' } });
  const field = 'environments.dev.previews.namespaces';

  test.each<[string, PreviewsByEnvironment, string, string, RegExp]>([
    ...[
      '*',
      '-*',
      'pr-shop',
      'pr-shop*',
      '*-shop',
      '*-*',
      'pr-*-shop-*',
      'Pr-*',
      '.pr-*',
      `${'a'.repeat(62)}-*`,
      '',
    ].map((text): [string, PreviewsByEnvironment, string, string, RegExp] => [
      `in namespaces that are named ${JSON.stringify(text)}`,
      named(text),
      'VW1201',
      field,
      /must be a prefix/,
    ]),
    [
      'in namespaces of environments',
      named('shop-*'),
      'VW1201',
      field,
      /"shop-\*" admits shop-(dev|test|production), too/,
    ],
    [
      'in more than the namespaces of another environment’s previews',
      { dev: web, test: { ...web, namespaces: 'pr-*' } },
      'VW1201',
      'environments.test.previews.namespaces',
      /"pr-\*" and "pr-shop-\*" of "dev"/,
    ],
    [
      'in some of the namespaces of another environment’s previews',
      { dev: { ...web, namespaces: 'pr-*' }, test: web },
      'VW1201',
      'environments.test.previews.namespaces',
      /"pr-shop-\*" and "pr-\*" of "dev"/,
    ],
    [
      'without components',
      { dev: { ...web, components: [] } },
      'VW1201',
      'environments.dev.previews.components',
      />=1/,
    ],
    [
      'in a regulated environment',
      { production: web },
      'VW1201',
      'environments.production.previews',
      /are for ephemeral environments only/,
    ],
    [
      'for a component that does not exist',
      { dev: { ...web, components: ['web', 'wed'] } },
      'VW1203',
      'environments.dev.previews.components',
      /"wed"/,
    ],
    [
      'for a component without Secrets',
      { dev: { ...web, components: ['site'] } },
      'VW1203',
      'environments.dev.previews.components',
      /"site" places no ExternalSecret in namespace "shop-dev"/,
    ],
  ])('%s', async (_, previews, code, at, what) => {
    const { diagnostics } = await renderPreviewPlatform(previews);
    expect([...new Set(diagnostics.map((found) => found.code))]).toEqual([code]);
    expect([...new Set(diagnostics.map(({ place }) => place.field))]).toEqual([at]);
    for (const found of diagnostics) {
      expect(found.what).toMatch(what);
      expect(found.place.position?.file).toBe('test/constructs/preview-platform.ts');
    }
  });

  test('under a role that another store has', async () => {
    const { diagnostics } = await renderPreviewPlatform({ dev: web }, 'preview');
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, what, place }) => [code, what, place.constructPath])).toEqual([
      ['VW1115', 'Previews log in under role "external-secrets-preview", too', 'foundation/store-read-preview'],
    ]);
  });

  test('but not where clusters differ', async () => {
    expect((await renderPreviewPlatform({ dev: web, local: web })).diagnostics).toEqual([]);
  });
});
