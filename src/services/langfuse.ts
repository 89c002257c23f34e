import { langfuseClickhousePassword } from '../contracts/clickhouse.ts';
import { minioRootPassword, minioRootUser } from '../contracts/minio.ts';
import { redisPassword } from '../contracts/redis.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const dbUsername = vault.literal('langfuse-db-username', 'langfuse', { enforcedBy: 'cnpg' });
const dbPassword = vault.generated('langfuse-db-password', { enforcedBy: 'cnpg' });

const secrets = secret('langfuse-secrets', {
  purpose: 'Everything that Langfuse authenticates, signs and encrypts with',
  keys: {
    salt: vault.generated('langfuse-salt'),
    // 256 bits in hexadecimal, as its `openssl rand -hex 32` would give.
    'encryption-key': vault.generated('langfuse-encryption-key', { length: 64, alphabet: 'hex' }),
    'nextauth-secret': vault.generated('langfuse-nextauth-secret'),
    'database-username': dbUsername,
    'database-password': dbPassword,
    'database-url': vault.url(
      'langfuse-db-url',
    )`postgresql://${dbUsername}:${dbPassword}@${(env) => env.postgresHost}/langfuse`,
    'clickhouse-password': langfuseClickhousePassword,
    'redis-password': redisPassword,
    's3-access-key': minioRootUser,
    's3-secret-key': minioRootPassword,
  },
});

const from = <K extends Parameters<typeof secrets.key>[0]>(key: K) => ({
  secretKeyRef: { name: secrets, key: secrets.key(key) },
});

/**
 * Traces of language models.
 * @see https://github.com/langfuse/langfuse-k8s
 */
export class Langfuse extends Service {
  constructor(env: Env) {
    super(env, 'langfuse', { owner: 'platform-observability', phase: 550 });
    new ServiceSecrets(this, secrets);
    this.values({
      langfuse: {
        salt: from('salt'),
        encryptionKey: from('encryption-key'),
        nextauth: { secret: from('nextauth-secret') },
        // The chart would build the URL from its parts without encoding them.
        additionalEnv: [{ name: 'DATABASE_URL', valueFrom: from('database-url') }],
      },
      postgresql: {
        auth: { existingSecret: secrets, secretKeys: { userPasswordKey: secrets.key('database-password') } },
      },
      clickhouse: { auth: { existingSecret: secrets, existingSecretKey: secrets.key('clickhouse-password') } },
      redis: { auth: { existingSecret: secrets, existingSecretPasswordKey: secrets.key('redis-password') } },
      s3: { accessKeyId: from('s3-access-key'), secretAccessKey: from('s3-secret-key') },
    });
  }
}
