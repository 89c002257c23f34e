import { codexAuthRefresher, codexAuthRotating } from '../contracts/codex.ts';
import { ServiceSecrets, VaultWriter } from '../index.ts';
import { type Env, FoundationComponent, family, producer, secret, vault } from '../platform/definition.ts';

const accountMonitor = producer('codex-account-monitor');
const environments = ['local', 'dev'] as const;

const codexAuth = family([0, 1, 2], (slot) =>
  secret(`codex-auth-${slot}`, {
    purpose: `First Codex login of account ${slot}, from which the refresher starts`,
    externalSecret: `codex-auth-sync-${slot}`,
    environments,
    keys: {
      'auth.json': vault.external(`codex-auth-json-b64-${slot}`, {
        encoding: 'base64',
        // The third account is a reserve that may be missing.
        requiredIn: slot === 2 ? [] : ['dev'],
      }),
    },
  }),
);

const codexAccountStatus = family([0, 1, 2], (slot) =>
  secret(`codex-account-status-${slot}`, {
    purpose: `Usage of Codex account ${slot}, by which consumers choose an account`,
    externalSecret: `codex-account-status-sync-${slot}`,
    environments,
    keys: {
      'status.json': vault.produced(`codex-account-status-${slot}`, { by: accountMonitor, until: 'absent' }),
    },
  }),
);

/** Codex logins of automated consumers, and the programs that keep them valid. */
export class CodexAuth extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'foundation-codex-auth', { owner: 'platform-dx', phase: 630, environments });
    for (const login of [...codexAuth, ...codexAuthRotating, ...codexAccountStatus]) new ServiceSecrets(this, login);
    new VaultWriter(this, codexAuthRefresher, {
      role: 'codex-auth-refresher',
      serviceAccounts: ['codex-auth-refresher'],
    });
    new VaultWriter(this, accountMonitor, {
      role: 'codex-account-monitor',
      serviceAccounts: ['codex-account-monitor'],
    });
    this.values({ codexAuth: { enabled: true } });
  }
}
