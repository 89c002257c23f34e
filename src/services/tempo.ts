import { tempoStorage } from '../contracts/minio.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret } from '../platform/definition.ts';

const s3 = secret('tempo-s3-credentials', {
  purpose: 'MinIO user under which Tempo stores traces',
  keys: { access_key: tempoStorage.accessKey, secret_key: tempoStorage.secretKey },
});

/** Traces, stored in MinIO; the configuration of Tempo names the variables, so it holds no credential. */
export class Tempo extends Service {
  constructor(env: Env) {
    super(env, 'tempo', { owner: 'platform-observability', phase: 550 });
    new ServiceSecrets(this, s3);
    this.values({
      tempo: {
        extraArgs: { 'config.expand-env': true },
        extraEnv: [
          { name: 'S3_ACCESS_KEY', valueFrom: { secretKeyRef: { name: s3, key: s3.key('access_key') } } },
          { name: 'S3_SECRET_KEY', valueFrom: { secretKeyRef: { name: s3, key: s3.key('secret_key') } } },
        ],
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: Tempo expands these from its environment.
        storage: { trace: { s3: { access_key: '${S3_ACCESS_KEY}', secret_key: '${S3_SECRET_KEY}' } } },
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
      },
    });
  }
}
