import { langfuseApiPublicKey, langfuseApiSecretKey } from '../contracts/langfuse.ts';
import { inferenceDbCredentials } from '../contracts/postgres.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

/** Apart from the database Secret, whose authority is CloudNativePG rather than Vault. */
const api = secret('inference-api-credentials', {
  purpose: 'API keys of model providers and of tracing',
  keys: {
    OPENAI_API_KEY: vault.external('openai-api-key'),
    ANTHROPIC_API_KEY: vault.external('anthropic-api-key'),
    LANGSMITH_API_KEY: vault.external('langsmith-api-key'),
    LANGFUSE_PUBLIC_KEY: langfuseApiPublicKey,
    LANGFUSE_SECRET_KEY: langfuseApiSecretKey,
  },
});

/** Calls to language models. */
export class Inference extends Service {
  constructor(env: Env) {
    super(env, 'inference', { owner: 'platform-apps', phase: 650 });
    new ServiceSecrets(this, api);
    this.values({
      imagePullSecrets: [{ name: ghcrPull }],
      secrets: { existingSecret: inferenceDbCredentials },
      envFrom: [{ secretRef: { name: api } }],
    });
  }
}
