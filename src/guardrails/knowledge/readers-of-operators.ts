// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the resources
import { reads, type SecretReader } from './secret-reader.ts';

const login = ['username', 'password'];
const tls = ['tls.crt', 'tls.key'];
const csi = 'https://kubernetes-csi.github.io/docs/secrets-and-credentials-storage-class.html';
const csiSecrets = [
  'provisioner',
  'controller-publish',
  'node-stage',
  'node-publish',
  'controller-expand',
  'node-expand',
  'snapshotter',
  'snapshotter-list',
];
const strimzi = 'https://strimzi.io/docs/operators/latest/configuring';

/** Operators of databases, brokers, storage and observability. */
export const readersOfOperators: readonly SecretReader[] = [
  {
    kind: 'Alertmanager',
    group: 'monitoring.coreos.com',
    page: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerSpec',
    secrets: [{ name: 'spec.configSecret', keys: ['alertmanager.yaml'] }, ...reads('spec.secrets[]')],
  },
  {
    kind: ['Prometheus', 'PrometheusAgent'],
    group: 'monitoring.coreos.com',
    page: 'https://prometheus-operator.dev/docs/api-reference/api/',
    secrets: reads('spec.secrets[]'),
  },
  {
    kind: ['VMAgent', 'VMAlert', 'VMAlertmanager', 'VMSingle', 'VMCluster', 'VMAuth'],
    group: 'operator.victoriametrics.com',
    page: 'https://docs.victoriametrics.com/operator/api/',
    secrets: reads('spec.secrets[]', 'spec.configSecret'),
  },
  {
    kind: 'Cluster',
    group: 'postgresql.cnpg.io',
    page: 'https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/',
    secrets: [
      ...['initdb', 'recovery', 'pg_basebackup'].map((way) => ({
        name: `spec.bootstrap.${way}.secret.name`,
        keys: login,
      })),
      { name: 'spec.superuserSecret.name', keys: login },
      { each: 'spec.managed.roles', name: '.passwordSecret.name', keys: login },
      ...reads(
        'spec.certificates.serverTLSSecret',
        'spec.certificates.serverCASecret',
        'spec.certificates.clientCASecret',
        'spec.certificates.replicationTLSSecret',
      ),
    ],
  },
  {
    kind: 'postgresql',
    group: 'acid.zalan.do',
    page: 'https://opensource.zalando.com/postgres-operator/docs/reference/cluster_manifest.html#custom-tls-certificates',
    secrets: reads('spec.tls.secretName'),
  },
  {
    kind: ['PerconaXtraDBCluster', 'PerconaServerMongoDB', 'PerconaServerMySQL'],
    page: 'https://docs.percona.com/percona-operator-for-mysql/pxc/operator.html',
    secrets: reads(
      'spec.backup.storages[].s3.credentialsSecret',
      'spec.backup.storages[].azure.credentialsSecret',
      'spec.backup.storages[].gcs.credentialsSecret',
      'spec.vaultSecretName',
      'spec.secrets.vault',
    ),
  },
  {
    kind: 'MongoDBCommunity',
    page: 'https://github.com/mongodb/mongodb-kubernetes/tree/master/docs/mongodbcommunity',
    secrets: [
      { each: 'spec.users', name: '.passwordSecretRef.name', keys: ['password'], when: ['!.passwordSecretRef.key'] },
    ],
  },
  {
    kind: 'RedisFailover',
    page: 'https://github.com/spotahome/redis-operator#enabling-redis-auth',
    secrets: [{ name: 'spec.auth.secretPath', keys: ['password'] }],
  },
  {
    kind: '*',
    group: '*.k8s.elastic.co',
    page: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s',
    secrets: reads(
      'spec.secureSettings[].secretName',
      'spec.auth.fileRealm[].secretName',
      'spec.auth.roles[].secretName',
      'spec.http.tls.certificate.secretName',
    ),
  },
  {
    kind: 'RabbitmqCluster',
    group: 'rabbitmq.com',
    page: 'https://www.rabbitmq.com/kubernetes/operator/using-operator',
    secrets: [
      { name: 'spec.tls.secretName', keys: tls },
      ...reads('spec.tls.caSecretName', 'spec.secretBackend.externalSecret.name'),
    ],
  },
  {
    kind: 'User',
    group: 'rabbitmq.com',
    page: 'https://www.rabbitmq.com/kubernetes/operator/using-topology-operator',
    secrets: [{ name: 'spec.importCredentialsSecret.name', keys: ['username'] }],
  },
  {
    kind: 'Federation',
    group: 'rabbitmq.com',
    page: 'https://www.rabbitmq.com/kubernetes/operator/using-topology-operator',
    secrets: [{ name: 'spec.uriSecret.name', keys: ['uri'] }],
  },
  {
    kind: 'Shovel',
    group: 'rabbitmq.com',
    page: 'https://www.rabbitmq.com/kubernetes/operator/using-topology-operator',
    secrets: [{ name: 'spec.uriSecret.name', keys: ['srcUri', 'destUri'] }],
  },
  {
    kind: ['KafkaConnect', 'KafkaConnector', 'KafkaMirrorMaker2', 'KafkaBridge'],
    group: 'kafka.strimzi.io',
    page: strimzi,
    secrets: [
      { name: '**', text: '\\$\\{secrets:(?:(?<namespace>[^/:}]+)/)?(?<name>[^:}]+):(?<key>[^}]+)\\}' },
      ...['spec', 'spec.clusters[]'].flatMap((at) => [
        { name: `${at}.authentication.passwordSecret.secretName`, key: '^password' },
        { name: `${at}.authentication.certificateAndKey.secretName`, key: '^key' },
        { name: `${at}.tls.trustedCertificates[].secretName`, key: '^certificate' },
      ]),
    ],
  },
  {
    kind: 'Kafka',
    group: 'kafka.strimzi.io',
    page: strimzi,
    secrets: [{ name: 'spec.kafka.listeners[].configuration.brokerCertChainAndKey.secretName', key: '^key' }],
  },
  {
    kind: 'ClickHouseInstallation',
    page: 'https://github.com/Altinity/clickhouse-operator/blob/master/docs/security_hardening.md',
    secrets: [
      {
        name: 'spec.configuration.users[]',
        text: '^(?:(?<namespace>[a-z0-9-]+)/)?(?<name>[a-z0-9.-]+)/(?<key>[\\w.-]+)$',
        field: 'k8s_secret',
      },
    ],
  },
  {
    kind: 'Tenant',
    group: 'minio.min.io',
    page: 'https://min.io/docs/minio/kubernetes/upstream/',
    secrets: [
      { name: 'spec.configuration.name', keys: ['config.env'] },
      { name: 'spec.credsSecret.name', keys: ['accesskey', 'secretkey'] },
      ...reads(
        'spec.users[].name',
        'spec.externalCertSecret[].name',
        'spec.externalCaCertSecret[].name',
        'spec.externalClientCertSecret.name',
      ),
    ],
  },
  {
    kind: ['ReplicationSource', 'ReplicationDestination'],
    group: 'volsync.backube',
    page: 'https://volsync.readthedocs.io/en/stable/usage/',
    secrets: [
      { name: 'spec.restic.repository', keys: ['RESTIC_REPOSITORY', 'RESTIC_PASSWORD'] },
      { name: 'spec.rclone.rcloneConfig', keys: ['rclone.conf'] },
      { name: 'spec.rsyncTLS.keySecret', keys: ['psk.txt'] },
      ...reads('spec.rsync.sshKeys', 'spec.restic.customCA.secretName'),
    ],
  },
  {
    kind: 'Setting',
    group: 'longhorn.io',
    page: 'https://longhorn.io/docs/latest/references/settings/#backup-target-credential-secret',
    secrets: [{ name: 'value', when: ['metadata.name=backup-target-credential-secret'] }],
  },
  {
    kind: 'BackupTarget',
    group: 'longhorn.io',
    page: 'https://longhorn.io/docs/latest/snapshots-and-backups/backup-and-restore/set-backup-target/',
    secrets: reads('spec.credentialSecret'),
  },
  {
    kind: 'CephObjectStore',
    page: 'https://rook.io/docs/rook/latest-release/CRDs/Object-Storage/ceph-object-store-crd/',
    secrets: reads('spec.gateway.sslCertificateRef', 'spec.gateway.caBundleRef'),
  },
  {
    kind: ['Repository', 'BackupStorage'],
    group: ['stash.appscode.com', 'storage.kubestash.com'],
    page: 'https://kubestash.com/docs/',
    secrets: reads('spec.backend[].secretName', 'spec.backend.storageSecretName', 'spec.storage[].secretName'),
  },
  ...csiSecrets.map(
    (role): SecretReader => ({
      kind: ['StorageClass', 'VolumeSnapshotClass'],
      page: csi,
      secrets: [
        {
          name: `parameters["csi.storage.k8s.io/${role}-secret-name"]`,
          namespace: `{parameters["csi.storage.k8s.io/${role}-secret-namespace"]}`,
        },
      ],
    }),
  ),
  {
    kind: 'StorageClass',
    page: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
    secrets: [
      { name: 'parameters.secretName', namespace: '{parameters.secretNamespace}' },
      { name: 'parameters.adminSecretName', namespace: '{parameters.adminSecretNamespace}' },
      { name: 'parameters.userSecretName', namespace: '{parameters.userSecretNamespace}' },
    ],
  },
  {
    kind: 'DynaKube',
    group: 'dynatrace.com',
    page: 'https://docs.dynatrace.com/docs/ingest-from/setup-on-k8s/reference/dynakube-parameters',
    secrets: [{ name: 'spec.tokens', keys: ['apiToken'], isByHand: true }, ...reads('spec.customPullSecret')],
  },
  {
    kind: 'DatadogAgent',
    page: 'https://github.com/DataDog/datadog-operator/blob/main/docs/configuration.v2alpha1.md',
    secrets: ['apiSecret', 'appSecret'].map((field) => ({
      name: `spec.global.credentials.${field}.secretName`,
      key: '^keyName',
    })),
  },
  {
    kind: 'Kiali',
    page: 'https://kiali.io/docs/configuration/kialis.kiali.io/',
    secrets: [{ name: '**', text: '^secret:(?<name>[a-z0-9][a-z0-9.-]*):(?<key>.+)$' }],
  },
  {
    kind: ['Integration', 'IntegrationPlatform', 'Pipe'],
    group: 'camel.apache.org',
    page: 'https://camel.apache.org/camel-k/next/traits/mount.html',
    secrets: [{ name: '**', text: '^secret:(?<name>[a-z0-9][a-z0-9.-]*)(?:/(?<key>[^@]+))?(?:@.*)?$' }],
  },
  {
    kind: 'Jaeger',
    page: 'https://www.jaegertracing.io/docs/1.76/deployment/operator/',
    secrets: reads('spec.storage.secretName'),
  },
  {
    kind: 'SolrCloud',
    page: 'https://apache.github.io/solr-operator/docs/solr-cloud/solr-cloud-crd.html',
    secrets: [{ name: 'spec.solrSecurity.basicAuthSecret', keys: login }],
  },
];
