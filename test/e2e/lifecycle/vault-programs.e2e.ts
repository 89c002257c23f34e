import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { programs } from '../tools/programs.ts';
import { BootstrapTrials } from './bootstrap-trials.ts';
import { keptCredentials, readAll } from './bootstrapped-environment.ts';

/** HashiCorp Vault always, OpenBao as well where a binary is given. */
const given = process.env[programs.bao.variable] ? (['vault', 'bao'] as const) : (['vault'] as const);

/** Each with the key of the chart, and Vault by a key service, which unseals it at each start. */
const servers = [
  ...given.map((program) => ({ program, seal: 'a key of its own', hasService: false })),
  { program: 'vault', seal: 'a key service', hasService: true } as const,
];
const kms = { address: 'http://vault-kms.vault-kms.svc.cluster.local:8200' };

describe.each(servers)('on $program, sealed by $seal', ({ program, hasService }) => {
  test('a first run seeds, a second one writes nothing, and one after a restart unseals', async () => {
    const environment = await renderedEnvironment('local');
    const main = { program, address: environment.vaultAddress };
    const vaults = hasService ? { main: { ...main, sealedBy: 'kms' }, kms } : { main };
    await using bench = await Bench.start({ kubernetes: true, vaults });
    const trials = await BootstrapTrials.prepare(bench, environment, { seed: randomBytes(24).toString('hex') });
    try {
      const values = async () => {
        const root = bench.vault('main').client.as((await keptCredentials(bench, trials.documents))?.rootToken ?? '');
        return readAll(root, trials.documents.fixtureMap.mount);
      };
      const first = await trials.run();
      expect(first.result.code, first.result.output).toBe(0);
      const before = await values();
      expect(before.size).toBeGreaterThan(100);
      const second = await trials.run();
      expect(second.result.summary?.steps, second.result.output).toMatchObject({ done: 2, kept: 0, failed: 0 });
      const changes = second.requests.filter(({ server, method }) => server === 'vault' && method !== 'GET');
      expect(changes.map(({ path }) => path)).toEqual(['/v1/auth/token/create-orphan', '/v1/auth/token/revoke-self']);
      await bench.vault('main').restart();
      const third = await trials.run();
      expect(third.result.code, third.result.output).toBe(0);
      expect(await values()).toEqual(before);
    } finally {
      await trials.stop();
    }
  });
});
