import { named, type SecretWriter } from './secret-writer.ts';

/** What copies Secrets out of stores, decrypts or generates them. */
export const writersOfSecretOperators: readonly SecretWriter[] = [
  {
    kind: 'ExternalSecret',
    group: 'kubernetes-client.io',
    page: 'https://github.com/external-secrets/kubernetes-external-secrets',
    secrets: [
      { name: '{metadata.name}', keys: ['{spec.data[].name|data[].name}'], when: ['!spec.dataFrom'] },
      { name: '{metadata.name}', when: ['spec.dataFrom'] },
    ],
  },
  {
    kind: ['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'],
    group: 'secrets.hashicorp.com',
    page: 'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference',
    secrets: [
      { name: '{spec.destination.name}', when: ['spec.destination.create'] },
      { name: '{spec.destination.name}', when: ['!spec.destination.create'], ownership: 'adds' },
    ],
  },
  {
    kind: 'VaultSecret',
    group: 'ricoberger.de',
    page: 'https://github.com/ricoberger/vault-secrets-operator',
    secrets: named(['']),
  },
  {
    kind: 'VaultSecret',
    group: 'redhatcop.redhat.io',
    page: 'https://github.com/redhat-cop/vault-config-operator/blob/main/docs/api.md',
    secrets: [{ name: '{spec.output.name|metadata.name}', keys: ['{spec.output.stringData.@}'] }],
  },
  { kind: 'Vault', group: 'koudingspawn.de', page: 'https://github.com/DaspawnW/vault-crd', secrets: named(['']) },
  {
    kind: 'Vault',
    group: 'vault.banzaicloud.com',
    page: 'https://bank-vaults.dev/docs/operator/',
    secrets: named(['-unseal-keys'], ['-tls'], ['-raw-config']),
  },
  { kind: 'OnePasswordItem', page: 'https://developer.1password.com/docs/k8s/operator/', secrets: named(['']) },
  {
    kind: 'AzureKeyVaultSecret',
    group: 'spv.no',
    page: 'https://akv2k8s.io/reference/azure-key-vault-secret/',
    secrets: [{ name: '{spec.output.secret.name}' }],
  },
  {
    kind: ['InfisicalSecret', 'InfisicalDynamicSecret'],
    page: 'https://infisical.com/docs/integrations/platforms/kubernetes/infisical-secret-crd',
    secrets: [
      { name: '{spec.managedSecretReference.secretName}', namespace: '{spec.managedSecretReference.secretNamespace}' },
      { each: 'spec.managedKubeSecretReferences', name: '{.secretName}', namespace: '{.secretNamespace}' },
    ],
  },
  {
    kind: 'DopplerSecret',
    page: 'https://docs.doppler.com/docs/kubernetes-operator',
    secrets: [{ name: '{spec.managedSecret.name}', namespace: '{spec.managedSecret.namespace}' }],
  },
  {
    kind: 'BitwardenSecret',
    group: 'k8s.bitwarden.com',
    page: 'https://bitwarden.com/help/secrets-manager-kubernetes-operator/',
    secrets: [{ name: '{spec.secretName}' }],
  },
  {
    kind: ['BitwardenSecret', 'RegistryCredential', 'BitwardenTemplate'],
    group: 'lerentis.uploadfilter24.eu',
    page: 'https://github.com/Lerentis/bitwarden-crd-operator',
    secrets: [{ name: '{spec.name}', namespace: '{spec.namespace}' }],
  },
  {
    kind: 'SopsSecret',
    group: 'isindir.github.com',
    page: 'https://github.com/isindir/sops-secrets-operator',
    secrets: [
      { each: 'spec.secretTemplates', name: '{.name}', keys: ['{.stringData.@}', '{.data.@}'] },
      { each: 'spec.secret_templates', name: '{.name}', keys: ['{.stringData.@}', '{.data.@}'] },
    ],
  },
  {
    kind: ['SopsSecret', 'GlobalSopsSecret'],
    group: 'addons.projectcapsule.dev',
    page: 'https://github.com/peak-scale/sops-operator',
    secrets: [
      {
        each: 'spec.secrets',
        name: '{.name}',
        namespace: '{.namespace|metadata.namespace}',
        keys: ['{.stringData.@}', '{.data.@}'],
      },
    ],
  },
  {
    kind: 'SopsSecretGenerator',
    group: 'goabout.com',
    page: 'https://github.com/goabout/kustomize-sopssecretgenerator',
    secrets: named(['']),
  },
  {
    kind: 'SealedSecret',
    page: 'https://github.com/bitnami-labs/sealed-secrets',
    secrets: [
      {
        name: '{spec.template.metadata.name|metadata.name}',
        keys: ['{spec.encryptedData.@}', '{spec.template.data.@}'],
      },
    ],
  },
  {
    kind: 'SecretProviderClass',
    page: 'https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret',
    secrets: [{ each: 'spec.secretObjects', name: '{.secretName}', keys: ['{.data[].key}'] }],
  },
  {
    kind: 'SecretSync',
    group: 'secret-sync.x-k8s.io',
    page: 'https://github.com/kubernetes-sigs/secrets-store-sync-controller',
    secrets: [{ name: '{metadata.name}', keys: ['{spec.secretObject.data[].targetKey}'] }],
  },
  {
    kind: 'KamusSecret',
    group: 'soluto.com',
    page: 'https://kamus.soluto.io/docs/user/crd/',
    secrets: [{ name: '{metadata.name}', keys: ['{spec.stringData.@}', '{spec.data.@}'] }],
  },
  {
    kind: 'ClusterSecret',
    group: 'clustersecret.io',
    page: 'https://github.com/zakkg3/ClusterSecret',
    secrets: [{ name: '{metadata.name}', namespace: '*', ownership: 'shares' }],
  },
  {
    kind: 'StringSecret',
    group: 'secretgenerator.mittwald.de',
    page: 'https://github.com/mittwald/kubernetes-secret-generator',
    secrets: [{ name: '{metadata.name}', keys: ['{spec.fields[].fieldName}', '{spec.data.@}'] }],
  },
  {
    kind: 'BasicAuth',
    group: 'secretgenerator.mittwald.de',
    page: 'https://github.com/mittwald/kubernetes-secret-generator',
    secrets: named(['', ['username', 'password', 'auth']]),
  },
  {
    kind: 'SSHKeyPair',
    group: 'secretgenerator.mittwald.de',
    page: 'https://github.com/mittwald/kubernetes-secret-generator',
    secrets: named(['']),
  },
  {
    kind: ['Password', 'Certificate', 'RSAKey', 'SSHKey'],
    group: 'secretgen.k14s.io',
    page: 'https://github.com/carvel-dev/secretgen-controller',
    secrets: named(['']),
  },
  {
    kind: ['SecretTemplate', 'SecretImport'],
    group: 'secretgen.carvel.dev',
    page: 'https://github.com/carvel-dev/secretgen-controller',
    secrets: named(['']),
  },
  {
    kind: 'SecretExport',
    group: 'secretgen.carvel.dev',
    page: 'https://github.com/carvel-dev/secretgen-controller',
    secrets: [{ name: '{metadata.name}', namespace: '*', ownership: 'shares' }],
  },
];
