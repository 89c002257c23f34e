import { family, producer, secret, vault } from '../platform/definition.ts';

/** Renews the login of each account and publishes it. */
export const codexAuthRefresher = producer('codex-auth-refresher');

export const codexAuthRotating = family([0, 1, 2], (slot) =>
  secret(`codex-auth-rotating-${slot}`, {
    purpose: `Renewed Codex login of account ${slot}`,
    externalSecret: `codex-auth-rotating-sync-${slot}`,
    environments: ['local', 'dev'],
    keys: {
      'auth.json': vault.produced(`codex-auth-json-b64-rotating-${slot}`, {
        by: codexAuthRefresher,
        until: 'absent',
        encoding: 'base64',
      }),
    },
  }),
);
