import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import { programs } from '../tools/programs.ts';
import { CeremonyStation, hasGpg } from './ceremony-station.ts';

/** OpenBao’s own endpoints, where a binary of it is given. */
const bao = process.env[programs.bao.variable];

test.runIf(bao !== undefined && hasGpg)(
  'a ceremony on OpenBao makes a root token by its own endpoints, with its client at hand',
  { timeout: 120_000 },
  async () => {
    const program = bao ?? '';
    const version = /v(\d+\.\d+\.\d+)/.exec(execFileSync(program, ['version'], { encoding: 'utf8' }))?.[1] ?? '';
    await using bench = await Bench.start({
      vaults: {
        main: {
          address: 'http://vault-core-prod.ameide-prod.svc.cluster.local:8200',
          program: 'bao',
          sealedBy: 'kms',
        },
        kms: { address: 'http://vault-kms.vault-kms.svc.cluster.local:8200' },
      },
    });
    const station = await CeremonyStation.prepare(bench, ['officer', 'ada', 'bob'], (vault) => ({
      ...vault,
      seal: 'transit',
      server: { ...vault.server, product: 'openbao', version, replicas: 1, auditBy: 'configuration', audit: [] },
    }));
    // The server asks for the account of its Pod when Kubernetes auth is configured; nobody logs in by it
    // here.
    for (const part of ['token', 'ca.crt']) writeFileSync(join(bench.folder, 'vault-main', 'account', part), part);
    const done = async (args: readonly string[], as = 'officer'): Promise<string> => {
      const { status, err } = await station.run(args, { as });
      expect(status, err).toBe(0);
      return err;
    };
    try {
      const people = ['ada', 'bob'].flatMap((name) => ['--custodian', `${name}=${name}.asc`]);
      await done(['init', ...people, '--threshold', '2', '--root-token-key', 'officer=officer.asc', '--yes']);
      await bench.vault('main').untilActive();
      for (const name of ['ada', 'bob']) await done(['receipt', name], name);
      // Older releases have the endpoints of Vault, which need nothing.
      const { out } = await station.run(['plan']);
      if (/^generate-root +sys\/generate-root-token/m.test(out))
        expect((await station.run(['handover'])).err).toContain('error VW5238: ');
      const client = ['--bao', program];
      await done(['handover', ...client]);
      await done(['revoke-root', '--yes']);
      await done(['generate-root', 'start', '--as', 'ada', ...client], 'ada');
      for (const name of ['ada', 'bob']) await done(['generate-root', 'share', name, '--as', name, ...client], name);
      const root = bench.vault('main').client.as(station.decrypt('root-token.gpg', 'officer'));
      expect((await root.expect('GET', 'auth/token/lookup-self')).data.policies).toEqual(['root']);
      const rotation = ['rotate-recovery', 'start', ...people, '--threshold', '2', '--yes', '--as', 'ada', ...client];
      await done(rotation, 'ada');
      for (const step of ['share', 'prove'])
        for (const name of ['ada', 'bob']) await done(['rotate-recovery', step, name, '--as', name, ...client], name);
      await done(['verify-transcript', join(station.folder, 'ceremony-production')]);
    } finally {
      await station.stop();
    }
  },
);
