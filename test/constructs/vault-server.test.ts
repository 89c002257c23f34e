import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import {
  DeliveredSecrets,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type Profile,
  type RenderedPlatform,
  renderPlatform,
  VaultServer,
  type VaultServerProps,
} from '../../src/index.ts';
import { attributesOf, blockOf, type ReadBody, readHcl } from './read-hcl.ts';

const digest = 'a1'.repeat(32);
const plugin = { image: 'registry.example/kms', binaryName: 'kms', version: 'v0.1.0', sha256sum: digest } as const;
const command = { command: 'kms-azure', version: 'v0.1.0', sha256sum: digest } as const;
const token = { secret: 'seal', key: 'token' } as const;

const seals = {
  azurekeyvault: { type: 'azurekeyvault', vaultName: 'live', keyName: 'unseal' },
  awskms: { type: 'awskms', region: 'eu-central-1', kmsKeyId: 'alias/unseal' },
  gcpckms: { type: 'gcpckms', project: 'live', keyRing: 'ring', cryptoKey: 'unseal' },
  ocikms: {
    type: 'ocikms',
    keyId: 'ocid1.key.oc1..x',
    cryptoEndpoint: 'https://x-crypto.kms.example',
    managementEndpoint: 'https://x-management.kms.example',
  },
  transit: { type: 'transit', address: 'https://kms.example:8200', keyName: 'unseal', token },
  pkcs11: { type: 'pkcs11', lib: '/usr/lib/hsm.so', tokenLabel: 'vault', keyLabel: 'unseal', pin: token },
  static: { type: 'static', currentKeyId: '2026-1', currentKey: { secret: 'seal', key: 'current' } },
} as const;
type SealName = keyof typeof seals;

const servers = {
  'Vault 2.0.4': { product: 'vault', version: '2.0.4' },
  'Vault Enterprise': { product: 'vault', edition: 'enterprise', license: { secret: 'license', key: 'license' } },
  'OpenBao 2.5': { product: 'openbao', version: '2.5.4' },
  'OpenBao 2.6': { product: 'openbao', version: '2.6.3' },
  'OpenBao 2.7': { product: 'openbao', version: '2.7.0' },
  'OpenBao 2.10': { product: 'openbao', version: '2.10.1' },
} as const;
type ServerName = keyof typeof servers;

const bootstrap = { initialize: true, unseal: false, credentialsSecret: 'keys' };
const service = 'https://vault-live.live.svc.cluster.local:8200';

interface Case {
  readonly server?: object | undefined;
  readonly autoUnseal?: object | undefined;
  readonly lifecycle?: 'ephemeral' | 'regulated';
  readonly address?: string;
  readonly props?: VaultServerProps;
  readonly managed?: true;
}

/** Renders one server; profiles come in by a cast, since types refuse half of the cells. */
function render({ lifecycle = 'regulated', address = service, props, ...own }: Case): Promise<RenderedPlatform> {
  const vault = { address, ...own, ...(lifecycle === 'ephemeral' && !own.managed && { bootstrap }) };
  const live = { cluster: 'lab', namespace: 'live', lifecycle, vault } as unknown as Profile;
  const clusters = { lab: { stores: 'namespaced' as const } };
  const platform = definePlatform({
    store: 'play-vault',
    clusters,
    environments: { live: { ...live, cluster: 'lab' } },
  });
  const tls = platform.delivered('vault-live-tls', {
    by: 'cert-manager',
    purpose: 'Certificate of the server',
    keys: ['tls.crt', 'tls.key', 'ca.crt'],
  });
  const ofSeal = platform.delivered('seal', { by: 'a person', purpose: 'Seal', keys: ['token', 'current', 'before'] });
  const license = platform.delivered('license', { by: 'a person', purpose: 'License', keys: ['license'] });
  type Env = EnvironmentScope<typeof platform>;
  class Server extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'server', { owner: 'players', phase: 150 });
      new DeliveredSecrets(this, [tls, ofSeal, license]);
      new VaultServer(this, props ?? { tls });
    }
  }
  return renderPlatform(platform, { components: [Server] });
}

/** Findings about the server; those about what else an environment needs have tests of their own. */
const found = ({ diagnostics }: RenderedPlatform): string[] =>
  diagnostics
    .filter(({ code }) => code === 'VW1201' || /^VW12(?:0[5-9]|1\d)$/.test(code))
    .map(({ code, place: { field, constructPath } }) => `${code} ${field ?? constructPath}`);

interface Values {
  readonly server: Readonly<Record<string, unknown>> & {
    readonly ha?: { readonly raft: { readonly config: string }; readonly apiAddr: string; readonly replicas: number };
    readonly standalone?: { readonly config: string };
  };
}

