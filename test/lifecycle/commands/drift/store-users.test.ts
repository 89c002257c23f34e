import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { usersOf, usesOneOf } from '../../../../src/lifecycle/commands/drift/store-users.ts';

const object = (kind: string, namespace: string | undefined, spec: unknown = {}, name = 'it'): KubernetesObject => ({
  apiVersion: 'external-secrets.io/v1',
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  spec,
});
const ofCluster = object('ClusterSecretStore', undefined, {}, 'vault');
const ofShop = object('SecretStore', 'shop', {}, 'vault');

test.each([
  [
    'the cluster',
    ofCluster,
    [
      '/apis/external-secrets.io/v1/externalsecrets',
      '/apis/external-secrets.io/v1alpha1/pushsecrets',
      '/apis/external-secrets.io/v1/clusterexternalsecrets',
      '/apis/external-secrets.io/v1alpha1/clusterpushsecrets',
    ],
  ],
  [
    'a namespace',
    ofShop,
    [
      '/apis/external-secrets.io/v1/namespaces/shop/externalsecrets',
      '/apis/external-secrets.io/v1alpha1/namespaces/shop/pushsecrets',
    ],
  ],
  ['no store', object('ExternalSecret', 'shop'), []],
])('users of a store of %s stand in the lists that it reaches', (_, store, paths) => {
  expect(usersOf(store).map(({ path }) => path)).toEqual(paths);
});

const clusterRef = { kind: 'ClusterSecretStore', name: 'vault' };
const ref = { name: 'vault' };

describe.each<[string, KubernetesObject, boolean, boolean]>([
  ['an ExternalSecret elsewhere', object('ExternalSecret', 'x', { secretStoreRef: clusterRef }), true, false],
  ['an ExternalSecret beside it', object('ExternalSecret', 'shop', { secretStoreRef: ref }), false, true],
  ['one that means its own store of that name', object('ExternalSecret', 'x', { secretStoreRef: ref }), false, false],
  [
    'one that names it for a single key',
    object('ExternalSecret', 'x', {
      secretStoreRef: { name: 'other' },
      data: [{ sourceRef: { storeRef: clusterRef } }],
    }),
    true,
    false,
  ],
  [
    'one that names it for all keys',
    object('ExternalSecret', 'shop', { dataFrom: [{ sourceRef: { storeRef: { ...ref, kind: 'SecretStore' } } }] }),
    false,
    true,
  ],
  ['a PushSecret', object('PushSecret', 'shop', { secretStoreRefs: [{ name: 'other' }, ref] }), false, true],
  [
    'a ClusterExternalSecret',
    object('ClusterExternalSecret', undefined, { externalSecretSpec: { secretStoreRef: clusterRef } }),
    true,
    false,
  ],
  [
    'a ClusterExternalSecret by the store of each namespace',
    object('ClusterExternalSecret', undefined, { externalSecretSpec: { secretStoreRef: ref } }),
    false,
    true,
  ],
  [
    'a ClusterPushSecret',
    object('ClusterPushSecret', undefined, { pushSecretSpec: { secretStoreRefs: [clusterRef] } }),
    true,
    false,
  ],
  ['an object without a spec', object('ExternalSecret', 'shop', null), false, false],
  ['another store', object('ExternalSecret', 'x', { secretStoreRef: { ...clusterRef, name: 'volt' } }), false, false],
])('%s', (_, user, ofClusterOne, ofShopOne) => {
  test('uses the store of the cluster or that of the namespace, or neither', () => {
    expect([usesOneOf([ofCluster])(user), usesOneOf([ofShop])(user)]).toEqual([ofClusterOne, ofShopOne]);
  });
});
