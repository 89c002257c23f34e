import { expect, test } from 'vitest';
import { externalSecretDigest } from '../../src/model/documents/external-secret-digest.ts';

const spec = {
  refreshInterval: '1h0m0s',
  secretStoreRef: { kind: 'SecretStore', name: 'vault' },
  target: {
    name: 'db',
    creationPolicy: 'Owner',
    deletionPolicy: 'Retain',
    template: { engineVersion: 'v2', mergePolicy: 'Merge', metadata: {}, data: { url: 'postgresql://{{ .user }}@db' } },
  },
  data: [
    {
      secretKey: 'user',
      remoteRef: { key: 'db/user', property: 'value', conversionStrategy: 'Default', decodingStrategy: 'None' },
    },
    { secretKey: 'password', remoteRef: { key: 'db/password', property: 'value' } },
  ],
  dataFrom: [{ extract: { key: 'more' }, rewrite: [{ regexp: { source: '^a$', target: 'b' } }] }],
};
type Spec = typeof spec;

/** A copy of the spec with something changed. */
function changed(change: (copy: Spec) => void): Spec {
  const copy = structuredClone(spec);
  change(copy);
  return copy;
}

test.each<[string, unknown]>([
  ['the order of fields', Object.fromEntries(Object.entries(spec).reverse())],
  ['how often the operator looks', changed((copy) => void Object.assign(copy, { refreshInterval: '5m' }))],
  ['a field of a later version', changed((copy) => Object.assign(copy.target, { immutable: false }))],
  [
    'a field of a reference of a later version',
    changed((copy) => Object.assign(copy.data[0]?.remoteRef ?? {}, { nullBytePolicy: 'Fail' })),
  ],
  [
    'empty maps and lists',
    changed((copy) => void Object.assign(copy.target.template, { metadata: { labels: {} }, templateFrom: [] })),
  ],
])('the digest of an ExternalSecret is the same whatever %s', (_, other) => {
  expect(externalSecretDigest(other)).toBe(externalSecretDigest(spec));
});

test.each<[string, (copy: Spec) => void]>([
  ['the store', (copy) => void Object.assign(copy.secretStoreRef, { name: 'other' })],
  ['the kind of store', (copy) => void Object.assign(copy.secretStoreRef, { kind: 'ClusterSecretStore' })],
  ['the Secret', (copy) => void Object.assign(copy.target, { name: 'other' })],
  ['the policy of creation', (copy) => void Object.assign(copy.target, { creationPolicy: 'Merge' })],
  ['a template', (copy) => void Object.assign(copy.target.template.data, { url: 'other' })],
  ['the policy of merging', (copy) => void Object.assign(copy.target.template, { mergePolicy: 'Replace' })],
  ['the path of a key', (copy) => void Object.assign(copy.data[0]?.remoteRef ?? {}, { key: 'other' })],
  ['the property of a key', (copy) => void Object.assign(copy.data[1]?.remoteRef ?? {}, { property: 'other' })],
  ['the version of a key', (copy) => void Object.assign(copy.data[1]?.remoteRef ?? {}, { version: '2' })],
  [
    'the decoding of a key',
    (copy) => void Object.assign(copy.data[0]?.remoteRef ?? {}, { decodingStrategy: 'Base64' }),
  ],
  ['a data key', (copy) => void Object.assign(copy.data[0] ?? {}, { secretKey: 'other' })],
  ['a missing key', (copy) => void copy.data.pop()],
  [
    'where a key comes from',
    (copy) => void Object.assign(copy.data[0] ?? {}, { sourceRef: { storeRef: { name: 'other' } } }),
  ],
  ['a whole entry', (copy) => void Object.assign(copy.dataFrom[0] ?? {}, { extract: { key: 'other' } })],
  ['a rewrite', (copy) => void Object.assign(copy.dataFrom[0]?.rewrite[0]?.regexp ?? {}, { target: 'c' })],
])('the digest of an ExternalSecret tells %s', (_, change) => {
  expect(externalSecretDigest(changed(change))).not.toBe(externalSecretDigest(spec));
});
