import { named, type SecretWriter } from './secret-writer.ts';

const rook = 'https://rook.io/docs/rook/latest-release/CRDs/';
const told = (...names: readonly string[]) => names.map((name) => ({ name, isTelling: true }));

const csiLogins = [
  'rook-csi-rbd-provisioner',
  'rook-csi-rbd-node',
  'rook-csi-cephfs-provisioner',
  'rook-csi-cephfs-node',
];

/** Object stores, volumes and backups. */
export const writersOfStorage: readonly SecretWriter[] = [
  {
    kind: 'ObjectBucketClaim',
    page: `${rook}Object-Storage/ceph-object-bucket-claim/`,
    secrets: named(['', ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']]),
  },
  {
    kind: 'BucketAccess',
    group: 'objectstorage.k8s.io',
    page: 'https://container-object-storage-interface.sigs.k8s.io/',
    secrets: [{ name: '{spec.credentialsSecretName}', keys: ['BucketInfo'] }],
  },
  {
    kind: 'CephObjectStoreUser',
    page: `${rook}Object-Storage/ceph-object-store-user-crd/`,
    secrets: [{ name: 'rook-ceph-object-user-{spec.store}-{metadata.name}', isTelling: true }],
  },
  {
    kind: 'CephClient',
    page: `${rook}ceph-client-crd/`,
    secrets: [{ name: 'rook-ceph-client-{metadata.name}', isTelling: true }],
  },
  {
    kind: 'CephCluster',
    page: `${rook}Cluster/ceph-cluster-crd/`,
    secrets: [
      ...told(
        'rook-ceph-mon',
        'rook-ceph-admin-keyring',
        'rook-ceph-dashboard-password',
        'rook-ceph-crash-collector-keyring',
        'rook-ceph-exporter-keyring',
      ),
      ...told(...csiLogins),
      ...named(['-peer-token']),
      { name: 'cluster-peer-token-{metadata.name}' },
    ],
  },
  {
    kind: 'StorageCluster',
    group: 'ocs.openshift.io',
    page: 'https://docs.redhat.com/en/documentation/red_hat_openshift_data_foundation/',
    secrets: csiLogins.map((name) => ({ name, ownership: 'shares' })),
  },
  // A class of this driver tells that the operator is there, and it knows one namespace.
  ...['rbd', 'cephfs'].map(
    (kind): SecretWriter => ({
      kind: 'StorageClass',
      group: 'storage.k8s.io',
      page: 'https://docs.redhat.com/en/documentation/red_hat_openshift_data_foundation/',
      secrets: csiLogins.map((name) => ({
        name,
        namespace: 'openshift-storage',
        ownership: 'shares',
        when: [`provisioner=openshift-storage.${kind}.csi.ceph.com`],
      })),
    }),
  ),
  {
    kind: 'CephBlockPool',
    page: `${rook}Block-Storage/ceph-block-pool-crd/`,
    secrets: [{ name: 'pool-peer-token-{metadata.name}' }],
  },
  {
    kind: 'NooBaa',
    page: 'https://github.com/noobaa/noobaa-operator',
    secrets: [{ name: 'noobaa-admin' }, { name: 'noobaa-server' }, { name: 'noobaa-operator' }],
  },
  {
    kind: 'NooBaaAccount',
    page: 'https://github.com/noobaa/noobaa-operator',
    secrets: [{ name: 'noobaa-account-{metadata.name}', keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] }],
  },
  {
    kind: 'Tenant',
    group: 'minio.min.io',
    page: 'https://min.io/docs/minio/kubernetes/upstream/',
    secrets: named(['-tls'], ['-client-tls']),
  },
  {
    kind: ['BackupStorageLocation', 'DataProtectionApplication'],
    page: 'https://velero.io/docs/main/file-system-backup/',
    secrets: [{ name: 'velero-repo-credentials', keys: ['repository-password'], ownership: 'shares' }],
  },
  {
    kind: 'ReplicationDestination',
    group: 'volsync.backube',
    page: 'https://volsync.readthedocs.io/en/stable/usage/rsync-tls/',
    secrets: [
      { name: 'volsync-rsync-tls-{metadata.name}', when: ['spec.rsyncTLS'] },
      { name: 'volsync-rsync-dst-src-{metadata.name}', when: ['spec.rsync'] },
    ],
  },
  { kind: 'AccessKey', page: 'https://aws-controllers-k8s.github.io/docs/', secrets: [{ name: '{spec.secretName}' }] },
];
