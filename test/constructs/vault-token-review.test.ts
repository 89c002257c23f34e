import { expect, test } from 'vitest';
import {
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type RenderedPlatform,
  renderPlatform,
  VaultTokenReview,
  type VaultTokenReviewProps,
} from '../../src/index.ts';

/** Renders nothing but the rights of a Vault with this address. */
function render(address: string, props?: VaultTokenReviewProps): Promise<RenderedPlatform> {
  const platform = definePlatform({
    store: 'play-vault',
    clusters: { lab: { stores: 'namespaced' } },
    environments: {
      cloud: {
        cluster: 'lab',
        namespace: 'play',
        lifecycle: 'ephemeral',
        vault: { address, managed: true },
        upstream: { type: 'azure-key-vault', uri: 'https://play.example/' },
      },
    },
  });
  type Env = EnvironmentScope<typeof platform>;
  class Review extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'review', { owner: 'players', phase: 150 });
      new VaultTokenReview(this, props);
    }
  }
  return renderPlatform(platform, { components: [Review] });
}

/** What stands in the cluster: one binding, which has no namespace itself. */
const bound = (serviceAccount: string, namespace: string): unknown[] => [
  {
    kind: 'ClusterRoleBinding',
    name: `${serviceAccount}-${namespace}-auth-delegator`,
    namespace: undefined,
    role: 'system:auth-delegator',
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
  },
];

const rights = ({ manifests }: RenderedPlatform): unknown[] =>
  manifests.map(({ value: { kind, metadata, roleRef, subjects } }) => {
    const { name, namespace } = metadata as { readonly name: string; readonly namespace?: string };
    return { kind, name, namespace, role: (roleRef as { readonly name: string }).name, subjects };
  });

const inside = 'http://vault.secrets.svc:8200';
const outside = 'https://vault.example.org';

const told: readonly (readonly [string, string, VaultTokenReviewProps | undefined, unknown[]])[] = [
  ['a Service', 'http://vault:8200', undefined, bound('vault', 'play')],
  ['a Service and its namespace', 'http://vault.secrets:8200', undefined, bound('vault', 'secrets')],
  ['the short name of a Service', inside, undefined, bound('vault', 'secrets')],
  ['the whole name of a Service', 'https://vault.secrets.svc.cluster.local', undefined, bound('vault', 'secrets')],
  ['a ServiceAccount that is named', inside, { serviceAccount: 'bao' }, bound('bao', 'secrets')],
  ['a namespace that is named, too', inside, { serviceAccount: 'bao', namespace: 'vaults' }, bound('bao', 'vaults')],
  ['an account besides any address', outside, { serviceAccount: 'bao', namespace: 'vaults' }, bound('bao', 'vaults')],
];
test.each(told)('Vault may review tokens as told by %s', async (_, address, props, expected) => {
  const rendered = await render(address, props);
  expect(rendered.diagnostics).toEqual([]);
  expect(rights(rendered)).toEqual(expected);
});

test.each([outside, 'http://10.0.0.1:8200', 'http://[::1]:8200'])('%s tells no ServiceAccount', async (address) => {
  const rendered = await render(address);
  expect(rendered.diagnostics.map(({ code }) => code)).toEqual(['VW1123']);
  expect(rights(rendered)).toEqual([]);
});
