import { clickhouseAuth } from '../contracts/clickhouse.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, SharedBundle } from '../platform/definition.ts';

/** The ClickHouse users, which ClickHouse waits for and the observability services read. */
export class VaultSecretsObservability extends SharedBundle {
  constructor(env: Env) {
    super(env, 'foundation-vault-secrets-observability', {
      owner: 'platform-foundation',
      phase: 230,
      argoCd: { wave: 21 },
      approval: {
        owner: 'platform-foundation',
        date: '2026-11-24',
        reason: 'ClickHouse, Langfuse and Plausible share one Secret, and ClickHouse is held back until it exists',
        backlog: '362-v2',
      },
    });
    new ServiceSecrets(this, clickhouseAuth);
  }
}
