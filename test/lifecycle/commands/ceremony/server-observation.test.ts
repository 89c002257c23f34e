import { describe, expect, test } from 'vitest';
import { VaultClient } from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import {
  capabilityOf,
  endpointsOf,
  type QuorumKind,
} from '../../../../src/lifecycle/commands/ceremony/server-observation.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { answer, ScriptedServer } from '../../scripted-server.ts';

/** What a server answers to a look at an attempt: to nobody, and to whoever has a token. */
type Answers = Readonly<Record<string, readonly [nobody: number, token: number]>>;

const attempts = {
  root: 'sys/generate-root/attempt',
  newRoot: 'sys/generate-root-token/attempt',
  recovery: 'sys/rekey-recovery-key/init',
  newRecovery: 'sys/rotate/recovery/init',
};

const servers: Readonly<Record<string, Answers>> = {
  'Vault 1.21': { [attempts.root]: [200, 200], [attempts.recovery]: [200, 200] },
  'Vault 2': { [attempts.root]: [403, 200], [attempts.recovery]: [403, 200] },
  'OpenBao 2.4': { [attempts.root]: [200, 200], [attempts.recovery]: [200, 200], [attempts.newRecovery]: [403, 200] },
  'OpenBao 2.5': { [attempts.root]: [405, 405], [attempts.recovery]: [405, 405], [attempts.newRecovery]: [403, 200] },
  'OpenBao 2.6': {
    [attempts.root]: [405, 405],
    [attempts.recovery]: [405, 405],
    [attempts.newRoot]: [403, 200],
    [attempts.newRecovery]: [403, 200],
  },
  'a token that may not': { [attempts.root]: [403, 403], [attempts.recovery]: [403, 403] },
};

async function observe<T>(server: string, token: boolean, look: (access: never) => Promise<T>): Promise<T> {
  await using scripted = await ScriptedServer.start(({ path, headers }, response) => {
    const known = servers[server]?.[path.slice('/v1/'.length)];
    if (!known) return answer(response, 404, { errors: ['no handler for route "x". route entry not found.'] });
    const status = known[headers['x-vault-token'] === undefined ? 0 : 1];
    return answer(response, status, status === 200 ? { started: false } : { errors: ['permission denied'] });
  });
  const vault = new VaultClient(scripted.origin);
  if (token) vault.token = 'x';
  try {
    return await look({ vault, deadline: new Deadline(5_000) } as never);
  } finally {
    vault.close();
  }
}

describe('what a server can do is observed', () => {
  test.each<[string, boolean, QuorumKind, string]>([
    ['Vault 1.21', false, 'generate-root', 'without-token sys/generate-root'],
    ['Vault 1.21', true, 'rotate-recovery', 'without-token sys/rekey-recovery-key'],
    ['Vault 2', false, 'generate-root', 'with-token sys/generate-root'],
    ['Vault 2', true, 'generate-root', 'with-token sys/generate-root logged in'],
    ['Vault 2', true, 'rotate-recovery', 'with-token sys/rekey-recovery-key logged in'],
    ['OpenBao 2.4', true, 'rotate-recovery', 'without-token sys/rekey-recovery-key'],
    ['OpenBao 2.5', true, 'generate-root', 'off'],
    ['OpenBao 2.5', true, 'rotate-recovery', 'with-token sys/rotate/recovery logged in'],
    ['OpenBao 2.6', false, 'generate-root', 'with-token sys/generate-root-token'],
    ['OpenBao 2.6', true, 'generate-root', 'with-token sys/generate-root-token logged in'],
    ['a token that may not', true, 'generate-root', 'with-token sys/generate-root'],
  ])('%s, with a token: %s, %s', async (server, token, kind, expected) => {
    const capability = await observe(server, token, (access) => capabilityOf(access, kind));
    const shown =
      capability.kind === 'off'
        ? 'off'
        : `${capability.kind} ${capability.endpoints.name}${capability.kind === 'with-token' && capability.isLoggedIn ? ' logged in' : ''}`;
    expect(shown).toBe(expected);
  });

  test.each<[string, boolean, boolean, QuorumKind, string]>([
    ['Vault 1.21', false, false, 'generate-root', 'sys/generate-root'],
    ['Vault 2', false, false, 'generate-root', 'VW5239'],
    ['Vault 2', true, false, 'generate-root', 'sys/generate-root'],
    ['OpenBao 2.5', true, false, 'generate-root', 'VW5237'],
    ['OpenBao 2.6', true, false, 'generate-root', 'VW5238'],
    ['OpenBao 2.6', true, false, 'rotate-recovery', 'VW5238'],
    ['OpenBao 2.6', true, true, 'generate-root', 'sys/generate-root-token'],
    ['OpenBao 2.6', true, true, 'rotate-recovery', 'sys/rotate/recovery'],
    ['OpenBao 2.6', false, true, 'rotate-recovery', 'VW5239'],
  ])('%s, with a token: %s, with bao: %s, %s', async (server, token, bao, kind, expected) => {
    const found = await observe(server, token, (access) =>
      endpointsOf(access, kind, bao).then(
        ({ endpoints }) => endpoints.name,
        (error: Error) => /VW\d{4}/.exec(error.message)?.[0],
      ),
    );
    expect(found).toBe(expected);
  });
});
