import { clickhouseAuth } from '../contracts/clickhouse.ts';
import { type Env, Service } from '../platform/definition.ts';

/** ClickHouse of an environment; it is held back until its Secret has the password of every user. */
export class Clickhouse extends Service {
  constructor(env: Env) {
    super(env, 'clickhouse', {
      owner: 'platform-data',
      phase: 250,
      consumers: ['operator'],
      // Its definitions may come later than it is compared; its controller fails on server-side apply.
      argoCd: { name: 'data-clickhouse', syncOptions: ['SkipDryRunOnMissingResource=true', 'PruneLast=true'] },
    });
    this.values({
      externalSecrets: { enabled: false },
      preflight: {
        enabled: true,
        existingSecret: clickhouseAuth,
        requiredKeys: [
          clickhouseAuth.key('password'),
          clickhouseAuth.key('langfusePassword'),
          clickhouseAuth.key('plausiblePassword'),
        ],
      },
      defaultUser: {
        password_secret_name: clickhouseAuth,
        password_secret_key: clickhouseAuth.key('password'),
      },
      users: [
        {
          name: 'langfuse',
          password_secret_name: clickhouseAuth,
          password_secret_key: clickhouseAuth.key('langfusePassword'),
        },
        {
          name: 'plausible',
          password_secret_name: clickhouseAuth,
          password_secret_key: clickhouseAuth.key('plausiblePassword'),
        },
      ],
    });
  }
}
