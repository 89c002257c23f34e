import { lokiStorage } from '../contracts/minio.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret } from '../platform/definition.ts';

const s3 = secret('loki-s3-credentials', {
  purpose: 'MinIO user under which Loki stores logs',
  keys: { AWS_ACCESS_KEY_ID: lokiStorage.accessKey, AWS_SECRET_ACCESS_KEY: lokiStorage.secretKey },
});

/** Logs, stored in MinIO: the AWS client of Loki finds its user in the environment by itself. */
export class Loki extends Service {
  constructor(env: Env) {
    super(env, 'loki', { owner: 'platform-observability', phase: 550 });
    new ServiceSecrets(this, s3);
    this.values({ global: { extraEnvFrom: [{ secretRef: { name: s3 } }] } });
  }
}
