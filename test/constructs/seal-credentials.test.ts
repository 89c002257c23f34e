import { describe, expect, test } from 'vitest';
import { attributesOf, blockOf } from './read-hcl.ts';
import {
  type Case,
  command,
  configurationOf,
  digest,
  plugin,
  render,
  seals,
  servers,
  token,
  valuesOf,
} from './rendered-server.ts';

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
