import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  DatabaseGuard,
  type DatabaseGuardProps,
  databaseKeys,
  type PinnedImage,
  renderPlatform,
  ServiceSecrets,
} from '../../src/index.ts';
import { foundation, type SmallEnv, SmallService, smallPlatform } from './small-platform.ts';

const image: PinnedImage = `registry.example/node:24.0.0@sha256:${'0'.repeat(64)}`;

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
}

async function guarded(change: Partial<DatabaseGuardProps<SmallEnv>> = {}) {
  const small = smallPlatform();
  const { vault, secret, only } = small;
  const user = vault.literal('app-db-username', 'app');
  const word = vault.generated('app-db-password');
  const url = vault.url('app-db-url')`postgresql://${user}:${word}@db/app`;
  const app = secret('app-db', {
    purpose: 'Test',
    keys: { APP_DATABASE_URL: url, APP_DATABASE_USER: user, APP_DATABASE_PASSWORD: word },
  });
  const some = secret('some-db', {
    purpose: 'Test',
    keys: { SOME_DATABASE_URL: url, SOME_DATABASE_USER: user, SOME_DATABASE_PASSWORD: only(['live'], word) },
  });
  class Owner extends SmallService {
    constructor(env: SmallEnv) {
      super(env, 'owner', { owner: 'testers', phase: 200 });
      new ServiceSecrets(this, [app, some]);
    }
  }
  class Migrations extends SmallService {
    constructor(env: SmallEnv) {
      super(env, 'migrations', { owner: 'testers', phase: 260 });
      new DatabaseGuard(this, {
        image,
        databases: [databaseKeys('APP', app)],
        values: (guard) => ({ job: { initContainers: [guard] } }),
        ...change,
        ...('databases' in change && { databases: [databaseKeys('SOME', some)] as const }),
      });
    }
  }
  const { manifests, diagnostics } = await renderPlatform(small, { components: [...foundation, Owner, Migrations] });
  const values = manifests.find(({ file }) => file === 'sandbox/values/migrations.yaml')?.value as
    | { readonly job: { readonly initContainers: readonly [Container] } }
    | undefined;
  return { container: values?.job.initContainers[0], codes: diagnostics.map(({ code }) => code) };
}

/** What Kubernetes makes of `$` in arguments and variables. */
const expanded = (text: string): string => text.replaceAll('$$', '$');

describe('a guard of databases', () => {
  test('is one container that needs nothing but its variables', async () => {
    const { container, codes } = await guarded();
    expect(codes).toEqual([]);
    expect(container?.env.slice(1)).toEqual(
      ['URL', 'USER', 'PASSWORD'].map((word, index) => ({
        name: `GUARDED_${index + 1}`,
        valueFrom: { secretKeyRef: { name: 'app-db', key: `APP_DATABASE_${word}`, optional: true } },
      })),
    );
    expect(Object.keys(container ?? {})).not.toContain('volumeMounts');
    // A chart may send its values through `tpl`.
    expect(JSON.stringify(container)).not.toContain('{{');
  });

  test('runs as it is rendered, after Kubernetes has expanded it', async () => {
    const { container } = await guarded();
    const [, ...args] = (container?.command ?? []).map(expanded);
    const word = ['a', 'word'].join('-');
    const run = (more: Readonly<Record<string, string>>) =>
      spawnSync(process.execPath, args, {
        encoding: 'utf8',
        env: { [container?.env[0]?.name ?? '']: expanded(container?.env[0]?.value ?? ''), ...more },
      });
    const sound = run({ GUARDED_1: `postgresql://app:${word}@db/app`, GUARDED_2: 'app', GUARDED_3: word });
    expect(sound.status, sound.stderr).toBe(0);
    const lacking = run({ GUARDED_2: 'app', GUARDED_3: word });
    expect(lacking.status).toBe(1);
    expect(JSON.parse(lacking.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      kind: 'DatabaseGuardSummary',
      status: 'failed',
      findings: [{ code: 'VW5164', what: expect.stringContaining('"small-sandbox/app-db" (Vault key "app-db-url")') }],
    });
    expect(run({ VAULTWRIGHT_GUARD_PLAN: '' }).status).toBe(2);
  });

  test('is a problem where its Secret lacks the data key, or its image is not pinned', async () => {
    expect((await guarded({ databases: [] as never })).codes).toContain('VW1113');
    expect((await guarded({ image: 'node:24@sha256:0' as never })).codes).toContain('VW1124');
  });
});