function valuesOf({ files }: RenderedPlatform): Values {
  const [, text] = [...files].find(([path]) => path.endsWith('values/server.yaml')) ?? [];
  return load(String(text)) as Values;
}

const configurationOf = (values: Values): ReadBody =>
  readHcl(values.server.ha?.raft.config ?? values.server.standalone?.config ?? '');

type Verdict = 'has it' | 'VW1205' | 'VW1207' | 'with a plugin';
const vendor = (verdicts: readonly Verdict[]) => ({
  azurekeyvault: verdicts,
  awskms: verdicts,
  gcpckms: verdicts,
  ocikms: verdicts,
});
/** What each server says to each seal, in the order of `servers`. */
const matrix: Readonly<Record<SealName, readonly Verdict[]>> = {
  ...vendor(['has it', 'has it', 'has it', 'has it', 'with a plugin', 'with a plugin']),
  transit: ['has it', 'has it', 'has it', 'has it', 'has it', 'has it'],
  pkcs11: ['VW1205', 'has it', 'has it', 'has it', 'with a plugin', 'with a plugin'],
  static: ['VW1205', 'VW1205', 'has it', 'has it', 'has it', 'has it'],
};
const cells = Object.entries(matrix).flatMap(([seal, verdicts]) =>
  verdicts.map((verdict, index) => [Object.keys(servers)[index], seal, verdict] as [ServerName, SealName, Verdict]),
);

describe('the matrix of servers and seals', () => {
  test.each(cells)('%s, %s: %s', async (serverName, sealName, verdict) => {
    const server = servers[serverName];
    const autoUnseal = seals[sealName];
    // Where the environment is regulated a static seal is refused whatever the server.
    const lifecycle = sealName === 'static' ? 'ephemeral' : 'regulated';
    const plain = await render({ server, autoUnseal, lifecycle });
    const refusal = verdict === 'with a plugin' ? ['VW1207 environments.live.vault.autoUnseal.plugin'] : [];
    expect(found(plain)).toEqual(
      verdict.startsWith('VW') ? [`${verdict} environments.live.vault.autoUnseal.type`] : refusal,
    );
    if (verdict.startsWith('VW')) return;
    const rendered =
      verdict === 'has it' ? plain : await render({ server, autoUnseal: { ...autoUnseal, plugin }, lifecycle });
    expect(found(rendered)).toEqual([]);
    const configuration = configurationOf(valuesOf(rendered));
    expect(blockOf(configuration, 'seal').labels).toEqual([sealName]);
    const plugins = configuration.blocks.filter(({ type }) => type === 'plugin').map(({ labels }) => labels);
    expect(plugins).toEqual(verdict === 'has it' ? [] : [['kms', sealName]]);
  });

  test.each<[string, Case, string]>([
    [
      'a static seal where regulated',
      { server: servers['OpenBao 2.6'], autoUnseal: seals.static },
      'VW1206 vault.autoUnseal.type',
    ],
    ['a plugin of Vault', { autoUnseal: { ...seals.awskms, plugin } }, 'VW1207 vault.autoUnseal.plugin'],
    [
      'a plugin of OpenBao 2.5',
      { server: servers['OpenBao 2.5'], autoUnseal: { ...seals.awskms, plugin } },
      'VW1207 vault.autoUnseal.plugin',
    ],
    [
      'an HMAC key of OpenBao',
      { server: servers['OpenBao 2.6'], autoUnseal: { ...seals.pkcs11, hmacKeyLabel: 'x' } },
      'VW1205 vault.autoUnseal.hmacKeyLabel',
    ],
    [
      'an Enterprise edition without license',
      { server: { product: 'vault', edition: 'enterprise' } },
      'VW1205 vault.server.license',
    ],
    [
      'a license of the community edition',
      { server: { product: 'vault', license: token } },
      'VW1205 vault.server.license',
    ],
    ['a Vault that nobody mends', { server: { product: 'vault', version: '1.13.0' } }, 'VW1210 vault.server.version'],
    [
      'an OpenBao of the beginning',
      { server: { product: 'openbao', version: '2.0.0' } },
      'VW1210 vault.server.version',
    ],
    ['one node where regulated', { server: { product: 'vault', replicas: 1 } }, 'VW1208 vault.server.replicas'],
    [
      'file storage where regulated',
      { server: { product: 'vault', storage: 'file', replicas: 3 } },
      'VW1208 vault.server.storage',
    ],
    [
      'file storage of OpenBao 2.7',
      { server: { product: 'openbao', version: '2.7.1', storage: 'file' }, lifecycle: 'ephemeral' },
      'VW1208 vault.server.storage',
    ],
    [
      'file storage of two nodes',
      { server: { product: 'vault', storage: 'file', replicas: 3 }, lifecycle: 'ephemeral' },
      'VW1208 vault.server.storage',
    ],
    [
      'one audit device where regulated',
      { server: { product: 'vault', audit: { a: { type: 'file' } } } },
      'VW1209 vault.server.audit',
    ],
    [
      'two files of one volume',
      { server: { product: 'vault', audit: { a: { type: 'file' }, b: { type: 'file', file: 'b.log' } } } },
      'VW1209 vault.server.audit.b',
    ],
    [
      'two ways to one collector',
      {
        server: {
          product: 'vault',
          audit: { a: { type: 'socket', address: 'c:9' }, b: { type: 'socket', address: 'c:9', protocol: 'tcp' } },
        },
      },
      'VW1209 vault.server.audit.b',
    ],
    ['an even number of nodes', { server: { product: 'vault', replicas: 4 } }, 'VW1201 vault.server.replicas'],
    [
      'a digest that is short',
      { server: servers['OpenBao 2.7'], autoUnseal: { ...seals.awskms, plugin: { ...command, sha256sum: 'ab' } } },
      'VW1201 vault.autoUnseal.plugin.sha256sum',
    ],
    [
      'a plugin from nowhere',
      {
        server: servers['OpenBao 2.7'],
        autoUnseal: { ...seals.awskms, plugin: { version: 'v0.1.0', sha256sum: digest } },
      },
      'VW1201 vault.autoUnseal.plugin',
    ],
    ['a literal token', { autoUnseal: { ...seals.transit, token: 'x' } }, 'VW1201 vault.autoUnseal.token'],
    [
      'slot and label',
      { server: servers['OpenBao 2.6'], autoUnseal: { ...seals.pkcs11, slot: '1' } },
      'VW1201 vault.autoUnseal.slot',
    ],
    ['a server of others with a seal', { managed: true, autoUnseal: seals.awskms }, 'VW1201 vault.managed'],
  ])('refuses %s', async (_, given, expected) => {
    const result = await render({ autoUnseal: given.managed ? undefined : seals.transit, ...given });
    const [code, field] = expected.split(' ');
    expect(found(result)).toEqual([`${code} environments.live.${field}`]);
  });
});

