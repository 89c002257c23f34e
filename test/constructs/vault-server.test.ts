import { describe, expect, test } from 'vitest';
import { attributesOf, blockOf, readHcl } from './read-hcl.ts';
import { type Case, configurationOf, found, render, seals, valuesOf } from './rendered-server.ts';

describe('a server', () => {
  test('of Vault has three nodes that find each other, and no audit device in its configuration', async () => {
    const { server } = valuesOf(await render({ autoUnseal: seals.awskms }));
    const configuration = readHcl(server.ha?.raft.config ?? '');
    const joins = blockOf(configuration, 'storage', 'raft').blocks.map(attributesOf);
    expect(joins).toEqual(
      [0, 1, 2].map((node) => ({
        leader_api_addr: `https://vault-live-${node}.vault-live-internal.live.svc.cluster.local:8200`,
        leader_ca_cert_file: '/vault/userconfig/tls/ca.crt',
        leader_tls_servername: 'vault-live.live.svc.cluster.local',
      })),
    );
    expect(server.ha).toMatchObject({ enabled: true, replicas: 3, raft: { enabled: true, setNodeId: true } });
    expect(configuration.blocks.filter(({ type }) => type === 'audit')).toEqual([]);
    expect(server).toMatchObject({
      auditStorage: { enabled: true },
      updateStrategyType: 'OnDelete',
      image: { tag: '2.0.4' },
      extraEnvironmentVars: { VAULT_CACERT: '/vault/userconfig/tls/ca.crt' },
      readinessProbe: { path: '/v1/sys/health?standbyok=true&perfstandbyok=true' },
    });
  });

  test('of OpenBao has its audit devices in its configuration, on separate sinks', async () => {
    const audit = { log: { type: 'stdout' }, collector: { type: 'socket', address: 'collector.ops:9000' } };
    const server = { product: 'openbao', version: '2.6.3', replicas: 5, audit };
    const rendered = await render({ server, autoUnseal: seals.transit });
    const configuration = configurationOf(valuesOf(rendered));
    const devices = configuration.blocks.filter(({ type }) => type === 'audit');
    expect(devices.map((device) => [device.labels, attributesOf(blockOf(device, 'options'))])).toEqual([
      [['socket', 'collector'], { address: 'collector.ops:9000', socket_type: 'tcp' }],
      [['file', 'log'], { file_path: 'stdout' }],
    ]);
    expect(blockOf(configuration, 'storage').blocks).toHaveLength(5);
    expect(valuesOf(rendered).server).not.toHaveProperty('auditStorage');
    // It would stand in for the authority of the seal.
    expect(valuesOf(rendered).server).not.toHaveProperty('extraEnvironmentVars');
  });

  test('is in the environment document, with the devices that a program makes', async () => {
    const { files } = await render({ autoUnseal: seals.awskms });
    const [, text] = [...files].find(([path]) => path.endsWith('environment.json')) ?? [];
    expect(JSON.parse(String(text)).vault).toMatchObject({
      seal: 'awskms',
      server: {
        product: 'vault',
        version: '2.0.4',
        edition: 'community',
        replicas: 3,
        storage: 'raft',
        auditBy: 'api',
        audit: [
          { path: 'file', type: 'file', options: { file_path: '/vault/audit/audit.log' } },
          { path: 'stdout', type: 'file', options: { file_path: 'stdout' } },
        ],
      },
    });
  });

  test('that may be thrown away is one node, relaxed, and of any storage', async () => {
    const given = { lifecycle: 'ephemeral', address: 'http://vault.live:8200' } as const;
    const { server } = valuesOf(await render({ ...given, server: { product: 'vault', storage: 'file' } }));
    const configuration = readHcl(server.standalone?.config ?? '');
    expect(attributesOf(blockOf(configuration, 'storage', 'file'))).toEqual({ path: '/vault/data' });
    expect(attributesOf(blockOf(configuration, 'listener'))).toMatchObject({ tls_disable: true });
    expect(server.readinessProbe).toMatchObject({ path: expect.stringContaining('&sealedcode=200&uninitcode=200') });
    expect(server).not.toHaveProperty('statefulSet');
  });

  test('may be a ConfigMap alone', async () => {
    const tls = { as: 'config-map' } as const;
    const given = { lifecycle: 'ephemeral', address: 'http://vault.live:8200', props: tls } as const;
    const rendered = await render({ ...given, server: { product: 'openbao', version: '2.6.0' } });
    const maps = rendered.manifests.flatMap(({ value }) => (value.kind === 'ConfigMap' ? [value] : []));
    expect(maps).toMatchObject([{ metadata: { name: 'vault-config', namespace: 'live' } }]);
    const text = (maps[0]?.data as Record<string, string> | undefined)?.['openbao.hcl'];
    expect(blockOf(readHcl(text ?? ''), 'storage').labels).toEqual(['raft']);
  });

  test.each<[string, Case, string[]]>([
    ['somebody else runs it', { managed: true }, ['VW1212']],
    ['it is not of the cluster', { autoUnseal: seals.awskms, address: 'https://vault.example.org' }, ['VW1212']],
    ['its certificate is nowhere', { autoUnseal: seals.awskms, props: {} }, ['VW1212']],
    ['the chart would run a text', { autoUnseal: { ...seals.awskms, kmsKeyId: '{{x}}' } }, ['VW1211']],
    ['the chart would replace a text', { autoUnseal: { ...seals.awskms, kmsKeyId: 'x-HOSTNAME' } }, ['VW1211']],
    ['the server would interpolate', { autoUnseal: { ...seals.awskms, kmsKeyId: `$${'{x}'}` } }, ['VW1211']],
  ])('is refused where %s', async (_, given, codes) => {
    expect(found(await render(given))).toEqual(codes.map((code) => `${code} server/server`));
  });
});
