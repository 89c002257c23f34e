import { langfuseApiPublicKey, langfuseApiSecretKey } from '../contracts/langfuse.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const credentials = secret('langfuse-bootstrap-credentials', {
  purpose: 'First project and administrator of Langfuse',
  keys: {
    LANGFUSE_PUBLIC_KEY: langfuseApiPublicKey,
    LANGFUSE_SECRET_KEY: langfuseApiSecretKey,
    LANGFUSE_ADMIN_PASSWORD: vault.generated('langfuse-admin-password'),
  },
});

/** The job that creates the first project of Langfuse. */
export class LangfuseBootstrap extends Service {
  constructor(env: Env) {
    super(env, 'langfuse-bootstrap', { owner: 'platform-observability', phase: 550, consumers: ['job'] });
    new ServiceSecrets(this, credentials);
    this.values({
      // The chart would bring a second ExternalSecret for the database.
      externalSecrets: { enabled: false },
      credentials: {
        existingSecret: credentials,
        publicKeyKey: credentials.key('LANGFUSE_PUBLIC_KEY'),
        secretKeyKey: credentials.key('LANGFUSE_SECRET_KEY'),
        adminPasswordKey: credentials.key('LANGFUSE_ADMIN_PASSWORD'),
      },
    });
  }
}
