import { describe, expect, test } from 'vitest';
import { differingConfiguration } from '../../../../src/lifecycle/commands/ceremony/verify/running-configuration.ts';
import { parseHcl } from '../../../../src/lifecycle/commands/rendered/parse-hcl.ts';

const rendered = `
# Rendered.
cluster_name  = "vault-core"
disable_mlock = true
ui = false
listener "tcp" {
  address       = "[::]:8200" // all
  tls_cert_file = "/tls/tls.crt"
  telemetry { unauthenticated_metrics_access = true }
}
storage "raft" {
  path = "/vault/data"
  retry_join { leader_api_addr = "https://a:8200" }
  retry_join { leader_api_addr = "https://b:8200" }
}
seal "transit" { key_name = "unseal" }
service_registration "kubernetes" {}
`;

/** What a server says that runs with that. */
const running = {
  cluster_name: 'vault-core',
  disable_mlock: true,
  enable_ui: false,
  max_lease_ttl: 0,
  listeners: [
    {
      type: 'tcp',
      config: {
        address: '[::]:8200',
        tls_cert_file: '/tls/tls.crt',
        telemetry: [{ unauthenticated_metrics_access: true }],
      },
    },
  ],
  storage: { type: 'raft', cluster_addr: 'https://x:8201' },
  seals: [{ type: 'transit', disabled: false }],
  service_registration: { type: 'kubernetes' },
};

describe('the configuration with which a server runs', () => {
  test.each<[string, object, readonly string[]]>([
    ['is the rendered one', {}, []],
    ['has another attribute', { disable_mlock: false }, ['disable_mlock']],
    ['has an attribute that is shown by another name', { enable_ui: true }, ['ui']],
    [
      'has a listener that is not as rendered, with more than is rendered',
      { listeners: [{ type: 'tcp', config: { address: '0.0.0.0:8200', tls_disable: true } }] },
      ['listener "tcp".address', 'listener "tcp".tls_cert_file', 'listener "tcp".tls_disable'],
    ],
    ['listens elsewhere, too', { listeners: [...running.listeners, { type: 'unix', config: {} }] }, ['2 listeners']],
    ['has another storage', { storage: { type: 'file' } }, ['storage']],
    ['has no seal', { seals: [{ type: 'shamir', disabled: false }] }, ['seal']],
    ['registers itself nowhere', { service_registration: undefined }, ['service_registration']],
  ])('%s', (_, change, expected) => {
    expect(differingConfiguration(rendered, { ...running, ...change })).toEqual(expected);
  });

  test.each(['a =', 'a "b"', 'listener "tcp" {', 'a = [1, ', 'a = other', '}', 'a = "x'])(
    'is not compared with what is no configuration: %s',
    (text) => expect(differingConfiguration(text, running)).toBeUndefined(),
  );
});

test('a configuration is read whole', () => {
  const body = parseHcl('a = "x \\"y\\"" b = [1, "z", true,] /* c */ c "d" "e" { f = -1.5 }');
  expect([...(body?.attributes ?? [])]).toEqual([
    ['a', 'x "y"'],
    ['b', [1, 'z', true]],
  ]);
  expect(body?.blocks).toEqual([{ type: 'c', labels: ['d', 'e'], attributes: new Map([['f', -1.5]]), blocks: [] }]);
});
