import { secret, vault } from '../platform/definition.ts';

export const minioRootUser = vault.literal('minio-root-user', 'minio-root');
export const minioRootPassword = vault.generated('minio-root-password');

export const minioRootCredentials = secret('minio-root-credentials', {
  purpose: 'Root credentials of MinIO',
  keys: { 'root-user': minioRootUser, 'root-password': minioRootPassword },
});

/** A MinIO user: the access key is its name, the secret key its password. */
const storageUser = (name: string, paths: { readonly accessKey: string; readonly secretKey: string }) => ({
  name,
  accessKey: vault.literal(paths.accessKey, name),
  secretKey: vault.generated(paths.secretKey),
});

export const lokiStorage = storageUser('loki-storage', {
  accessKey: 'loki-storage-access-key',
  secretKey: 'loki-storage-secret-key',
});
export const tempoStorage = storageUser('tempo-storage', {
  accessKey: 'tempo-storage-access-key',
  secretKey: 'tempo-storage-secret-key',
});
export const gitlabStorage = storageUser('gitlab-storage', {
  accessKey: 'gitlab-minio-access-key',
  secretKey: 'gitlab-minio-secret-key',
});
export const workrequestsStorage = storageUser('workrequests-runner', {
  accessKey: 'workrequests-minio-access-key',
  secretKey: 'workrequests-minio-secret-key',
});
