import {
  gitlabStorage,
  lokiStorage,
  minioRootCredentials,
  tempoStorage,
  workrequestsStorage,
} from '../contracts/minio.ts';
import { ServiceSecrets, type VaultKey } from '../index.ts';
import { type Env, only, Service, secret, template } from '../platform/definition.ts';

/**
 * The file of one user, as the provisioning job of the chart reads it.
 * @see https://github.com/bitnami/charts/tree/main/bitnami/minio
 */
const userFile = (user: string | VaultKey, password: VaultKey) => template`username=${user}
password=${password}
disabled=false
policies=readwrite
setPolicies=true
`;

const serviceUsers = secret('minio-service-users', {
  purpose: 'Users of services that store objects, one file each',
  externalSecret: 'minio-service-users',
  keys: {
    'loki-user': userFile(lokiStorage.name, lokiStorage.secretKey),
    'tempo-user': userFile(tempoStorage.name, tempoStorage.secretKey),
    'gitlab-user': userFile(gitlabStorage.accessKey, gitlabStorage.secretKey),
    'workrequests-user': only(['local', 'dev'], userFile(workrequestsStorage.accessKey, workrequestsStorage.secretKey)),
  },
});

/** Object storage of an environment, and the users in it. */
export class Minio extends Service {
  constructor(env: Env) {
    super(env, 'minio', { owner: 'platform-data', phase: 250, consumers: ['workload', 'job', 'cron-job'] });
    new ServiceSecrets(this, [minioRootCredentials, serviceUsers]);
    this.values({
      auth: {
        existingSecret: minioRootCredentials,
        rootUserSecretKey: minioRootCredentials.key('root-user'),
        rootPasswordSecretKey: minioRootCredentials.key('root-password'),
      },
      provisioning: { enabled: true, usersExistingSecrets: [serviceUsers] },
      // MinIO forgets its users when its volume is reset; the Secret is what they are restored from.
      usersReconciler: { enabled: true, existingSecret: serviceUsers },
    });
  }
}