/** The attributes of the seal, and what stands around the server for it. */
const around = async (given: Case) => {
  const values = valuesOf(await render(given));
  const { extraSecretEnvironmentVars, serviceAccount, extraLabels, volumes } = values.server;
  const seal = attributesOf(blockOf(configurationOf(values), 'seal'));
  return { seal, extraSecretEnvironmentVars, serviceAccount, extraLabels, volumes };
};
const id = '11111111-2222-4333-8444-555555555555';
const tlsVolume = { name: 'tls', secret: { secretName: 'vault-live-tls', defaultMode: 288 } };
const sealVolume = { name: 'seal-0', secret: { secretName: 'seal', defaultMode: 288 } };
const variable = (envName: string) => ({ envName, secretName: 'seal', secretKey: 'token' });

describe('the credential of a seal', () => {
  test.each<[string, Case, object]>([
    [
      'a workload identity of Azure, with a Managed HSM',
      { autoUnseal: { ...seals.azurekeyvault, managedHsm: true, tenantId: id, identity: { clientId: id } } },
      {
        seal: { tenant_id: id, vault_name: 'live', key_name: 'unseal', resource: 'managedhsm.azure.net' },
        serviceAccount: { annotations: { 'azure.workload.identity/client-id': id } },
        extraLabels: { 'azure.workload.identity/use': 'true' },
      },
    ],
    [
      'a client secret of Azure, in another cloud',
      {
        autoUnseal: {
          ...seals.azurekeyvault,
          resource: 'vault.azure.cn',
          identity: { clientId: id, clientSecret: token },
        },
      },
      {
        seal: { client_id: id, vault_name: 'live', key_name: 'unseal', resource: 'vault.azure.cn' },
        extraSecretEnvironmentVars: [variable('AZURE_CLIENT_SECRET')],
      },
    ],
    [
      'a role of AWS, at a private endpoint',
      {
        autoUnseal: {
          ...seals.awskms,
          endpoint: 'https://kms.internal',
          identity: { roleArn: 'arn:aws:iam::1:role/v' },
        },
      },
      {
        seal: { region: 'eu-central-1', kms_key_id: 'alias/unseal', endpoint: 'https://kms.internal' },
        serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/v' } },
      },
    ],
    [
      'a key of AWS',
      { autoUnseal: { ...seals.awskms, identity: { accessKeyId: token, secretAccessKey: token } } },
      {
        seal: { region: 'eu-central-1', kms_key_id: 'alias/unseal' },
        extraSecretEnvironmentVars: [variable('AWS_ACCESS_KEY_ID'), variable('AWS_SECRET_ACCESS_KEY')],
      },
    ],
    [
      'an account of Google',
      { autoUnseal: { ...seals.gcpckms, region: 'europe-west3', identity: { serviceAccount: 'v@live.iam' } } },
      {
        seal: { project: 'live', region: 'europe-west3', key_ring: 'ring', crypto_key: 'unseal' },
        serviceAccount: { annotations: { 'iam.gke.io/gcp-service-account': 'v@live.iam' } },
      },
    ],
    [
      'a key file of Google',
      { autoUnseal: { ...seals.gcpckms, identity: { credentialsFile: token } } },
      {
        seal: {
          project: 'live',
          region: 'global',
          key_ring: 'ring',
          crypto_key: 'unseal',
          credentials: '/vault/userconfig/seal-0/token',
        },
        volumes: [tlsVolume, sealVolume],
      },
    ],
    [
      'an instance of Oracle',
      { autoUnseal: seals.ocikms },
      {
        seal: {
          key_id: 'ocid1.key.oc1..x',
          crypto_endpoint: 'https://x-crypto.kms.example',
          management_endpoint: 'https://x-management.kms.example',
        },
      },
    ],
    [
      'a token for the transit engine, and its authority',
      { autoUnseal: { ...seals.transit, mountPath: 'unseal', namespace: 'ops', disableRenewal: true, ca: token } },
      {
        seal: {
          address: 'https://kms.example:8200',
          key_name: 'unseal',
          mount_path: 'unseal',
          namespace: 'ops',
          disable_renewal: 'true',
          tls_ca_cert: '/vault/userconfig/seal-0/token',
        },
        extraSecretEnvironmentVars: [variable('VAULT_TOKEN')],
        volumes: [tlsVolume, sealVolume],
      },
    ],
    [
      'a PIN of Vault',
      {
        server: servers['Vault Enterprise'],
        autoUnseal: { ...seals.pkcs11, hmacKeyLabel: 'hmac', mechanism: '0x1087' },
      },
      {
        seal: {
          lib: '/usr/lib/hsm.so',
          token_label: 'vault',
          key_label: 'unseal',
          hmac_key_label: 'hmac',
          mechanism: '0x1087',
        },
        extraSecretEnvironmentVars: [variable('VAULT_HSM_PIN')],
      },
    ],
    [
      'a PIN of OpenBao',
      { server: servers['OpenBao 2.6'], autoUnseal: { ...seals.pkcs11, tokenLabel: undefined, slot: '7' } },
      {
        seal: { lib: '/usr/lib/hsm.so', slot: '7', key_label: 'unseal' },
        extraSecretEnvironmentVars: [variable('BAO_HSM_PIN')],
      },
    ],
    [
      'two static keys',
      {
        server: servers['OpenBao 2.7'],
        lifecycle: 'ephemeral',
        autoUnseal: { ...seals.static, previous: { keyId: '2025-4', key: { secret: 'seal', key: 'before' } } },
      },
      {
        seal: {
          current_key_id: '2026-1',
          current_key: 'file:///openbao/userconfig/seal-0/current',
          previous_key_id: '2025-4',
          previous_key: 'file:///openbao/userconfig/seal-0/before',
        },
        volumes: [tlsVolume, sealVolume],
      },
    ],
  ])('is %s', async (_, given, expected) => {
    expect(await around(given)).toEqual({ volumes: [tlsVolume], ...expected });
  });

  test('is read by a plugin whose digest is pinned', async () => {
    const server = servers['OpenBao 2.7'];
    const fetched = await render({ server, autoUnseal: { ...seals.azurekeyvault, plugin } });
    const configuration = configurationOf(valuesOf(fetched));
    const { image, binaryName, version } = plugin;
    expect(attributesOf(blockOf(configuration, 'plugin'))).toEqual({
      image,
      version,
      binary_name: binaryName,
      sha256sum: digest,
    });
    expect(attributesOf(configuration)).toMatchObject({
      plugin_directory: '/openbao/plugins',
      plugin_auto_download: true,
    });
    expect(valuesOf(fetched).server.volumeMounts).toContainEqual({ name: 'plugins', mountPath: '/openbao/plugins' });
    const brought = await render({ server, autoUnseal: { ...seals.azurekeyvault, plugin: command } });
    expect(attributesOf(configurationOf(valuesOf(brought)))).not.toHaveProperty('plugin_auto_download');
    expect(valuesOf(brought).server.volumes).toEqual([tlsVolume]);
  });
});

describe('a server', () => {
  test('of Vault has three nodes that find each other, and no audit device in its configuration', async () => {
    const { server } = valuesOf(await render({ autoUnseal: seals.awskms }));
    const configuration = readHcl(server.ha?.raft.config ?? '');
    const joins = blockOf(configuration, 'storage', 'raft').blocks.map(attributesOf);
    expect(joins).toEqual(
      [0, 1, 2].map((node) => ({
        leader_api_addr: `https://vault-live-${node}.vault-live-internal:8200`,
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
